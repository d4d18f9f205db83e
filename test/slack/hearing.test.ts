import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { DESK, serve } from "./serve.ts";

describe.each(["http", "socket"] as const)("over %s", (mode) => {
  test("a direct message is heard, with who wrote it", async () => {
    const { fake, host } = await serve({ mode });
    const ts = fake.say("U0MIA", "D0MIA", "what is a *loop*?");
    await fake.delivered();
    expect(host.events).toEqual([
      {
        id: `T01:D0MIA:${ts}`,
        at: "slack:T01/D0MIA",
        from: {
          id: "U0MIA",
          name: "Mia",
          kind: "student",
          locale: "en-US",
          timeZone: "Europe/Berlin",
        },
        time: Math.round(Number(ts) * 1000),
        type: "message",
        message: ts,
        text: "what is a *loop*?",
        files: [],
      },
    ]);
  });

  test("in a channel it hears who calls it, and from then on the whole thread; a restart changes nothing", async () => {
    const served = await serve({ mode });
    const { fake, host } = served;
    fake.say("U0BEN", "C0HELP", "lunch?");
    const ts = fake.say("U0MIA", "C0HELP", "<@U0BOT> what is a loop?");
    await fake.delivered();
    fake.say("U0MIA", "C0HELP", "and a list", { thread: ts });
    await fake.delivered();
    const at = `slack:T01/C0HELP/${ts}`;
    expect(host.events).toMatchObject([
      { at, text: "what is a loop?" },
      { at, text: "and a list" },
    ]);
    await host.stop();
    const { host: next } = await served.again();
    fake.say("U0MIA", "C0HELP", "and a tuple", { thread: ts });
    await fake.delivered();
    expect(next.events).toMatchObject([{ at, text: "and a tuple" }]);
  });

  test("commands and shortcuts are answered in the person's direct message", async () => {
    const { fake, host } = await serve({ mode });
    const reply = await fake.command("U0MIA", "/ask", "what is <!channel> a loop?");
    expect(JSON.stringify(reply)).toContain("💬");
    expect(JSON.stringify(reply)).not.toContain("<!channel");
    await fake.command("U0MIA", "/human", "my video stops");
    await fake.command("U0MIA", "/ticket", "it is broken");
    await fake.command("U0MIA", "/tickets");
    const ts = fake.say("U0BEN", "C0HELP", "flexbox is odd");
    await fake.shortcut("U0MIA", "C0HELP", ts, "ask_about_this");
    await fake.shortcut("U0MIA", "C0HELP", ts, "open_ticket");
    await fake.delivered();
    const at = "slack:T01/D0MIA";
    expect(host.events).toMatchObject([
      { at, type: "message", text: "what is @channel a loop?" },
      { at, type: "action", action: "person" },
      { at, type: "message", text: "my video stops" },
      { at, type: "action", action: "ticket", fields: { text: "it is broken" } },
      { at, type: "action", action: "tickets" },
      { at, type: "message", text: "flexbox is odd", from: { id: "U0MIA" } },
      {
        at,
        type: "action",
        action: "ticket",
        about: { message: ts, text: "flexbox is odd", from: { id: "U0BEN", name: "Ben" } },
      },
    ]);
  });

  test("a button comes with the message it stands on; a card's belongs to the desk", async () => {
    const { fake, host, slack } = await serve({ mode });
    const buttons = [{ action: "claim", label: "Claim", value: "12", style: "primary" }] as const;
    const card = { ticket: 12, state: "waiting", title: "#12 · Mia", facts: [] } as const;
    const sent = await slack.send(DESK, { text: "help", card, buttons }, "k1");
    await fake.press("U0BEN", "C0DESK", sent.id, "claim");
    fake.say("U0BEN", "C0DESK", "// a note", { thread: sent.id });
    fake.say("U0BEN", "C0DESK", "who has lunch duty?");
    await fake.delivered();
    const from = { id: "U0BEN", name: "Ben", kind: "staff" };
    expect(host.events).toMatchObject([
      { at: DESK, from, type: "action", action: "claim", value: "12", on: sent.id },
      { at: sent.repliesAt, from, type: "message", text: "// a note" },
    ]);
  });
});

test("in a listened-to channel all is overheard; what people answer each other is not", async () => {
  const { fake, host, slack } = await serve({ env: { SLACK_LISTEN_CHANNELS: "C0HELP" } });
  const first = fake.say("U0MIA", "C0HELP", "good morning");
  const second = fake.say("U0MIA", "C0HELP", "循环怎么写？");
  const called = fake.say("U0MIA", "C0HELP", "<@U0BOT> how do loops work?");
  await fake.delivered();
  fake.say("U0BEN", "C0HELP", "good morning to you", { thread: first });
  await slack.send(`slack:T01/C0HELP/${second}` as Address, { text: "像这样写。" }, "k");
  fake.say("U0MIA", "C0HELP", "谢谢", { thread: second });
  await fake.delivered();
  const heard = host.events.map((event) => event.type === "message" && [event.message, event.overheard]);
  expect(heard.slice(0, 3).toSorted()).toEqual(
    [
      [first, true],
      [second, true],
      [called, undefined],
    ].toSorted(),
  );
  expect(host.events.slice(3)).toMatchObject([{ text: "谢谢", at: `slack:T01/C0HELP/${second}` }]);
  expect(host.events[3]).not.toHaveProperty("overheard");
});

test("not heard: itself, other bots, joins, other workspaces, what is said between people", async () => {
  const { fake, host, slack } = await serve();
  await slack.send(DESK, { text: "hello" }, "k");
  fake.workspace.user("U0CI", { name: "ci", is_bot: true });
  fake.say("U0CI", "D0MIA", "build failed");
  fake.say("U0MIA", "C0HELP", "joined", { subtype: "channel_join" });
  fake.say("U0MIA", "C0HELP", "see you");
  const foreign = { type: "message", channel: "D0MIA", user: "U0MIA", text: "hi", ts: "1.000100" };
  await fake.event(foreign, { team_id: "T99", authorizations: [{ team_id: "T99" }] });
  await fake.event({ ...foreign, bot_id: "B1", subtype: "bot_message" });
  await fake.delivered();
  expect(host.events).toEqual([]);
  expect(fake.attempts.every(({ status }) => status === 200)).toBe(true);
});

test("S03 twins are one event", async () => {
  const { fake, host } = await serve();
  const ts = fake.say("U0MIA", "C0HELP", "<@U0BOT> what is a loop?");
  await fake.delivered();
  const reply = {
    type: "message",
    channel: "C0HELP",
    user: "U0MIA",
    text: "so?",
    ts: "1790000000.000100",
    thread_ts: ts,
  };
  await fake.event({ ...reply, subtype: "thread_broadcast" });
  await fake.event(reply);
  expect(host.events.map(({ id }) => id)).toEqual([`T01:C0HELP:${ts}`, "T01:C0HELP:1790000000.000100"]);
});

test("S04 revisions without a difference are nothing; edits and deletions are heard once", async () => {
  const { fake, host, slack } = await serve();
  const sent = await slack.send("slack:T01/D0MIA" as never, { text: "hi" }, "k");
  const ts = fake.say("U0MIA", "D0MIA", "what is a lop?");
  fake.touch("D0MIA", ts, { attachments: [{ title: "a preview" }] });
  fake.touch("D0MIA", ts, { reply_count: 2, thread_ts: ts });
  fake.touch("D0MIA", sent.id, { attachments: [{ title: "a preview" }] });
  await fake.event({
    type: "message",
    subtype: "message_changed",
    channel: "D0MIA",
    ts: "2",
    message: { ts: "1790000001.000100", user: "U0MIA", text: "not seen yet" },
  });
  await fake.delivered();
  expect(host.events).toHaveLength(1);
  fake.edit("D0MIA", ts, "what is a loop?");
  await fake.delivered();
  fake.edit("D0MIA", ts, "what is a lop?");
  await fake.delivered();
  fake.edit("D0MIA", ts, "what is a loop?");
  await fake.delivered();
  fake.remove("D0MIA", ts);
  await fake.delivered();
  expect(host.events.slice(1)).toMatchObject([
    { type: "edited", message: ts, text: "what is a loop?" },
    { type: "edited", message: ts, text: "what is a lop?" },
    { type: "edited", message: ts, text: "what is a loop?" },
    { type: "deleted", message: ts, from: { id: "U0MIA" } },
  ]);
});

test("S04 a deleted message that has replies is deleted once, and its replies are no edits", async () => {
  const { fake, host } = await serve();
  const ts = fake.say("U0MIA", "C0HELP", "<@U0BOT> what is a loop?");
  await fake.delivered();
  const reply = fake.say("U0MIA", "C0HELP", "well?", { thread: ts });
  await fake.delivered();
  const before = fake.workspace.message("C0HELP", ts);
  await fake.event({
    type: "message",
    subtype: "message_changed",
    channel: "C0HELP",
    ts: "3",
    message: { subtype: "tombstone", user: "USLACKBOT", text: "This message was deleted.", ts },
    previous_message: before,
  });
  fake.touch("C0HELP", reply, {});
  await fake.delivered();
  expect(host.events.map(({ type }) => type)).toEqual(["message", "message", "deleted"]);
});

test("S29 equal times in two channels are two places", async () => {
  const { fake, host } = await serve();
  const ts = "1790000000.000100";
  const event = { type: "message", user: "U0MIA", text: "<@U0BOT> hi", ts };
  fake.workspace.channel("C0TWO", ["U0MIA"]);
  await fake.event({ ...event, channel: "C0HELP" });
  await fake.event({ ...event, channel: "C0TWO" });
  await fake.event({ ...event, channel: "C0TWO", text: "more", ts: "1790000001.000100", thread_ts: ts });
  expect(host.events.map(({ at }) => at)).toEqual([
    `slack:T01/C0HELP/${ts}`,
    `slack:T01/C0TWO/${ts}`,
    `slack:T01/C0TWO/${ts}`,
  ]);
  expect(new Set(host.events.map(({ id }) => id)).size).toBe(3);
});

describe("who is staff", () => {
  const line = async (served: Awaited<ReturnType<typeof serve>>, user: string) => {
    const { fake, host, slack } = served;
    const sent = await slack.send(DESK, { text: "card" }, `k${user}`);
    fake.say(user, "C0DESK", "hello", { thread: sent.id });
    await fake.delivered();
    return host.events.find(({ at }) => at === sent.repliesAt)?.from.kind;
  };

  test("members of the desk's channel; never guests, strangers, people of other workspaces", async () => {
    const served = await serve({
      before: ({ workspace }) => {
        workspace.user("U0STR", { is_stranger: true });
        workspace.user("U0FAR", { team_id: "T77" });
        workspace.channel("C0DESK", ["U0BEN", "U0EVE", "U0STR", "U0FAR"]);
      },
    });
    expect(await line(served, "U0BEN")).toBe("staff");
    for (const user of ["U0EVE", "U0STR", "U0FAR", "U0MIA"])
      expect(await line(served, user), user).toBe("student");
  });

  test("with a user group, its members, wherever they write", async () => {
    const served = await serve({
      env: { SLACK_STAFF_GROUP: "S0STAFF" },
      before: ({ workspace }) => workspace.groups.set("S0STAFF", new Set(["U0MIA", "U0EVE"])),
    });
    expect(await line(served, "U0MIA")).toBe("staff");
    expect(await line(served, "U0EVE")).toBe("student");
    expect(await line(served, "U0BEN")).toBe("student");
  });

  test("who was added a moment ago is staff at the desk at once", async () => {
    let now = Date.now();
    const served = await serve({ slack: { now: () => now } });
    expect(await line(served, "U0MIA")).toBe("student");
    served.fake.workspace.channels.get("C0DESK")?.members.add("U0MIA");
    now += 6000;
    const sent = await served.slack.send(DESK, { text: "card" }, "again");
    served.fake.say("U0MIA", "C0DESK", "hello", { thread: sent.id });
    await served.fake.delivered();
    expect(served.host.events.at(-1)?.from.kind).toBe("staff");
  });
});
