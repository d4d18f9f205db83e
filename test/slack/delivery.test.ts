import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { signature } from "../fakes/slack/http-events.ts";
import { serve, until } from "./serve.ts";

test("S01 four copies at two processes over one store: one event, every answer 200 and quick", async () => {
  const served = await serve();
  const { fake, host, base } = served;
  const other = await served.again();
  other.host.accept = (event) => host.accept(event);
  const event = { type: "message", channel: "D0MIA", user: "U0MIA", text: "hi", ts: "1790000000.000100" };
  const body = JSON.stringify({ type: "event_callback", team_id: "T01", event_id: "Ev7", event });
  const copy = async (to: string, retry: number) => {
    const time = Math.floor(Date.now() / 1000);
    const since = performance.now();
    const { status } = await fetch(new URL("/slack/events", to), {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-slack-request-timestamp": String(time),
        "x-slack-signature": signature(fake.secret, time, body),
        ...(retry > 0 && { "x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout" }),
      },
    });
    return { status, isQuick: performance.now() - since < 3000 };
  };
  const answers = await Promise.all([copy(base, 0), copy(other.base, 1), copy(base, 2)]);
  answers.push(await copy(other.base, 3));
  expect(answers).toEqual(Array.from({ length: 4 }, () => ({ status: 200, isQuick: true })));
  expect(host.events.map(({ id }) => id)).toEqual(["T01:D0MIA:1790000000.000100"]);
});

test("what was written stays in order, also behind a file on its way", async () => {
  const { fake, host } = await serve();
  const keepFile = host.keepFile.bind(host);
  host.keepFile = async (file) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return keepFile(file);
  };
  const url_private = `${fake.origin}files-pri/F01/a.png`;
  const file = { id: "F01", name: "a.png", mimetype: "image/png", size: 1, mode: "hosted", url_private };
  fake.workspace.files.set("F01", { file, bytes: Buffer.from("x") });
  fake.say("U0MIA", "D0MIA", "one", { files: [file] });
  await new Promise((resolve) => setTimeout(resolve, 50));
  fake.say("U0MIA", "D0MIA", "two");
  await fake.delivered();
  expect(host.events).toMatchObject([{ text: "one" }, { text: "two" }]);
});

test("S10 the store takes longer at a click than Slack waits: nothing breaks, and the click counts once", async () => {
  const { fake, host } = await serve();
  const accept = host.accept.bind(host);
  host.accept = async (event) => {
    await new Promise((resolve) => setTimeout(resolve, 3300));
    return accept(event);
  };
  const answer = await fake.command("U0MIA", "/human");
  expect(answer).not.toMatchObject({ status: 200 });
  await until(() => host.events.length === 1);
  host.accept = accept;
  expect(await fake.command("U0MIA", "/human")).toMatchObject({ status: 200 });
  expect(host.events).toHaveLength(2);
}, 20_000);

describe.each(["http", "socket"] as const)("over %s", (mode) => {
  test("S02 nothing is acknowledged before it is stored; a later copy is taken", async () => {
    const { fake, host } = await serve({ mode, againMs: 50 });
    let refusals = 2;
    host.beforeAccept = () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error("SQLITE_FULL: /secret/path");
    };
    fake.say("U0MIA", "D0MIA", "hello");
    await fake.delivered();
    expect(host.events).toHaveLength(1);
    expect(refusals).toBe(-1);
    if (mode === "http") {
      expect(fake.attempts.map(({ status, retry }) => [retry, status])).toEqual([
        [0, 500],
        [1, 500],
        [2, 200],
      ]);
    } else expect([...fake.socket.acks.values()]).toEqual([1]);
  });

  test("an action is not acknowledged either", async () => {
    const { fake, host, slack } = await serve({ mode, againMs: 50 });
    const buttons = [{ action: "person", label: "Person", value: "1" }] as const;
    const sent = await slack.send("slack:T01/D0MIA" as Address, { text: "x", buttons }, "k");
    let refusals = 1;
    host.beforeAccept = () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error("SQLITE_BUSY");
    };
    const answer = await fake.press("U0MIA", "D0MIA", sent.id, "person");
    if (mode === "http") expect(answer).toMatchObject({ status: 500 });
    expect(host.events).toHaveLength(mode === "http" ? 0 : 1);
  });

  test("S16 who can't be looked up now is looked up when Slack sends again", async () => {
    const { fake, host } = await serve({ mode, againMs: 50 });
    fake.api.fail("users.info", { type: "status", status: 503, after: false });
    fake.say("U0MIA", "D0MIA", "hello");
    await fake.delivered();
    expect(host.events).toMatchObject([{ from: { name: "Mia" } }]);
  });
});

describe("S05 the socket is refreshed", () => {
  test("under load: nothing lost, nothing twice, few connections", async () => {
    const { fake, host } = await serve({ mode: "socket", againMs: 200 });
    for (let n = 0; n < 100; n += 1) {
      fake.say("U0MIA", "D0MIA", `line ${n}`);
      if (n === 30) fake.socket.refresh("warning");
      if (n === 60) fake.socket.refresh("refresh_requested");
      if (n === 80) fake.socket.cut();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await fake.delivered();
    const texts = host.events.map((event) => (event.type === "message" ? event.text : ""));
    expect(texts.toSorted()).toEqual(Array.from({ length: 100 }, (_, n) => `line ${n}`).toSorted());
    expect(fake.socket.opened).toBeLessThanOrEqual(6);
  }, 20_000);

  test("too_many_websockets: it waits longer each time, and comes back", async () => {
    const { fake, host } = await serve({ mode: "socket", againMs: 200 });
    fake.socket.refuse = 3;
    const before = fake.socket.opened;
    fake.socket.refresh("warning");
    fake.say("U0MIA", "D0MIA", "hello");
    await until(() => host.events.length === 1, 15_000);
    expect(fake.socket.opened - before).toBe(4);
  }, 20_000);

  test("who the bot is can't be asked at the start: nothing is acknowledged, and then all is heard", async () => {
    const { fake, host, slack } = await serve({
      mode: "socket",
      againMs: 100,
      before: ({ api }) => api.fail("auth.test", { type: "status", status: 503, after: false }, 3),
    });
    await expect(slack.send("slack:T01/D0MIA" as Address, { text: "x" }, "k")).rejects.toMatchObject({
      fault: "unavailable",
    });
    fake.say("U0MIA", "D0MIA", "hello");
    await fake.delivered();
    expect(host.events).toMatchObject([{ text: "hello" }]);
    await slack.send("slack:T01/D0MIA" as Address, { text: "x" }, "k");
  }, 20_000);
});

describe("S05 the socket can't be opened", () => {
  test("at the start: the start ends, and it is tried again", async () => {
    const { fake, host } = await serve({
      mode: "socket",
      before: ({ api }) =>
        api.fail("apps.connections.open", { type: "status", status: 500, after: false }, 2),
    });
    await until(() => fake.socket.isConnected, 10_000);
    fake.say("U0MIA", "D0MIA", "hello");
    await fake.delivered();
    expect(host.events).toHaveLength(1);
    expect(fake.api.of("apps.connections.open")).toHaveLength(3);
  }, 20_000);

  test("later, for whatever reason: the process lives, and it is tried again", async () => {
    const { fake, host } = await serve({ mode: "socket", againMs: 100 });
    fake.api.fail("apps.connections.open", { type: "reset", after: false });
    fake.api.fail("apps.connections.open", { type: "error", error: "invalid_auth" });
    fake.socket.cut();
    fake.say("U0MIA", "D0MIA", "hello");
    await fake.delivered();
    expect(host.events).toHaveLength(1);
  }, 20_000);
});

describe("S08, I12 after downtime", () => {
  test("a first start replays nothing", async () => {
    const { fake, host } = await serve({
      before: (fake) => fake.workspace.put(fake.workspace.direct("U0MIA"), { user: "U0MIA", text: "old" }),
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(host.events).toEqual([]);
    expect(fake.api.of("conversations.history")).toEqual([]);
  });

  test("open cases and first words are taken in once and in order, also when Slack limits the reading", async () => {
    const served = await serve();
    const { fake, host, slack } = served;
    await until(() => fake.api.of("users.conversations").length === 0);
    fake.say("U0MIA", "D0MIA", "before");
    const question = fake.say("U0MIA", "C0HELP", "<@U0BOT> what is a loop?");
    const card = await slack.send("slack:T01/C0DESK" as Address, { text: "card" }, "card");
    await fake.delivered();
    expect(host.events).toHaveLength(2);
    await host.stop();
    const { workspace } = fake;
    const put = (channel: string, user: string, text: string, thread_ts?: string) => {
      const at = workspace.channels.get(channel);
      if (at) return workspace.put(at, { user, text, ...(thread_ts && { thread_ts }) });
    };
    put("D0MIA", "U0MIA", "one");
    put("D0MIA", "U0BOT", "not me");
    const edited = put("D0MIA", "U0MIA", "two");
    if (edited)
      Object.assign(edited, { text: "two, corrected", edited: { user: "U0MIA", ts: workspace.ts() } });
    workspace.direct("U0BEN");
    put("D0BEN", "U0BEN", "first words");
    put("C0HELP", "U0MIA", "in the thread", question);
    put("C0HELP", "U0MIA", "not for the bot");
    put("C0DESK", "U0BEN", "an answer", card.id);
    fake.api.limit("conversations.history", 900);
    const student = `slack:T01/C0HELP/${question}` as Address;
    const open = {
      number: 1,
      state: "waiting",
      student,
      desk: card.repliesAt,
      studentName: "Mia",
      updated: 1,
    } as const;
    const { host: after } = await served.again([open]);
    await until(() => after.events.length >= 8, 10_000);
    const heard = after.events.map((event) => ("text" in event ? event.text : event.type));
    expect(heard.toSorted()).toEqual(
      [
        "<@U0BOT> what is a loop?",
        "before",
        "one",
        "two, corrected",
        "two, corrected",
        "first words",
        "in the thread",
        "an answer",
      ]
        .map((text) => text.replace("<@U0BOT> ", ""))
        .toSorted(),
    );
    const direct = after.events.filter(({ at }) => at === "slack:T01/D0MIA").map(({ id }) => id);
    expect(direct[0]).toBe(host.events[0]?.id);
  }, 20_000);

  test("a long gap of the socket is caught up as well, a short one is Slack's", async () => {
    let now = Date.now();
    const { fake, host } = await serve({ mode: "socket", slack: { now: () => now } });
    await until(() => fake.api.of("auth.test").length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const gap = async (ms: number, text: string) => {
      fake.socket.refuse = 1;
      fake.socket.cut();
      await until(() => !fake.socket.isConnected);
      fake.workspace.put(fake.workspace.direct("U0MIA"), { user: "U0MIA", text });
      now += ms;
      await until(() => fake.socket.isConnected, 10_000);
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    await gap(1000, "short");
    expect(host.events).toEqual([]);
    await gap(120_000, "long");
    expect(host.events.map((event) => ("text" in event ? event.text : ""))).toEqual(["short", "long"]);
  }, 20_000);
});
