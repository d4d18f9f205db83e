import { expect, test } from "vitest";
import type { Answerer } from "../../src/answering/question.ts";
import { list, object } from "../fakes/teams/rules.ts";
import { CLASS_CHANNEL, DESK_CHANNEL, dan, mei, mia, TENANT, wordsOf } from "../fakes/teams/teams.ts";
import { scriptedAnswerer } from "../harness.ts";
import { createStage, type Stage } from "./stage.ts";

const source = {
  number: 1,
  title: "Loops",
  path: ["While"],
  url: "https://help.example.org/articles/loops#while",
  updated: "2026-09-14",
};
const course: Answerer = {
  async *answer(question) {
    for await (const part of scriptedAnswerer.answer(question))
      yield "answer" in part && part.answer.found
        ? { answer: { ...part.answer, citations: [source] } }
        : part;
  },
};

const chat = ({ fake }: Stage) => fake.messages(fake.chat(mia)).map(wordsOf);
const newest = ({ fake }: Stage, conversation: string) => {
  const message = fake.messages(conversation).at(-1);
  if (!message) throw new Error("nothing was said");
  return message;
};

/** Mia has asked for a person, and Mei has the case. */
async function claimed() {
  const stage = await createStage(course);
  const { fake } = stage;
  await fake.say(mia, "I need to speak with a person");
  await stage.idle();
  const [thread = ""] = fake.threads(DESK_CHANNEL);
  const [card] = fake.messages(thread);
  if (!card) throw new Error("no card");
  await fake.press(mei, thread, card, "Claim");
  await stage.idle();
  const root = thread.split("messageid=")[1] ?? "";
  const staff = (text: string, person = mei, attachments: readonly object[] = []) =>
    fake.post(person, DESK_CHANNEL, text, { root, attachments });
  return { ...stage, stage, thread, card, staff };
}

test("a question in a chat is answered with its sources, labels and thumbs", async () => {
  const stage = await createStage(course);
  const { fake } = stage;
  const said = await fake.say(mia, "What is a loop?");
  await stage.idle();
  const { activity, id } = newest(stage, said.conversation);
  expect(activity["text"]).toBe(
    "A loop repeats a block of code. [1]\n\nI'm a bot; if you'd rather have a person, just say so.\n\n*From the course material*",
  );
  expect(activity["entities"]).toMatchObject([
    {
      additionalType: ["AIGeneratedContent"],
      citation: [{ position: 1, appearance: { name: "Loops", url: source.url } }],
    },
  ]);
  expect(activity["channelData"]).toEqual({ feedbackLoop: { type: "default" } });
  const simpler = newest(stage, said.conversation);
  await fake.press(mia, said.conversation, simpler, "Simpler, please");
  await stage.idle();
  expect(wordsOf(newest(stage, said.conversation))).toContain("A loop does a thing again and again. [1]");
  expect(newest(stage, said.conversation).id).not.toBe(id);
});

test("a call in a channel is answered in its thread, and what follows there without another call", async () => {
  const stage = await createStage(course);
  const { fake } = stage;
  const asked = await fake.post(mia, CLASS_CHANNEL, "what is a loop?", { mention: true });
  await stage.idle();
  const thread = `${CLASS_CHANNEL};messageid=${asked.id}`;
  expect(wordsOf(newest(stage, thread))).toContain("A loop repeats a block of code. [1]");
  await fake.post(mia, CLASS_CHANNEL, "simpler please", { root: asked.id });
  await stage.idle();
  expect(wordsOf(newest(stage, thread))).toContain("A loop does a thing again and again. [1]");
  expect(fake.messages(CLASS_CHANNEL)).toEqual([]);
});

test("staff's words keep their form on the way to the student", async () => {
  const { stage, fake, staff } = await claimed();
  const content = "<p>Try <b>this</b>:</p><pre><code>for x in y:<br>  print(x)</code></pre>";
  await staff("Try this:\nfor x in y:\n  print(x)", mei, [{ contentType: "text/html", content }]);
  await stage.idle();
  const [card] = list(newest(stage, fake.chat(mia)).activity["attachments"]);
  expect(list(object(card?.["content"])["body"])).toMatchObject([
    { inlines: [{ text: "Mei" }] },
    { inlines: [{ text: "Try " }, { text: "this", weight: "Bolder" }, { text: ":" }] },
    { type: "CodeBlock", codeSnippet: "for x in y:\n  print(x)" },
  ]);
});

test("a person is asked for, takes the case, talks both ways, and hands it back", async () => {
  const { stage, fake, thread, card, staff } = await claimed();
  expect(wordsOf(card)).toContain("#1 · Mia");
  const shown = fake.messages(thread).map(wordsOf);
  expect(shown[0]).toContain("with Mei");
  expect(shown.at(-1)).toContain("Mei has taken this case.");
  expect(chat(stage).at(-1)).toContain("Mei has taken your ticket #1");

  await staff("// she means the while loop");
  await staff("Hello Mia, show me `the loop`.");
  await staff("I would not answer that", dan);
  await stage.idle();
  expect(chat(stage).at(-1)).toBe("**Mei**\n\nHello Mia, show me `the loop`.");
  expect(chat(stage).join()).not.toMatch(/while loop|would not/);

  await fake.say(mia, "while <b>true</b>:\n  pass");
  await stage.idle();
  expect(newest(stage, thread).activity).toMatchObject({
    text: "Mia:\nwhile <b>true</b>:\n  pass",
    textFormat: "plain",
  });

  const [now] = fake.messages(thread);
  if (!now) throw new Error("no card");
  await fake.press(mei, thread, now, "Hand back to the bot");
  await stage.idle();
  expect(chat(stage).at(-1)).toContain("handed ticket #1 back to me");
  await staff("Too late");
  await fake.say(mia, "What is a loop?");
  await stage.idle();
  expect(chat(stage).at(-1)).toContain("A loop repeats");
  expect(chat(stage).join()).not.toContain("Too late");
});

test("edits and deletions reach the other side's copy", async () => {
  const { stage, fake, thread, staff } = await claimed();
  const line = await staff("Try a brake.");
  await stage.idle();
  const copies = () =>
    fake.messages(fake.chat(mia)).filter(({ activity }) => String(activity["text"]).includes("**Mei**"));
  const [before] = copies();
  await fake.change(mei, thread, line.id, "Try a break.");
  await stage.idle();
  expect(copies()).toMatchObject([{ id: before?.id, activity: { text: "**Mei**\n\nTry a break." } }]);
  await fake.erase(mei, thread, line.id);
  await stage.idle();
  expect(copies()).toEqual([]);

  const asked = await fake.say(mia, "like tis?");
  await stage.idle();
  await fake.change(mia, asked.conversation, asked.id, "like this?");
  await stage.idle();
  expect(newest(stage, thread).activity["text"]).toBe("Mia:\nlike this?");
  await fake.erase(mia, asked.conversation, asked.id);
  await stage.idle();
  expect(fake.messages(thread).map(wordsOf).join()).not.toContain("like this?");
});

test("two who claim at once: one has it, a student who presses has nothing", async () => {
  const stage = await createStage(course);
  const { fake } = stage;
  await fake.say(mia, "I need to speak with a person");
  await stage.idle();
  const [thread = ""] = fake.threads(DESK_CHANNEL);
  const [card] = fake.messages(thread);
  if (!card) throw new Error("no card");
  await fake.press(mia, thread, card, "Claim");
  await Promise.all([mei, dan].map((person) => fake.press(person, thread, card, "Claim")));
  await stage.idle();
  const words = fake.messages(thread).map(wordsOf);
  expect(words.filter((text) => text.includes("has taken this case"))).toHaveLength(1);
  // Told to the one whom it concerns, in their own chat: a channel has no words for one person.
  const told = [mei, dan].flatMap((person) => fake.messages(fake.chat(person)).map(wordsOf));
  expect([...told, ...words].filter((text) => text.includes("already has this case"))).toHaveLength(1);
});

test("S13 a line that Teams does not confirm is not sent again, also not after a restart, and its author is told", async () => {
  const { stage, fake, thread, staff } = await claimed();
  const conversation = fake.chat(mia);
  fake.fault = (call) =>
    call.method === "POST" && call.conversation === conversation ? { taken: 502 } : undefined;
  await staff("Only once, please.");
  await stage.idle();
  fake.fault = () => undefined;
  stage.clock.time += 120_000;
  await stage.idle();
  await stage.restart();
  await stage.idle();
  expect(chat(stage).filter((text) => text.includes("Only once"))).toHaveLength(1);
  expect(wordsOf(newest(stage, thread))).toContain("Not confirmed");
  await staff("And this?");
  await stage.idle();
  expect(chat(stage).at(-1)).toContain("And this?");
});

test("S13 a line that Teams does not confirm is offered to the student, its author is told, and a press shows it once", async () => {
  const { stage, fake, thread, staff } = await claimed();
  const conversation = fake.chat(mia);
  let isFirst = true;
  fake.fault = (call) => {
    const isHit = isFirst && call.method === "POST" && call.conversation === conversation;
    if (isHit) isFirst = false;
    // Refused with words that say nothing about whether it arrived: here it did not.
    return isHit ? { status: 503, code: "ServiceUnavailable" } : undefined;
  };
  const line = await staff("Only once, please.");
  await stage.idle();
  const card = newest(stage, conversation);
  expect(wordsOf(card)).toContain("Teams did not confirm my last message.");
  expect(fake.messages(thread).map(wordsOf).join()).toContain("Not confirmed");
  expect(fake.reactions.get(line.id)).toEqual(["26a0_warningsign"]);
  await stage.restart();
  for (let press = 0; press < 2; press++)
    expect((await fake.press(mia, conversation, card, "Show it · 显示")).status).toBe(200);
  expect(chat(stage).filter((text) => text.includes("Only once"))).toHaveLength(1);
  expect(newest(stage, conversation)).toMatchObject({ id: card.id });
  // It is the line's copy from now on: what its author changes reaches it.
  await fake.change(mei, thread, line.id, "Once, please.");
  await stage.idle();
  expect(wordsOf(newest(stage, conversation))).toContain("Once, please.");
});

test("S13 a desk card that Teams does not confirm can be asked for by staff, and the case lives in its thread", async () => {
  const stage = await createStage(course);
  const { fake } = stage;
  fake.fault = ({ method, path }) =>
    method === "POST" && path.endsWith("/v3/conversations") && fake.threads(DESK_CHANNEL).length === 0
      ? { taken: 504 }
      : undefined;
  await fake.say(mia, "I need to speak with a person");
  await stage.idle();
  fake.fault = () => undefined;
  const [, thread = ""] = fake.threads(DESK_CHANNEL);
  const [small] = fake.messages(thread);
  if (!small) throw new Error("nothing is offered");
  await fake.press(mei, thread, small, "Show it · 显示");
  const [card] = fake.messages(thread);
  if (!card) throw new Error("no card");
  expect(wordsOf(card)).toContain("#1 · Mia");
  await fake.press(mei, thread, card, "Claim");
  await stage.idle();
  await fake.post(mei, DESK_CHANNEL, "Hello Mia", { root: thread.split("messageid=")[1] ?? "" });
  await stage.idle();
  expect(chat(stage).at(-1)).toContain("Hello Mia");
});

test.each([503, "reset"] as const)(
  "S13 what is said in danger is said at once though Teams does not confirm it (%s), and stands there once more at most",
  async (how) => {
    const stage = await createStage(course);
    const { fake } = stage;
    const conversation = fake.chat(mia);
    let left = 1;
    fake.fault = (call) =>
      call.method === "POST" &&
      call.conversation === conversation &&
      call.body["type"] === "message" &&
      left-- > 0
        ? { taken: how }
        : undefined;
    await fake.say(mia, "I want to kill myself tonight");
    await stage.idle();
    const said = fake.messages(conversation).filter(({ from }) => from !== mia.id);
    const [first] = said;
    const words = first ? wordsOf(first) : "";
    expect(words).not.toBe("");
    // The copy that was not confirmed, and the card that became the same words.
    expect(said.filter((one) => wordsOf(one) === words)).toHaveLength(2);
    expect(chat(stage).join()).not.toContain("did not confirm");
  },
);

test("S18 a model that dies in the middle of an answer leaves one message, and it is whole", async () => {
  const stage = await createStage({
    async *answer() {
      for (const draft of ["A", "A lo", "A loop", "A loop rep", "A loop repeats a bl"]) {
        yield { draft };
        stage.clock.time += 2000;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      yield {
        answer: {
          text: "I don't know this one.",
          citations: [],
          found: false,
          sure: 0.1,
          escalate: false,
          by: "quote",
        },
      };
    },
  });
  const { fake } = stage;
  await fake.say(mia, "What is a loop?");
  await stage.idle();
  const said = fake.messages(fake.chat(mia)).filter(({ from }) => from !== mia.id);
  expect(said).toHaveLength(1);
  expect(said.map(wordsOf).join()).toContain("I don't know this one");
  expect(fake.calls.filter(({ method }) => method === "PUT").length).toBeGreaterThan(1);
});

test("S16 and S21 a chat that the bot may no longer write to: staff are told once, in the case's thread", async () => {
  const { stage, fake, thread, staff } = await claimed();
  const conversation = fake.chat(mia);
  fake.fault = (call) =>
    call.conversation === conversation ? { status: 403, code: "BotNotInConversationRoster" } : undefined;
  await staff("Are you there?");
  await stage.idle();
  const told = fake
    .messages(thread)
    .map(wordsOf)
    .filter((text) => text.includes("Not delivered"));
  expect(told).toHaveLength(1);
  fake.fault = () => undefined;
  await staff("Now?");
  await stage.idle();
  expect(chat(stage).at(-1)).toContain("Now?");
});

test("S19 two edits and a deletion while the line is on its way: what is last holds", async () => {
  const { stage, fake, thread, staff } = await claimed();
  const conversation = fake.chat(mia);
  const slow = Promise.withResolvers<void>();
  fake.before = (call) =>
    call.method === "POST" && call.conversation === conversation ? slow.promise : undefined;
  const [kept, gone] = [await staff("one"), await staff("two")];
  stage.clock.time += 5000;
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const text of ["one, better", "one, best"]) await fake.change(mei, thread, kept.id, text);
  await fake.erase(mei, thread, gone.id);
  slow.resolve();
  await stage.idle();
  const lines = chat(stage).filter((text) => text.includes("**Mei**"));
  expect(lines).toEqual(["**Mei**\n\none, best"]);
});

test("S21 a thread that somebody deleted: the case goes on in another, never in the channel", async () => {
  const { stage, fake, thread } = await claimed();
  fake.conversations.delete(thread);
  await fake.say(mia, "Are you there?");
  await stage.idle();
  const [next = "", ...others] = fake.threads(DESK_CHANNEL);
  expect(others).toEqual([]);
  expect(fake.messages(next).map(wordsOf).join()).toContain("Are you there?");
  expect(fake.messages(DESK_CHANNEL)).toEqual([]);
});

test("S03 and S28 one line in a thread makes one relay, however often it comes", async () => {
  const { stage, fake, staff } = await claimed();
  const line = await staff("Hello Mia");
  const again = fake.calls.length;
  const [thread = ""] = fake.threads(DESK_CHANNEL);
  const written = fake.messages(thread).find(({ id }) => id === line.id);
  for (let copy = 0; copy < 3; copy++) await fake.deliver(fake.wrap(written?.activity ?? {}));
  // What we relayed comes back to us as the message of a bot.
  const copyOf = fake.messages(fake.chat(mia)).at(-1);
  await stage.idle();
  const relayed = fake.messages(fake.chat(mia)).at(-1);
  await fake.deliver(
    fake.wrap({
      ...relayed?.activity,
      id: relayed?.id,
      from: { id: `28:${fake.config.appId}` },
      conversation: { id: fake.chat(mia), conversationType: "personal", tenantId: TENANT },
    }),
  );
  await stage.idle();
  expect(copyOf).toBeDefined();
  expect(fake.calls.length).toBeGreaterThan(again);
  expect(chat(stage).filter((text) => text.includes("Hello Mia"))).toHaveLength(1);
});

test("nothing of what people said or of the secret is in the log", async () => {
  const { stage, fake, staff } = await claimed();
  fake.fault = () => ({ status: 500, code: "canary" });
  await staff("a very private line");
  await stage.idle();
  const log = JSON.stringify(stage.logged);
  expect(log).not.toMatch(/private line|canary|speak with a person/);
  expect(log).not.toContain(fake.config.password);
});
