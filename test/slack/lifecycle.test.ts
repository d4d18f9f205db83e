import { request } from "node:http";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { signature } from "../fakes/slack/http-events.ts";
import { DESK, type Served, serve, until } from "./serve.ts";

const MIA = "slack:T01/D0MIA" as Address;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each(["http", "socket"] as const)(
  "S07 another process takes over while people write, over %s: nothing lost, nothing twice",
  async (mode) => {
    const served = await serve({ mode, againMs: 100 });
    const { fake, host } = served;
    const lines = Array.from({ length: 60 }, (_, n) => `line ${n}`);
    let after: Served | undefined;
    const deploy = async () => {
      await pause(500);
      await host.stop();
      await pause(300);
      after = await served.again();
      after.host.accept = (event) => host.accept(event);
    };
    const deploying = deploy();
    for (const line of lines) {
      fake.say("U0MIA", "D0MIA", line);
      await pause(20);
    }
    await deploying;
    await fake.delivered();
    await until(() => host.events.length >= lines.length);
    const heard = host.events.map((event) => (event.type === "message" ? event.text : event.type));
    expect(heard.toSorted()).toEqual(lines.toSorted());
  },
  30_000,
);

test("S19 two edits and a deletion overtake nothing, also behind a file on its way", async () => {
  const { fake, host } = await serve();
  const keepFile = host.keepFile.bind(host);
  host.keepFile = async (file) => {
    await pause(300);
    return keepFile(file);
  };
  const url_private = `${fake.origin}files-pri/F01/a.png`;
  const file = { id: "F01", name: "a.png", mimetype: "image/png", size: 1, mode: "hosted", url_private };
  fake.workspace.files.set("F01", { file, bytes: Buffer.from("x") });
  const ts = fake.say("U0MIA", "D0MIA", "one", { files: [file] });
  for (const text of ["two", "three"]) {
    await pause(30);
    fake.edit("D0MIA", ts, text);
  }
  await pause(30);
  fake.remove("D0MIA", ts);
  await fake.delivered();
  expect(host.events).toMatchObject([
    { type: "message", text: "one" },
    { type: "edited", text: "two" },
    { type: "edited", text: "three" },
    { type: "deleted", message: ts },
  ]);
});

describe("S34 what is sent to do harm", () => {
  test("half a request, and many forged ones: the genuine are served meanwhile", async () => {
    const { fake, host, base } = await serve();
    const stalled = Array.from({ length: 50 }, () => {
      const headers = { "content-length": "1000", "content-type": "application/json" };
      const half = request(new URL("/slack/events", base), { method: "POST", headers });
      half.on("error", () => undefined);
      half.write('{"type":');
      return half;
    });
    const forged = Array.from({ length: 400 }, async (_, n) => {
      const body = JSON.stringify({ type: "event_callback", n });
      const time = Math.floor(Date.now() / 1000);
      const headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": String(time),
        "x-slack-signature": signature("another secret", time, body),
      };
      return (await fetch(new URL("/slack/events", base), { method: "POST", body, headers })).status;
    });
    for (let n = 0; n < 20; n += 1) fake.say("U0MIA", "D0MIA", `line ${n}`);
    await fake.delivered();
    expect(new Set(await Promise.all(forged))).toEqual(new Set([401]));
    expect(host.events).toHaveLength(20);
    expect(fake.attempts.every(({ status, retry }) => status === 200 && retry === 0)).toBe(true);
    for (const half of stalled) half.destroy();
  }, 30_000);

  test("ten megabytes are refused before they are read", async () => {
    const { base, host } = await serve();
    const body = "x".repeat(10 * 1024 * 1024);
    const answer = await fetch(new URL("/slack/events", base), { method: "POST", body }).catch(
      () => undefined,
    );
    expect(answer?.status ?? 413).toBe(413);
    expect(host.events).toEqual([]);
  });
});

describe("S35 errors", () => {
  const failures = [
    { type: "status", status: 500, after: false },
    { type: "status", status: 401, after: false },
    { type: "reset", after: true },
    { type: "hang", after: true },
    { type: "html", status: 429 },
    { type: "error", error: "fatal_error" },
    { type: "error", error: "invalid_auth" },
    { type: "error", error: "xoxb-1-fake CANARY" },
    { type: "error", error: "invalid_blocks" },
  ] as const;
  const secrets = /CANARY|xoxb|xapp|8f742231|Mia/;

  test.each(failures)("tell no text, name or token: %o", async (failure) => {
    const { fake, host, slack } = await serve({ scale: 0.0005, slack: { answerMs: 200, lookAgainMs: [] } });
    const logged: unknown[] = [];
    const keep = (...all: unknown[]) => void logged.push(all);
    Object.assign(host.log, { info: keep, warn: keep, error: keep });
    const methods = [
      "chat.postMessage",
      "chat.update",
      "users.info",
      "conversations.history",
      "reactions.add",
    ];
    for (const method of methods) fake.api.fail(method, failure, 4);
    const message = { text: "CANARY", as: "Mia CANARY" };
    const errors = await Promise.allSettled([
      slack.send(DESK, message, "k"),
      slack.edit(DESK, "1790000000.000100", message),
      slack.find(DESK, "k", 0),
      slack.mark(MIA, "1790000000.000100", "failed"),
    ]);
    fake.say("U0MIA", "D0MIA", "CANARY");
    await fake.delivered();
    host.beforeAccept = () => {
      throw new Error("CANARY in the store");
    };
    await fake.command("U0MIA", "/human", "CANARY");
    expect(errors.every(({ status }) => status === "rejected")).toBe(true);
    expect(inspect(errors, { depth: 12 })).not.toMatch(secrets);
    expect(inspect(logged, { depth: 12 })).not.toMatch(secrets);
    expect(logged.length).toBeGreaterThan(0);
    const answers = fake.attempts.map(({ status }) => status);
    expect(answers.at(-1)).toBe(500);
  });
});
