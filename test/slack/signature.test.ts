import { describe, expect, test } from "vitest";
import { slackSettings } from "../../adapters/slack/config.ts";
import { createSlack } from "../../adapters/slack/index.ts";
import { signature } from "../fakes/slack/http-events.ts";
import { type Served, serve } from "./serve.ts";

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

const event = JSON.stringify({
  type: "event_callback",
  team_id: "T01",
  event: { type: "message", channel: "D0MIA", user: "U0MIA", text: "hi 你好", ts: "1790000000.000100" },
});

async function post(
  { base }: Served,
  request: { path?: string; body?: string | Uint8Array; headers: [string, string][] },
): Promise<Response> {
  const { path = "/slack/events", body = event, headers } = request;
  return fetch(new URL(path, base), { method: "POST", body: body as string, headers });
}

function signed({ fake }: Served, body: string | Buffer, time: number | string = now()): [string, string][] {
  return [
    ["x-slack-request-timestamp", String(time)],
    ["x-slack-signature", signature(fake.secret, time, body)],
  ];
}

const now = () => Math.floor(Date.now() / 1000);

describe("I20 what is genuine", () => {
  test("url_verification and ssl_check are answered to Slack alone", async () => {
    const served = await serve();
    const body = JSON.stringify({ type: "url_verification", challenge: "c1" });
    expect((await post(served, { body, headers: Object.entries(json) })).status).toBe(401);
    const genuine = await post(served, { body, headers: [...signed(served, body), ...Object.entries(json)] });
    expect(await genuine.json()).toEqual({ challenge: "c1" });
    const check = "ssl_check=1&token=x";
    expect(
      (await post(served, { path: "/slack/commands", body: check, headers: Object.entries(form) })).status,
    ).toBe(401);
  });

  test("genuine nonsense is refused without harm, and other paths are not ours", async () => {
    const served = await serve();
    for (const body of [
      "",
      "{",
      "null",
      "[]",
      "[".repeat(100_000),
      '{"__proto__":{}}',
      "x".repeat(1_100_000),
    ]) {
      const response = await post(served, {
        body,
        headers: [...signed(served, body), ...Object.entries(json)],
      }).catch(() => undefined);
      expect(response?.status ?? 413, body.slice(0, 20)).not.toBe(401);
    }
    expect((await fetch(new URL("/slack/events", served.base))).status).toBe(404);
    expect((await post(served, { path: "/slack/other", headers: [] })).status).toBe(404);
    expect(served.host.events).toEqual([]);
  }, 30_000);

  test("S38: who writes is an id that Slack knows: no list, no twin, nobody of another workspace", async () => {
    const served = await serve();
    const { event: genuine, ...around } = JSON.parse(event);
    for (const [change, more] of [
      [{ user: ["U0MIA"] }],
      [{ user: { id: "U0MIA" } }],
      [{ user: "U0M\u0406A" }],
      [{ user: "\uff35\uff10\uff2d\uff29\uff21" }],
      [{ user: "u0mia" }],
      [{ user: "" }],
      [{}, { team_id: "T99" }],
      [{}, { team_id: ["T01"] }],
    ]) {
      const body = JSON.stringify({ ...around, ...more, event: { ...genuine, ...change } });
      await post(served, { body, headers: [...signed(served, body), ...Object.entries(json)] });
      expect(served.host.events, body).toEqual([]);
    }
    await post(served, { headers: [...signed(served, event), ...Object.entries(json)] });
    expect(served.host.events.map(({ from }) => from.id)).toEqual(["U0MIA"]);
  });

  test("app_rate_limited is taken note of", async () => {
    const served = await serve();
    const body = JSON.stringify({ type: "app_rate_limited", team_id: "T01", minute_rate_limited: 1 });
    const response = await post(served, {
      body,
      headers: [...signed(served, body), ...Object.entries(json)],
    });
    expect(response.status).toBe(200);
  });
});

describe("I19 settings", () => {
  const faults = (env: Record<string, string>) =>
    (slackSettings.safeParse(env).error?.issues ?? []).map(({ path }) => path.join("."));

  test("none at all: off, in words", () => {
    const config = slackSettings.parse({ PORT: "1", SLACK_API_URL: "", DESK: "web:desk" });
    expect(createSlack(config)).toEqual({ off: expect.stringContaining("SLACK_BOT_TOKEN") });
  });

  test("blank or half secrets refuse to start", () => {
    const bot = { SLACK_BOT_TOKEN: "xoxb-1" };
    for (const blank of ["", " ", "\t\n"]) {
      expect(faults({ ...bot, SLACK_SIGNING_SECRET: blank })).toContain("SLACK_SIGNING_SECRET");
      expect(faults({ ...bot, SLACK_APP_TOKEN: blank })).toContain("SLACK_APP_TOKEN");
      expect(faults({ SLACK_BOT_TOKEN: blank, SLACK_APP_TOKEN: "xapp-1" })).toContain("SLACK_BOT_TOKEN");
    }
    expect(faults(bot)).toEqual(["SLACK_APP_TOKEN"]);
    expect(faults({ SLACK_APP_TOKEN: "xapp-1" })).toEqual(["SLACK_BOT_TOKEN"]);
    expect(faults({ SLACK_LISTEN_CHANNELS: "C012" })).toContain("SLACK_BOT_TOKEN");
    expect(faults({ ...bot, SLACK_SIGNING_SECRET: "short" })).toEqual(["SLACK_SIGNING_SECRET"]);
    expect(faults({ SLACK_BOT_TOKEN: "xoxp-1", SLACK_APP_TOKEN: "xapp-1" })).toEqual(["SLACK_BOT_TOKEN"]);
  });

  test("I22 the token goes to Slack or to this machine", () => {
    const env = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
    expect(slackSettings.parse(env)).toMatchObject({
      apiUrl: "https://slack.com/api/",
      filesOrigin: "https://files.slack.com",
    });
    for (const url of [
      "https://slack.com.evil.example/api/",
      "http://10.0.0.1/",
      "http://127.0.0.1.evil.example/",
      "nonsense",
    ])
      expect(faults({ ...env, SLACK_API_URL: url }), url).toEqual(["SLACK_API_URL"]);
    expect(faults({ ...env, SLACK_LISTEN_CHANNELS: "#general" })).toEqual(["SLACK_LISTEN_CHANNELS.0"]);
  });
});
