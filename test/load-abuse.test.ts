import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startProcess } from "../src/measure/speed/process.ts";
import { signature } from "./fakes/slack/http-events.ts";
import { FakeSlack } from "./fakes/slack.ts";

const seconds = () => Math.floor(Date.now() / 1000);
const json = { "content-type": "application/json" };
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Deskmate as a user starts it, with Slack and Teams at its one port, and somebody who has been answered. */
async function served() {
  let base = "";
  const fake = await FakeSlack.start({ url: () => base });
  const folder = mkdtempSync(join(tmpdir(), "deskmate-abuse-"));
  fake.workspace.channel("C0DESK");
  for (let n = 0; n < 30; n++) {
    fake.workspace.user(`U0P${n}`);
    fake.workspace.direct(`U0P${n}`);
  }
  const {
    base: at,
    residentBytes,
    stop,
  } = await startProcess({
    ...fake.settings,
    TEAMS_APP_ID: "11111111-2222-3333-4444-555555555555",
    TEAMS_APP_PASSWORD: "secret",
    TEAMS_TENANT_ID: "11111111-2222-3333-4444-555555555555",
    DESK: "slack:T01/C0DESK",
    DATA_DIR: folder,
    PORT: "0",
  });
  base = at;
  onTestFinished(async () => {
    await stop();
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { fake, base, residentBytes };
}

/** What the server answers; `cut` when it hangs up. */
function post(
  url: URL,
  body: string | Buffer,
  headers: Record<string, string> = json,
): Promise<number | "cut"> {
  return new Promise((resolve) => {
    const sending = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.on("error", () => resolve("cut"));
    sending.end(body);
  });
}

/** A connection that promises a body and sends a byte of it now and then. */
function stall(base: string, path: string): void {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n`,
    );
  });
  const dripping = setInterval(() => socket.write("{"), 200);
  socket.on("error", () => undefined).on("close", () => clearInterval(dripping));
  onTestFinished(() => void socket.destroy());
}

test("S34 stalled, huge, deep and two thousand forged requests: people are heard within a second, and the memory stays", async () => {
  const { fake, base, residentBytes } = await served();
  const say = (text: string) => {
    for (let n = 0; n < 10; n++) fake.say(`U0P${n}`, `D0P${n}`, text);
  };
  say("hello?");
  await fake.delivered();
  const before = residentBytes();
  const slowest = (text: string) => {
    const copies = fake.attempts.filter(({ body }) => body.includes(text) && body.includes('"user":"U0P'));
    expect(copies.map(({ status, retry }) => [status, retry])).toEqual(copies.map(() => [200, 0]));
    expect(copies).toHaveLength(10);
    return Math.max(...copies.map(({ ms }) => ms));
  };
  // A busy machine makes the quiet slow as well.
  const patienceMs = Math.max(1000, 4 * slowest("hello?"));

  const events = new URL("/slack/events", base);
  const teams = new URL("/api/messages", base);
  for (let n = 0; n < 100; n++) stall(base, n % 2 === 0 ? "/slack/events" : "/api/messages");
  const forged = async (n: number) => {
    const body = JSON.stringify({ type: "event_callback", team_id: "T01", n });
    if (n % 4 === 3) return post(teams, body);
    const signed = {
      "x-slack-request-timestamp": `${seconds()}`,
      "x-slack-signature": signature("no", seconds(), body),
    };
    return post(events, body, { ...json, ...signed });
  };
  const forgeries: Promise<number | "cut">[] = [];
  const others: Promise<number | "cut">[] = [];
  for (let round = 0; round < 20; round++) {
    for (let n = 0; n < 100; n++) forgeries.push(forged(round * 100 + n));
    if (round % 8 === 0) others.push(post(events, Buffer.alloc(10 * 1024 * 1024, 32)));
    if (round % 2 === 0) fake.say(`U0P${10 + round}`, `D0P${10 + round}`, "is anybody there?");
    await sleep(50);
  }
  // Genuine to the last byte, and nothing but brackets.
  for (const body of ["[".repeat(100_000), `{"type":"event_callback","team_id":"T01","__proto__":{"x":1}}`]) {
    const time = seconds();
    const signed = {
      "x-slack-request-timestamp": `${time}`,
      "x-slack-signature": signature(fake.secret, time, body),
    };
    others.push(post(events, body, { ...json, ...signed }));
  }
  say("still there?");
  await fake.delivered();

  expect(new Set(await Promise.all(forgeries))).toEqual(new Set([401]));
  for (const status of await Promise.all(others)) expect([200, 400, 413, "cut"]).toContain(status);
  for (const text of ["is anybody there?", "still there?"]) expect(slowest(text)).toBeLessThan(patienceMs);
  expect(residentBytes() - before).toBeLessThan(100 * 1024 * 1024);
}, 60_000);
