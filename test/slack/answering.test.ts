import { describe, expect, onTestFinished, test } from "vitest";
import type { Address, OutboundMessage } from "#ports/platform.ts";
import { FakeSlack } from "../fakes/slack.ts";
import { DESK, serve } from "./serve.ts";

const MIA = "slack:T01/D0MIA" as Address;

describe.each(["http", "socket"] as const)("over %s", (mode) => {
  test("a choice comes back with what it is about and what was chosen", async () => {
    const { fake, host, slack } = await serve({ mode });
    const options = [
      { label: "Ana", value: "U0ANA" },
      { label: `${"A very long name ".repeat(8)}`, value: "U0LONG" },
    ];
    const choices = [{ action: "transfer", label: "Who?", value: "12", options }] as const;
    const { id } = await slack.send(DESK, { text: "To whom?", choices }, "k");
    await fake.choose("U0BEN", "C0DESK", id, "transfer", "U0LONG");
    expect(host.events).toMatchObject([
      { at: DESK, type: "action", action: "transfer", value: "12", on: id, fields: { choice: "U0LONG" } },
    ]);
  });

  test("a button with a form opens it; what is filled in comes as the button's action, once", async () => {
    const { fake, host, slack } = await serve({ mode });
    const message = withForm("Reply to Mia, who has a question about loops");
    const { id } = await slack.send(DESK, message, "k");
    host.keepSilently(DESK, { id, time: 0, from: "bot", message });
    await fake.press("U0BEN", "C0DESK", id, "reply");
    expect(host.events).toEqual([]);
    const [opened] = fake.workspace.views;
    expect(JSON.stringify(opened?.view["title"])).toContain("Reply to Mia");
    await fake.submit("U0BEN", { text: "Look at line 3.\n<!channel>" });
    await fake.submit("U0BEN", { text: "Look at line 3.\n<!channel>" });
    expect(host.events).toEqual([
      {
        id: "T01:V1",
        at: DESK,
        from: expect.objectContaining({ id: "U0BEN", kind: "staff" }),
        time: expect.any(Number),
        type: "action",
        action: "reply",
        value: "12",
        on: id,
        fields: { text: "Look at line 3.\n<!channel>", why: "" },
      },
    ]);
    // Another button on the same message has none.
    await fake.press("U0BEN", "C0DESK", id, "claim");
    expect(host.events).toMatchObject([{}, { action: "claim" }]);
  });

  test("S10 a form that comes too late: whoever pressed is asked to press again, and nothing happens", async () => {
    const { fake, host, slack } = await serve({ mode, triggerMs: -1 });
    const message = withForm("Reply");
    const { id } = await slack.send(DESK, message, "k");
    host.keepSilently(DESK, { id, time: 0, from: "bot", message });
    await fake.press("U0BEN", "C0DESK", id, "reply");
    expect(fake.workspace.views).toEqual([]);
    expect(fake.api.responses).toMatchObject([
      {
        body: { response_type: "ephemeral", replace_original: false, text: expect.stringContaining("again") },
      },
    ]);
    expect(host.events).toEqual([]);
  });
});

test("S33 the word about a late form goes to Slack's own host alone", async () => {
  const { fake, host, slack } = await serve({ triggerMs: -1 });
  const elsewhere = await FakeSlack.start();
  onTestFinished(() => elsewhere.close());
  const message = withForm("Reply");
  const { id } = await slack.send(DESK, message, "k");
  host.keepSilently(DESK, { id, time: 0, from: "bot", message });
  await fake.delivered();
  for (const response_url of [
    `${elsewhere.origin}hooks/x`,
    `${fake.origin}@${elsewhere.origin}`,
    "no address",
  ])
    await fake.press("U0BEN", "C0DESK", id, "reply", { response_url });
  expect(fake.attempts.slice(-3).map(({ status }) => status)).toEqual([500, 500, 500]);
  expect([...fake.api.responses, ...elsewhere.api.responses]).toEqual([]);
});

describe("only for one person", () => {
  test("in a channel nobody else sees it, and what is pressed on it belongs where it was said", async () => {
    const { fake, host, slack } = await serve();
    const question = fake.say("U0MIA", "C0HELP", "<@U0BOT> what is a loop?");
    await fake.delivered();
    const thread = `slack:T01/C0HELP/${question}` as Address;
    const share = [{ action: "helpful", label: "👍", value: "1" }] as const;
    const first = await slack.send(thread, { text: "A loop repeats.", only: "U0MIA", buttons: share }, "a");
    expect(first.repliesAt).toBe(thread);
    // In a thread that has no replies yet, Slack would show it to nobody.
    expect(fake.workspace.whispers).toMatchObject([
      { channel: "C0HELP", user: "U0MIA", text: "A loop repeats." },
    ]);
    expect(fake.workspace.whispers[0]).not.toHaveProperty("thread");
    await fake.pressWhispered(first.id, "helpful");
    expect(host.events.at(-1)).toMatchObject({ at: thread, action: "helpful", on: first.id });
    await slack.send(thread, { text: "For all." }, "b");
    const second = await slack.send(thread, { text: "And more.", only: "U0MIA", buttons: share }, "c");
    expect(fake.workspace.whispers[1]).toMatchObject({ thread: question });
    await fake.pressWhispered(second.id, "helpful");
    expect(host.events.at(-1)).toMatchObject({ at: thread, on: second.id });
    expect(fake.texts("C0HELP", question)).toEqual(["<@U0BOT> what is a loop?", "For all."]);
  });

  test("who is not in the channel, and what has files, gets it directly; directly it is a message like others", async () => {
    const { fake, host, slack } = await serve();
    const kept = await host.keepFile({ name: "a.txt", type: "text/plain", bytes: Buffer.from("x") });
    const sent = await slack.send(DESK, { text: "psst", only: "U0MIA" }, "a");
    expect(sent.repliesAt).toBe(MIA);
    await slack.send(DESK, { text: "with a file", only: "U0MIA", files: [kept] }, "b");
    await slack.send(MIA, { text: "plain", only: "U0MIA" }, "c");
    expect(fake.texts("D0MIA").filter((text) => text !== "")).toEqual(["psst", "with a file", "plain"]);
    expect(fake.messages("C0DESK")).toEqual([]);
  });

  test("one that may have been shown is not shown again: nobody can look for it", async () => {
    const { fake, slack } = await serve({ slack: { answerMs: 300 } });
    fake.api.fail("chat.postEphemeral", { type: "reset", after: true });
    const at = "slack:T01/C0HELP" as Address;
    await expect(slack.send(at, { text: "x", only: "U0MIA" }, "k")).rejects.toMatchObject({
      fault: "ambiguous",
    });
    expect(await slack.find(at, "k", 0)).toBe("unknowable");
    // What failed before it could be shown is no such message.
    fake.api.fail("conversations.replies", { type: "status", status: 500, after: false });
    const thread = `slack:T01/C0HELP/${fake.say("U0MIA", "C0HELP", "?")}` as Address;
    await expect(slack.send(thread, { text: "x", only: "U0MIA" }, "l")).rejects.toThrow();
    expect(await slack.find(thread, "l", 0)).toBe("absent");
  });
});

describe("reactions", () => {
  test("the bot reacts and takes it back, by Slack's names; what has none is left out", async () => {
    const { fake, slack } = await serve();
    const ts = fake.say("U0MIA", "D0MIA", "thanks");
    const names = () => fake.workspace.message("D0MIA", ts)?.reactions.map(({ name }) => name);
    await slack.react(MIA, ts, { emoji: "❤️", added: true });
    await slack.react(MIA, ts, { emoji: "👍🏽", added: true });
    await slack.react(MIA, ts, { emoji: "👍", added: true });
    await slack.react(MIA, ts, { emoji: ":party-parrot:", added: true });
    await slack.react(MIA, ts, { emoji: "🪿", added: true });
    expect(names()).toEqual(["heart", "+1", "party-parrot"]);
    await slack.react(MIA, ts, { emoji: "❤", added: false });
    await slack.react(MIA, ts, { emoji: "❤", added: false });
    expect(names()).toEqual(["+1", "party-parrot"]);
  });

  test("are heard on the bot's messages, in direct messages, and where they call it", async () => {
    const { fake, host, slack } = await serve();
    const card = await slack.send(DESK, { text: "card" }, "card");
    const line = await slack.send(card.repliesAt, { text: "a line" }, "line");
    const chat = fake.say("U0MIA", "C0HELP", "my video stops");
    await fake.delivered();
    fake.react("U0BEN", "C0DESK", line.id, "+1");
    fake.react("U0BEN", "C0DESK", line.id, "+1", "reaction_removed");
    fake.react("U0BEN", "C0DESK", card.id, "eyes");
    fake.react("U0BEN", "C0HELP", chat, "joy");
    fake.react("U0BOT", "C0DESK", line.id, "white_check_mark");
    await fake.delivered();
    fake.react("U0BEN", "C0HELP", chat, "ticket");
    await fake.delivered();
    const from = { id: "U0BEN", kind: "staff" };
    expect(host.events.slice(0, 3)).toMatchObject([
      { at: card.repliesAt, from, type: "reaction", message: line.id, emoji: "👍", added: true },
      { at: card.repliesAt, type: "reaction", message: line.id, emoji: "👍", added: false },
      { at: DESK, type: "reaction", message: card.id, emoji: "👀", added: true },
    ]);
    expect(host.events.slice(3)).toMatchObject([
      {
        at: `slack:T01/C0HELP/${chat}`,
        emoji: "🎫",
        about: { message: chat, text: "my video stops", from: { id: "U0MIA", name: "Mia" } },
      },
    ]);
  });

  test("after a restart the place of an older message is asked for", async () => {
    const served = await serve();
    const card = await served.slack.send(DESK, { text: "card" }, "card");
    const line = await served.slack.send(card.repliesAt, { text: "a line" }, "line");
    await served.fake.delivered();
    await served.host.stop();
    const { fake, host } = await served.again();
    fake.react("U0BEN", "C0DESK", line.id, "+1");
    await fake.delivered();
    expect(host.events).toMatchObject([{ at: card.repliesAt, message: line.id }]);
  });
});

describe("that the bot is at work", () => {
  test("shows in threads as Slack's status, not too often", async () => {
    const { fake, slack } = await serve();
    const thread = `slack:T01/C0HELP/${fake.say("U0MIA", "C0HELP", "?")}` as Address;
    await slack.signal(thread, { type: "typing" });
    await slack.signal(thread, { type: "typing" });
    expect(fake.api.of("assistant.threads.setStatus")).toHaveLength(1);
    await slack.send(thread, { text: "one" }, "k");
    await slack.signal(thread, { type: "typing" });
    expect(fake.api.of("assistant.threads.setStatus")).toHaveLength(2);
  });

  test("shows in a direct message as a reaction on what was asked, until it is answered", async () => {
    const { fake, slack } = await serve();
    const ts = fake.say("U0MIA", "D0MIA", "what is a loop?");
    await fake.delivered();
    const names = () => fake.workspace.message("D0MIA", ts)?.reactions.map(({ name }) => name);
    await slack.signal(MIA, { type: "typing" });
    await slack.signal(MIA, { type: "typing" });
    expect(names()).toEqual(["eyes"]);
    await slack.send(MIA, { text: "A loop repeats." }, "k");
    await expect.poll(names).toEqual([]);
  });
});

describe("who can't be reached any more", () => {
  test("an account that ended, and a channel that was left: told where the person wrote last", async () => {
    const { fake, host } = await serve();
    fake.say("U0MIA", "D0MIA", "hello");
    await fake.delivered();
    fake.leave("U0MIA", "C0HELP");
    await fake.delivered();
    expect(host.events).toHaveLength(1);
    const ts = fake.say("U0BEN", "C0HELP", "<@U0BOT> hello");
    await fake.delivered();
    fake.leave("U0BEN", "C0HELP");
    await fake.delivered();
    await fake.deactivate("U0MIA");
    expect(host.events.slice(2)).toMatchObject([
      { type: "left", at: `slack:T01/C0HELP/${ts}`, from: { id: "U0BEN" } },
      { type: "left", at: MIA, from: { id: "U0MIA" } },
    ]);
  });

  test("who leaves the desk's channel is staff no more, at once", async () => {
    const { fake, host, slack } = await serve();
    const card = await slack.send(DESK, { text: "card" }, "card");
    fake.say("U0BEN", "C0DESK", "mine", { thread: card.id });
    await fake.delivered();
    fake.leave("U0BEN", "C0DESK");
    await fake.delivered();
    fake.say("U0BEN", "C0DESK", "still me", { thread: card.id });
    await fake.delivered();
    const lines = host.events.filter(({ type }) => type === "message");
    expect(lines.map(({ from }) => from.kind)).toEqual(["staff", "student"]);
  });
});

test("S21 a channel with another name is the same; in an archived one nothing is said, and that is told", async () => {
  const { fake, slack } = await serve();
  const desk = fake.workspace.channels.get("C0DESK");
  await fake.event({ type: "channel_rename", channel: { id: "C0DESK", name: "new" } });
  await slack.send(DESK, { text: "one" }, "a");
  if (desk) desk.archived = true;
  await fake.event({ type: "channel_archive", channel: "C0DESK", user: "U0BEN" });
  await expect(slack.send(DESK, { text: "two" }, "b")).rejects.toMatchObject({ fault: "gone" });
  expect(fake.texts("C0DESK")).toEqual(["one"]);
  expect(fake.attempts.every(({ status }) => status === 200)).toBe(true);
});

function withForm(title: string): OutboundMessage {
  const fields = [
    { name: "text", label: "Your words", lines: "many" },
    { name: "why", label: "Why?", optional: true, value: "because", longest: 10 },
  ] as const;
  return {
    text: "What now?",
    buttons: [
      { action: "reply", label: "Reply", value: "12", form: { title, submit: "Send", fields } },
      { action: "claim", label: "Claim", value: "12" },
    ],
  };
}
