import { describe, expect, test } from "vitest";
import type { Address, OutboundMessage } from "#ports/platform.ts";
import { split } from "../../src/engine/split.ts";
import { DESK, serve } from "./serve.ts";

const MIA = "slack:T01/D0MIA" as Address;

describe("messages", () => {
  test("I17 appear where they belong, without previews: directly, at the desk, in the thread of a question", async () => {
    const { fake, slack } = await serve();
    const question = fake.say("U0MIA", "C0HELP", "<@U0BOT> what is a loop?");
    const thread = `slack:T01/C0HELP/${question}` as Address;
    const direct = await slack.send(MIA, { text: "hello" }, "a");
    const card = await slack.send(DESK, { text: "help" }, "b");
    const answer = await slack.send(thread, { text: "A loop repeats." }, "c");
    expect(direct.repliesAt).toBe(MIA);
    expect(card.repliesAt).toBe(`${DESK}/${card.id}`);
    expect(answer.repliesAt).toBe(thread);
    expect(fake.messages("C0HELP", question).map(({ text }) => text)).toEqual([
      "<@U0BOT> what is a loop?",
      "A loop repeats.",
    ]);
    const [posted] = fake.api.of("chat.postMessage");
    expect(posted?.args).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
    expect(fake.called).toEqual([]);
  });

  test("are changed, removed and marked where they stand; what is gone is no fault", async () => {
    const { fake, slack } = await serve();
    const { id } = await slack.send(MIA, { text: "one" }, "a");
    await slack.edit(MIA, id, { text: "two" });
    expect(fake.texts("D0MIA")).toEqual(["two"]);
    const ts = fake.say("U0MIA", "D0MIA", "thanks");
    await slack.mark(MIA, ts, "delivered");
    await slack.mark(MIA, ts, "delivered");
    await slack.mark(MIA, ts, "failed");
    expect(fake.workspace.message("D0MIA", ts)?.reactions.map(({ name }) => name)).toEqual(["warning"]);
    await slack.remove(MIA, id);
    await slack.remove(MIA, id);
    expect(fake.texts("D0MIA")).toEqual(["thanks"]);
    await expect(slack.edit(MIA, id, { text: "three" })).rejects.toMatchObject({ fault: "gone" });
  });

  test("addresses of other platforms are refused, not guessed at", async () => {
    const { slack } = await serve();
    for (const at of ["web:desk", "slack:", "slack:T01", "slack:T01/../x", "slack:T01/C0HELP/1/2"])
      await expect(slack.send(at as Address, { text: "x" }, "k")).rejects.toMatchObject({ fault: "invalid" });
  });
});

test("S29 an address of another workspace is nowhere, not here", async () => {
  const { fake, slack } = await serve();
  await expect(slack.send("slack:T99/C0DESK" as Address, { text: "x" }, "k")).rejects.toMatchObject({
    fault: "gone",
  });
  expect(fake.messages("C0DESK")).toEqual([]);
});

describe("S14 one request for one attempt", () => {
  const endings = [
    { type: "status", status: 500, after: false },
    { type: "status", status: 503, after: true },
    { type: "reset", after: true },
    { type: "hang", after: true },
    { type: "html", status: 429 },
    { type: "error", error: "fatal_error" },
  ] as const;
  test.each(endings)("%o", async (failure) => {
    const { fake, slack } = await serve({ slack: { answerMs: 300 } });
    fake.api.fail("chat.postMessage", failure);
    const fault = failure.type === "html" ? "limited" : "ambiguous";
    await expect(slack.send(MIA, { text: "hello" }, "k")).rejects.toMatchObject({ fault });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(fake.api.of("chat.postMessage")).toHaveLength(1);
  });

  test("nobody listens: surely not sent", async () => {
    const { fake, slack } = await serve();
    await fake.close();
    await expect(slack.send(MIA, { text: "hello" }, "k")).rejects.toMatchObject({ fault: "unavailable" });
  });
});

describe("S11 a message that may have been sent", () => {
  test.each(["hang", "reset"] as const)("taken, then %s; shown late: found by its key", async (type) => {
    const { fake, slack } = await serve({ slack: { answerMs: 300, lookAgainMs: [50, 100, 300] } });
    fake.workspace.historyDelayMs = 400;
    fake.api.fail("chat.postMessage", { type, after: true });
    const since = Date.now();
    await expect(slack.send(DESK, { text: "hello" }, "k1")).rejects.toMatchObject({ fault: "ambiguous" });
    const [there] = fake.messages("C0DESK");
    expect(await slack.find(DESK, "k1", since)).toEqual({ id: there?.ts, repliesAt: `${DESK}/${there?.ts}` });
    expect(await slack.find(DESK, "k2", since)).toBe("absent");
  });

  test("in a thread and in a direct message, also without the metadata, and behind many others", async () => {
    const { fake, slack } = await serve({ slack: { lookAgainMs: [] } });
    const card = await slack.send(DESK, { text: "card" }, "card");
    const sent = await slack.send(card.repliesAt, { text: "in the thread" }, "k1");
    for (const message of fake.messages("C0DESK")) message.metadata = undefined;
    expect(await slack.find(card.repliesAt, "k1", 0)).toEqual(sent);
    const direct = await slack.send(MIA, { text: "directly" }, "k2");
    for (let count = 0; count < 250; count += 1)
      fake.workspace.put(fake.workspace.direct("U0MIA"), { user: "U0MIA", text: "x" });
    expect(await slack.find(MIA, "k2", 0)).toEqual(direct);
  });

  test("a look that fails is no absence", async () => {
    const { fake, slack } = await serve();
    fake.api.fail("conversations.history", { type: "status", status: 500, after: false });
    await expect(slack.find(DESK, "k", 0)).rejects.toMatchObject({ fault: "ambiguous" });
  });
});

describe("S16 what will never be sent", () => {
  test.each([
    ["is_archived", "gone"],
    ["channel_not_found", "gone"],
    ["not_in_channel", "denied"],
    ["messages_tab_disabled", "denied"],
    ["invalid_blocks", "invalid"],
  ])("%s is %s, after one try", async (error, fault) => {
    const { fake, slack } = await serve();
    fake.api.fail("chat.postMessage", { type: "error", error });
    await expect(slack.send(DESK, { text: "x" }, "k")).rejects.toMatchObject({ fault });
    expect(fake.api.of("chat.postMessage")).toHaveLength(1);
  });
});

describe("S17 long texts", () => {
  const hostile = [
    ["2,001 letters", "word ".repeat(401)],
    ["13,298 letters", "a".repeat(13_298)],
    ["40,001 letters in fences", `\`\`\`js\n${"let x = 1;\n".repeat(3637)}\`\`\``],
    ["51 headings", Array.from({ length: 51 }, (_, n) => `# ${n}\n\ntext`).join("\n\n")],
    ["stars", "*".repeat(9000)],
    ["families", "👨‍👩‍👧‍👦".repeat(2000)],
    ["nested lists", Array.from({ length: 40 }, (_, n) => `${"  ".repeat(n)}- item`).join("\n")],
    ["rules", "---\n\n".repeat(500)],
    ["quotes", `${">".repeat(30)} deep`],
    ["pings", "<!channel> <@U0MIA> ".repeat(400)],
  ] as const;
  test.each(hostile)("%s are taken whole", async (_name, text) => {
    const { fake, slack } = await serve({ slack: { paceMs: 0 } });
    const parts = split(text, slack.textLimit);
    for (const [index, part] of parts.entries()) await slack.send(MIA, { text: part }, `k${index}`);
    const letters = (all: string) => all.match(/\p{L}|\p{Emoji_Presentation}|\d/gu)?.join("");
    const shown = fake
      .texts("D0MIA")
      .join("")
      .replace(/&[lg]t;/g, "");
    expect(letters(shown) === letters(text.replace(/```(?:js)?/g, "")), "every letter, in order").toBe(true);
    for (const [index, part] of parts.entries())
      await slack.send(MIA, { text: part, tone: "student", as: "Mia" }, `s${index}`);
    expect(fake.texts("D0MIA")).toHaveLength(parts.length * 2);
    expect(fake.called).toEqual([]);
  });

  test("with ten sources and buttons", async () => {
    const { slack } = await serve();
    const citations = Array.from({ length: 10 }, (_, n) => ({
      number: n + 1,
      title: "T".repeat(80),
      path: ["P".repeat(80)],
      url: `https://help.example.org/${"x".repeat(150)}`,
      updated: "2026-09-14",
    }));
    const message: OutboundMessage = {
      text: "a".repeat(slack.textLimit),
      basis: "course",
      citations,
      buttons: [{ action: "person", label: "Talk to a person", value: "1" }],
    };
    await slack.send(MIA, message, "k");
  });
});

describe("S21 a destination that is gone", () => {
  test("the parent is deleted: said, and nothing lands in the channel", async () => {
    const { fake, slack } = await serve();
    const gone = `${DESK}/1790000000.000100` as Address;
    await expect(slack.send(gone, { text: "secret" }, "k")).rejects.toMatchObject({ fault: "gone" });
    fake.orphansToRoot();
    await expect(slack.send(gone, { text: "secret" }, "k")).rejects.toMatchObject({ fault: "gone" });
    expect(fake.messages("C0DESK")).toEqual([]);
  });
});

test("S28 what the bot relays on both sides in one workspace comes back as nothing", async () => {
  const { fake, host, slack } = await serve();
  const card = await slack.send(DESK, { text: "card" }, "card");
  await slack.send(card.repliesAt, { text: "my words", as: "Mia", tone: "student" }, "k1");
  const { id } = await slack.send(MIA, { text: "their words", as: "Ben" }, "k2");
  await slack.edit(MIA, id, { text: "other words", as: "Ben" });
  await slack.remove(MIA, id);
  await fake.delivered();
  expect(host.events).toEqual([]);
});

test("S30 names and words that look like calls and templates stay as they are", async () => {
  const { fake, host, slack } = await serve({
    before: ({ workspace }) => workspace.user("U0MIA", { name: "Dean (Agent)<!channel>\u202Egnp" }),
  });
  fake.say("U0MIA", "D0MIA", "{bot.token} {{constructor}} {a.__globals__}");
  await fake.delivered();
  const [event] = host.events;
  expect(event).toMatchObject({
    from: { name: "Dean (Agent)<!channel>gnp" },
    text: "{bot.token} {{constructor}} {a.__globals__}",
  });
  const as = event?.from.name ?? "";
  const words = "<!here> <@U0BEN> @everyone <!subteam^S1> {bot.token}";
  const card = {
    ticket: 1,
    state: "human",
    staff: as,
    title: as,
    facts: [{ label: as, value: words }],
  } as const;
  const citations = [
    { number: 1, title: words, path: [words], url: "https://x.example/?a=<!channel>|b", updated: words },
  ];
  await slack.send(
    DESK,
    { text: words, card, buttons: [{ action: "claim", label: as, value: "<!channel>" }] },
    "a",
  );
  await slack.send(
    MIA,
    {
      text: `Hi ${words}\n\nand \`<!channel>\` [<@U0BEN>](https://x.example) <\\!channel> &lt;!channel&gt;`,
      as,
      citations,
    },
    "b",
  );
  await slack.send(MIA, { text: words, as, tone: "student" }, "c");
  expect(fake.called).toEqual([]);
});
