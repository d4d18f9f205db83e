import { describe, expect, test } from "vitest";
import type { Action } from "#ports/controls.ts";
import type { Address } from "#ports/platform.ts";
import type { Answer } from "../../src/answering/question.ts";
import {
  type Conversation,
  newTicket,
  type Person,
  type State,
  type Turn,
} from "../../src/conversation/conversation.ts";
import { botMayAnswer, step } from "../../src/conversation/handoff.ts";
import type { Brings, Input, InputOf, Undelivered } from "../../src/conversation/input.ts";
import { plainReading, type Reading } from "../../src/understanding/reading.ts";
import {
  anna,
  bo,
  contextAt,
  conversationIn,
  hour,
  lee,
  mia,
  minute,
  noon,
  states,
  turnOf,
  written,
  writtenSay,
} from "./states.ts";

type Name =
  | `asked for ${Reading["wants"]}`
  | `asked, ${"missed" | "topic" | "no answer"}`
  | "asked without words"
  | "failed"
  | `${"Anna" | "Bo"} wrote`
  | `Anna wrote ${"a note" | "nothing"}`
  | `student edited${"" | ", answered again"}`
  | `${"Anna" | "Bo"} edited a line`
  | `Anna edited ${"a line to a note" | "a line to nothing" | "a kept line" | "a note to a reply"}`
  | `student deleted${"" | " what was answered"}`
  | "Anna deleted"
  | `${"student" | "Anna" | "Bo"} pressed ${Action}`
  | `Lee pressed ${"person" | "solved" | "reopen" | "stars"}`
  | `student reacted to a ${"line" | "note"}`
  | `${"Anna" | "Bo"} reacted`
  | "asked in danger"
  | "asked, rephrased"
  | "asked, would rather have a person"
  | "asked in anger, again"
  | "Anna promised"
  | "Anna edited a held line to a note"
  | "Anna edited a lost line"
  | "student deleted what the desk was told"
  | "left"
  | "moved"
  | "undelivered thread"
  | `woke${"" | " early"}`
  | `undelivered ${Turn["by"]} line`
  | "undelivered card";

const found: Answer = { text: "It is.", citations: [], found: true, sure: 1, escalate: false, by: "quote" };

function asked(wants: Reading["wants"], answer?: Answer, text = "words"): InputOf<"asked"> {
  return { type: "asked", turn: 1, text, files: [], reading: plainReading("en", wants), answer };
}
const wrote = (staff: Person, text: string): InputOf<"wrote"> => ({
  type: "wrote",
  turn: 1,
  text,
  files: [],
  staff,
});
const edited = (turn: Turn, text = "new words"): InputOf<"edited"> => ({
  type: "edited",
  turn,
  text,
  again: undefined,
});
const deleted = (turn: Turn, answeredBy?: number, told: readonly Turn[] = []): Input => {
  const accounts = told.length > 0 ? [{ last: 3, turns: told }] : [];
  return { type: "deleted", turn, answeredBy, accounts };
};
const undelivered = (what: Turn | "card" | "thread"): Input => ({
  type: "undelivered",
  what,
  fault: "denied",
});

/** With all that an action may bring. */
const brings: Brings = {
  choice: "high",
  words: { turn: 9, text: "words", files: [], isShown: false },
  colleague: bo,
  until: noon + 5 * hour,
  draft: { number: 5, text: "a draft" },
  suggestion: "a suggestion",
  stars: { closing: 0, count: 5, isNew: true },
};

function pressed(who: "student" | "Lee" | "Anna" | "Bo", action: Action): Input {
  const person = { student: mia, Lee: lee, Anna: anna, Bo: bo }[who];
  const by = who === "student" || who === "Lee" ? "student" : "staff";
  return { type: "pressed", action, by, person, on: 2, brings };
}

function reacted(who: "student" | "Anna" | "Bo", turn: Turn): Input {
  const person = { student: mia, Anna: anna, Bo: bo }[who];
  const reaction = { emoji: "👍", added: true };
  return { type: "reacted", by: who === "student" ? "student" : "staff", person, turn, reaction };
}

const reading = (change: Partial<Reading>): Reading => ({ ...plainReading("en", "answer"), ...change });

function inputNamed(name: Name): Input {
  const line = turnOf("staff");
  const [who, verb, action] = name.split(" ");
  if (verb === "pressed") return pressed(who as Parameters<typeof pressed>[0], action as Action);
  if (name.startsWith("asked for ")) {
    const wants = name.slice("asked for ".length) as Reading["wants"];
    return asked(wants, ["answer", "simpler", "example", "more", "less"].includes(wants) ? found : undefined);
  }
  if (name.startsWith("undelivered ") && name.endsWith(" line"))
    return undelivered(turnOf(name.split(" ")[1] as Turn["by"]));
  return (
    {
      "asked, missed": asked("answer", { ...found, found: false }),
      "asked, topic": asked("answer", { ...found, escalate: true }),
      "asked, no answer": asked("answer"),
      "asked without words": asked("nothing", undefined, " "),
      failed: { type: "failed", turn: 1, text: "words", files: [] },
      "Anna wrote": wrote(anna, "Hello"),
      "Bo wrote": wrote(bo, "Hello"),
      "Anna wrote a note": wrote(anna, "// hm"),
      "Anna wrote nothing": wrote(anna, " "),
      "student edited": edited(turnOf("student")),
      "student edited, answered again": {
        type: "edited",
        turn: turnOf("student"),
        text: "new words",
        again: { answer: found, turn: 2 },
      },
      "Anna edited a line": edited(line),
      "Bo edited a line": edited({ ...line, author: bo }),
      "Anna edited a line to a note": edited(line, "// hm"),
      "Anna edited a line to nothing": edited(line, ""),
      "Anna edited a kept line": edited({ ...line, internal: true }),
      "Anna edited a note to a reply": edited({ ...line, text: "// hm", internal: true }),
      "student deleted": deleted(turnOf("student")),
      "student deleted what was answered": deleted(turnOf("student"), 2),
      "Anna deleted": deleted(line),
      woke: { type: "woke" },
      "woke early": { type: "woke" },
      "undelivered card": undelivered("card"),
      "undelivered thread": undelivered("thread"),
      left: { type: "left" },
      moved: { type: "moved" },
      "student reacted to a line": reacted("student", line),
      "student reacted to a note": reacted("student", { ...line, internal: true }),
      "Anna reacted": reacted("Anna", turnOf("student")),
      "Bo reacted": reacted("Bo", turnOf("student")),
      "asked in danger": { ...asked("answer", found), reading: reading({ crisis: "selfHarm" }) },
      "asked, rephrased": { ...asked("answer", found), reading: reading({ rephrases: true }) },
      "asked, would rather have a person": {
        ...asked("answer", found),
        reading: reading({ person: "hinted" }),
      },
      "asked in anger, again": {
        ...asked("answer", found),
        reading: reading({ mood: { name: "angry", intensity: 1, sure: 1 }, trend: "rising" }),
      },
      "Anna promised": { ...wrote(anna, "Back tomorrow"), promised: noon + 24 * hour },
      "Anna edited a held line to a note": { ...edited(line, "// hm"), copy: "held" },
      "Anna edited a lost line": { ...edited(line), copy: "lost" },
      "student deleted what the desk was told": deleted(turnOf("student"), undefined, [turnOf("bot")]),
    } satisfies Partial<Record<Name, Input>> as Partial<Record<Name, Input>>
  )[name] as Input;
}

/** Each input in the states bot (before the desk knew of the case), waiting, human (Anna) and resolved. */
// biome-ignore format: a table
const table = {
  "asked for answer": [">answer", "desk:student", "desk:student", "·"],
  "asked for person": ["waiting asked: >status desk:card desk:note", "desk:student", "desk:student", "waiting reopened: >status desk:card desk:note desk:student"],
  "asked for simpler": [">answer", "desk:student", "desk:student", "·"],
  "asked for example": [">answer", "desk:student", "desk:student", "·"],
  "asked for more": [">answer", "desk:student", "desk:student", "·"],
  "asked for less": [">answer", "desk:student", "desk:student", "·"],
  "asked for solved": [">answer", "desk:student >status", "desk:student >status", ">status"],
  "asked for thanks": [">answer", "desk:student", "desk:student", ">status"],
  "asked for greeting": [">answer", "desk:student", "desk:student", ">status"],
  "asked for smallTalk": [">answer", "desk:student", "desk:student", ">status"],
  "asked for abuse": [">answer", "desk:student", "desk:student", "waiting reopened: >status desk:card desk:note desk:student"],
  "asked for nothing": [">answer", "desk:student", "desk:student", ">status"],
  "asked, missed": ["bot 2: >answer", "desk:student", "desk:student", "waiting reopened: >status desk:card desk:note desk:student"],
  "asked, topic": ["waiting topic: >answer >status desk:card desk:note", "desk:student", "desk:student", "waiting reopened: >status desk:card desk:note desk:student"],
  "asked, no answer": ["waiting failed: >status desk:card desk:note", "desk:student", "desk:student", "waiting reopened: >status desk:card desk:note desk:student"],
  "asked without words": [">answer", "desk:student", "desk:student", ">status"],
  "asked in danger": ["waiting crisis: >status desk:card desk:note", "desk:student desk:note desk:card", "desk:student desk:note desk:card", "waiting crisis: >status desk:card desk:note"],
  "asked, rephrased": ["bot 1: >answer", "desk:student", "desk:student", "waiting reopened: >status desk:card desk:note desk:student"],
  "asked, would rather have a person": [">answer >answer", "desk:student", "desk:student", "·"],
  "asked in anger, again": ["waiting upset: >status desk:card desk:note", "desk:student desk:note desk:card", "desk:student desk:note desk:card", "·"],
  "failed": [">answer", "desk:student", "desk:student", "·"],
  "Anna wrote": ["internal desk:note", "internal", "anna: >line", "internal desk:note"],
  "Bo wrote": ["internal desk:note", "internal", "internal", "internal desk:note"],
  "Anna wrote a note": ["internal", "internal", "internal", "internal"],
  "Anna wrote nothing": ["internal", "internal", "internal", "internal"],
  "Anna promised": ["internal desk:note", "internal", "anna promised: >line desk:anna:note", "internal desk:note"],
  "student edited": ["desk:student~", "desk:student", "desk:student", "desk:student~"],
  "student edited, answered again": ["desk:student~ >answer~", "desk:student", "desk:student", "desk:student~"],
  "Anna edited a line": ["internal desk:note", "internal desk:note", ">line~", "internal desk:note"],
  "Bo edited a line": ["internal desk:note", "internal desk:note", "internal desk:note", "internal desk:note"],
  "Anna edited a line to a note": ["internal desk:note", "internal desk:note", "internal desk:note", "internal desk:note"],
  "Anna edited a line to nothing": ["internal desk:note", "internal desk:note", "internal desk:note", "internal desk:note"],
  "Anna edited a kept line": ["·", "·", "·", "·"],
  "Anna edited a note to a reply": ["desk:note", "desk:note", "desk:note", "desk:note"],
  "Anna edited a held line to a note": [">remove internal desk:note", ">remove internal desk:note", ">remove internal desk:note", ">remove internal desk:note"],
  "Anna edited a lost line": ["internal desk:note", "internal desk:note", ">line", "internal desk:note"],
  "student deleted": ["desk:remove desk:card~", "desk:remove desk:card~", "desk:remove desk:card~", "desk:remove desk:card~"],
  "student deleted what was answered": ["desk:remove desk:card~ >remove", "desk:remove desk:card~ >remove", "desk:remove desk:card~ >remove", "desk:remove desk:card~ >remove"],
  "student deleted what the desk was told": ["desk:remove desk:note~ desk:card~", "desk:remove desk:note~ desk:card~", "desk:remove desk:note~ desk:card~", "desk:remove desk:note~ desk:card~"],
  "Anna deleted": [">remove", ">remove", ">remove", ">remove"],
  "student reacted to a line": ["react", "react", "react", "react"],
  "student reacted to a note": ["·", "·", "·", "·"],
  "Anna reacted": ["·", "·", "react", "·"],
  "Bo reacted": ["·", "·", "·", "·"],
  "student pressed person": ["waiting asked: >status desk:card desk:note", "·", "·", "·"],
  "student pressed simpler": ["·", "·", "·", "·"],
  "student pressed helpful": ["rated", "rated", "rated", "rated"],
  "student pressed unhelpful": ["bot 2: rated >answer", "rated", "rated", "rated"],
  "student pressed because": ["rated", "rated desk:card", "rated desk:card", "rated"],
  "student pressed solved": ["resolved student: >answer desk:card~", "resolved student: >status desk:card desk:note", "resolved student: >status desk:card desk:note", "·"],
  "student pressed ticket": ["waiting ticket: >status desk:card desk:note", "desk:student", "desk:student", "waiting reopened: >status desk:card desk:note desk:student"],
  "student pressed tickets": ["·", "·", "·", "·"],
  "student pressed reopen": ["·", "·", "·", "waiting reopened: >status desk:card desk:note"],
  "student pressed stars": ["·", "·", "·", "rate >status desk:card desk:note"],
  "student pressed claim": ["·", "·", "·", "·"],
  "student pressed takeOver": ["·", "·", "·", "·"],
  "student pressed release": ["·", "·", "·", "·"],
  "student pressed transfer": ["·", "·", "·", "·"],
  "student pressed handBack": ["·", "·", "·", "·"],
  "student pressed resolve": ["·", "·", "·", "·"],
  "student pressed snooze": ["·", "·", "·", "·"],
  "student pressed alert": ["·", "·", "·", "·"],
  "student pressed note": ["·", "·", "·", "·"],
  "student pressed reply": ["·", "·", "·", "·"],
  "student pressed suggest": ["·", "·", "·", "·"],
  "student pressed sendDraft": ["·", "·", "·", "·"],
  "student pressed dropDraft": ["·", "·", "·", "·"],
  "student pressed canned": ["·", "·", "·", "·"],
  "student pressed priority": ["·", "·", "·", "·"],
  "student pressed category": ["·", "·", "·", "·"],
  "student pressed list": ["·", "·", "·", "·"],
  "student pressed transcript": ["·", "·", "·", "·"],
  "Anna pressed person": ["·", "·", "·", "·"],
  "Anna pressed simpler": ["·", "·", "·", "·"],
  "Anna pressed helpful": ["·", "·", "·", "·"],
  "Anna pressed unhelpful": ["·", "·", "·", "·"],
  "Anna pressed because": ["·", "·", "·", "·"],
  "Anna pressed solved": ["·", "·", "·", "·"],
  "Anna pressed ticket": ["waiting staff: >status desk:card desk:note desk:note", "·", "·", "waiting reopened: >status desk:card desk:note desk:note"],
  "Anna pressed tickets": ["·", "·", "·", "·"],
  "Anna pressed reopen": ["·", "·", "·", "·"],
  "Anna pressed stars": ["·", "·", "·", "·"],
  "Anna pressed claim": ["anna: >status desk:card desk:note desk:note", "anna waits: >status desk:card desk:note", "·", "internal desk:anna:note"],
  "Anna pressed takeOver": ["anna: >status desk:card desk:note desk:note", "anna waits: >status desk:card desk:note", "·", "internal desk:anna:note"],
  "Anna pressed release": ["internal desk:anna:note", "internal desk:anna:note", "waiting released: >status desk:card desk:note", "internal desk:anna:note"],
  "Anna pressed transfer": ["internal desk:anna:note", "internal desk:anna:note", "bo waits: >status desk:card desk:note", "internal desk:anna:note"],
  "Anna pressed handBack": ["internal desk:anna:note", "bot 0: >status desk:card desk:note", "bot 0: >status desk:card desk:note", "internal desk:anna:note"],
  "Anna pressed resolve": ["internal desk:anna:note", "resolved staff: >status desk:card desk:note", "resolved staff: >status desk:card desk:note", "internal desk:anna:note"],
  "Anna pressed snooze": ["internal desk:anna:note", "waiting asked snoozed: desk:card desk:note", "anna waits snoozed: desk:card desk:note", "internal desk:anna:note"],
  "Anna pressed alert": ["internal desk:anna:note", "desk:note", "desk:note", "internal desk:anna:note"],
  "Anna pressed note": ["internal desk:note", "internal desk:note", "internal desk:note", "internal desk:note"],
  "Anna pressed reply": ["internal desk:anna:note", "internal desk:anna:note", "anna: >line desk:line", "internal desk:anna:note"],
  "Anna pressed suggest": ["internal desk:anna:note", "draft", "draft", "internal desk:anna:note"],
  "Anna pressed sendDraft": ["internal desk:anna:note", "internal desk:anna:note", "anna: >line desk:line sent desk:note~", "internal desk:anna:note"],
  "Anna pressed dropDraft": ["dropped desk:note~", "dropped desk:note~", "dropped desk:note~", "dropped desk:note~"],
  "Anna pressed canned": ["internal desk:anna:note", "internal desk:anna:note", "anna: >line desk:line", "internal desk:anna:note"],
  "Anna pressed priority": ["desk:card~ desk:note", "desk:card~ desk:note", "desk:card~ desk:note", "desk:card~ desk:note"],
  "Anna pressed category": ["internal desk:anna:note", "internal desk:anna:note", "internal desk:anna:note", "internal desk:anna:note"],
  "Anna pressed list": ["·", "·", "·", "·"],
  "Anna pressed transcript": ["·", "·", "·", "·"],
  "Bo pressed person": ["·", "·", "·", "·"],
  "Bo pressed simpler": ["·", "·", "·", "·"],
  "Bo pressed helpful": ["·", "·", "·", "·"],
  "Bo pressed unhelpful": ["·", "·", "·", "·"],
  "Bo pressed because": ["·", "·", "·", "·"],
  "Bo pressed solved": ["·", "·", "·", "·"],
  "Bo pressed ticket": ["waiting staff: >status desk:card desk:note desk:note", "·", "·", "waiting reopened: >status desk:card desk:note desk:note"],
  "Bo pressed tickets": ["·", "·", "·", "·"],
  "Bo pressed reopen": ["·", "·", "·", "·"],
  "Bo pressed stars": ["·", "·", "·", "·"],
  "Bo pressed claim": ["bo: >status desk:card desk:note desk:note", "bo waits: >status desk:card desk:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed takeOver": ["bo: >status desk:card desk:note desk:note", "bo waits: >status desk:card desk:note", "bo waits: >status desk:card desk:note", "internal desk:bo:note"],
  "Bo pressed release": ["internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed transfer": ["internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed handBack": ["internal desk:bo:note", "bot 0: >status desk:card desk:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed resolve": ["internal desk:bo:note", "resolved staff: >status desk:card desk:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed snooze": ["internal desk:bo:note", "waiting asked snoozed: desk:card desk:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed alert": ["internal desk:bo:note", "desk:note", "desk:note", "internal desk:bo:note"],
  "Bo pressed note": ["internal desk:note", "internal desk:note", "internal desk:note", "internal desk:note"],
  "Bo pressed reply": ["internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed suggest": ["internal desk:bo:note", "draft", "draft", "internal desk:bo:note"],
  "Bo pressed sendDraft": ["internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed dropDraft": ["dropped desk:note~", "dropped desk:note~", "dropped desk:note~", "dropped desk:note~"],
  "Bo pressed canned": ["internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed priority": ["desk:card~ desk:note", "desk:card~ desk:note", "desk:card~ desk:note", "desk:card~ desk:note"],
  "Bo pressed category": ["internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note", "internal desk:bo:note"],
  "Bo pressed list": ["·", "·", "·", "·"],
  "Bo pressed transcript": ["·", "·", "·", "·"],
  "Lee pressed person": ["waiting asked: >status desk:card desk:note", "·", "·", "·"],
  "Lee pressed solved": [">lee:status", ">lee:status", ">lee:status", ">lee:status"],
  "Lee pressed reopen": [">lee:status", ">lee:status", ">lee:status", ">lee:status"],
  "Lee pressed stars": [">lee:status", ">lee:status", ">lee:status", ">lee:status"],
  "moved": ["·", "·", "·", "·"],
  "woke": ["resolved quiet: desk:card~", "waiting asked 1: remind >status", "anna waits 1: remind >status", "·"],
  "woke early": ["·", "·", "·", "·"],
  "undelivered student line": [">status", ">status", ">status", ">status"],
  "undelivered bot line": ["·", "·", "·", "·"],
  "undelivered staff line": ["failed desk:note", "failed desk:note", "failed desk:note", "failed desk:note"],
  "undelivered card": ["·", "·", "·", "·"],
  "undelivered thread": ["desk:card desk:note desk:note", "desk:card desk:note desk:note", "desk:card desk:note desk:note", "·"],
  "left": ["·", "desk:note", "desk:note", "·"],
} satisfies Record<Name, readonly [bot: string, waiting: string, human: string, resolved: string]>;

describe("every state has its result for every input", () => {
  for (const [name, row] of Object.entries(table) as [Name, (typeof table)[Name]][]) {
    test.each(Object.keys(states).map((state, index) => ({ state, expected: row[index] })))(
      `${name}, in $state`,
      ({ state, expected }) => {
        const mood = name === "asked in anger, again" ? { ticket: { ...newTicket, upset: 0.6 } } : {};
        const before = conversationIn(states[state as State["name"]], mood);
        const now = name === "woke early" ? noon : noon + hour;
        expect(written(before, step(before, inputNamed(name), contextAt(now)))).toBe(expected);
      },
    );
  }
});

test("the bot may answer in its own state only", () => {
  expect(Object.values(states).filter(botMayAnswer)).toEqual([states.bot]);
});

describe("answers that do not help", () => {
  const miss = asked("answer", { ...found, found: false });
  const asksBack = asked("answer", { ...found, found: false, asks: true });
  const hit = asked("answer", found);
  const down = pressed("student", "unhelpful");
  const stateAfter = (inputs: readonly Input[], start = conversationIn(states.bot)) =>
    inputs.reduce((before, input) => step(before, input, contextAt(noon)).conversation, start).state;

  test.each([
    { chat: "two misses", inputs: [miss, miss] },
    { chat: "two misses with an answer between", inputs: [miss, hit, miss] },
    { chat: "👎 on two answers running", inputs: [hit, down, hit, down] },
    { chat: "a miss, then 👎 on the next answer", inputs: [miss, hit, down] },
  ])("$chat go to a person", ({ inputs }) => {
    expect(stateAfter(inputs)).toMatchObject({ name: "waiting", reason: "missed" });
  });

  test.each([
    { chat: "one miss", inputs: [miss] },
    { chat: "a question back and a miss", inputs: [asksBack, miss] },
    { chat: "a miss and a question back", inputs: [miss, asksBack] },
    { chat: "one 👎", inputs: [hit, down] },
    { chat: "two misses with two answers between", inputs: [miss, hit, hit, miss] },
    { chat: "two misses with 👍 between", inputs: [miss, hit, pressed("student", "helpful"), miss] },
  ])("$chat stay with the bot", ({ inputs }) => {
    expect(stateAfter(inputs)).toMatchObject({ name: "bot" });
  });

  const discontent = (change: Partial<Reading>): Input => ({
    ...asked("answer", found),
    reading: reading(change),
  });

  test.each([
    { chat: "asking a third time in other words", change: { rephrases: true } },
    { chat: "being discontent a third time", change: { displeased: true } },
  ] as const)("$chat goes to a person, though the bot found answers", ({ change }) => {
    const again = discontent(change);
    expect(stateAfter([hit, again, again])).toMatchObject({ name: "bot" });
    expect(stateAfter([hit, again, again, again])).toMatchObject({ name: "waiting", reason: "missed" });
    const refusing = discontent({ ...change, person: "refused" });
    expect(stateAfter([hit, refusing, refusing, refusing])).toMatchObject({ name: "bot" });
  });

  const mood = (name: Reading["mood"]["name"], intensity: number, sure = 0.6): Input =>
    discontent({ mood: { name, intensity, sure } });

  test.each([
    { chat: "anger twice", inputs: [mood("angry", 0.6), mood("angry", 0.6)] },
    { chat: "frustration three times", inputs: Array(3).fill(mood("frustrated", 0.65)) },
    { chat: "anger after frustration", inputs: [mood("frustrated", 0.7), mood("angry", 0.7)] },
  ])("$chat goes to a person", ({ inputs }) => {
    expect(stateAfter(inputs)).toMatchObject({ name: "waiting", reason: "upset" });
  });

  test.each([
    { chat: "one angry message", inputs: [mood("angry", 1, 1)] },
    { chat: "anger, then calm, then anger", inputs: [mood("angry", 0.6), hit, hit, mood("angry", 0.6)] },
    {
      chat: "anger that thanks put right",
      inputs: [mood("angry", 0.6), mood("grateful", 0.8), mood("angry", 0.6)],
    },
    { chat: "a mood that is only guessed", inputs: Array(5).fill(mood("angry", 0.9, 0.3)) },
    { chat: "confusion", inputs: Array(5).fill(mood("confused", 0.9)) },
  ])("$chat stays with the bot", ({ inputs }) => {
    expect(stateAfter(inputs)).toMatchObject({ name: "bot" });
  });

  test("a case handed back begins anew, and its topic alone does not bring it to people again", () => {
    const troubled = conversationIn({ name: "human", staff: anna, since: noon, reminders: 0 });
    const topic = asked("answer", { ...found, escalate: true });
    expect(stateAfter([pressed("Anna", "handBack"), topic, miss], troubled)).toMatchObject({ name: "bot" });
    expect(stateAfter([pressed("Anna", "handBack"), miss, miss], troubled)).toMatchObject({
      name: "waiting",
    });
  });
});

describe("notes", () => {
  const human = conversationIn(states.human);
  test.each([
    "//",
    "// hm",
    "  // hm",
    "\n//hm",
    "\uFF0F\uFF0F hm",
    "\u3001\u3001hm",
    "\u200B//hm",
    "\uFEFF\u2060 // hm",
  ])("%j stays inside", (text) => {
    expect(written(human, step(human, wrote(anna, text), contextAt(noon)))).toBe("internal");
  });
  test.each(["/ hm", "see https://example.org", "const a = 1; // one", "\u3001hm"])("%j goes out", (text) => {
    expect(written(human, step(human, wrote(anna, text), contextAt(noon)))).toBe("anna: >line");
  });
});

describe("a student who waits", () => {
  /** Minutes from the beginning of the wait to each reminder. */
  function remindersOf(start: Conversation, until: number): number[] {
    const minutes: number[] = [];
    let conversation = start;
    for (let now = noon; now <= noon + until; now += minute) {
      if (conversation.wakeAt === undefined || conversation.wakeAt > now) continue;
      const { conversation: next, says } = step(conversation, { type: "woke" }, contextAt(now));
      if (says.some((say) => say.type === "remind")) minutes.push((now - noon) / minute);
      conversation = next;
    }
    return minutes;
  }

  test("the desk is reminded on a ladder, then daily", () => {
    const known = conversationIn(states.bot, { deskAt: "web:desk/7" as Address });
    const waiting = step(known, asked("person"), contextAt(noon)).conversation;
    expect(remindersOf(waiting, 60 * hour)).toEqual([10, 30, 120, 480, 1920, 3360]);
  });

  test("writing again does not put the reminder off; a claim starts the ladder anew", () => {
    const context = contextAt(noon + 9 * minute);
    const waiting = conversationIn(states.waiting, { wakeAt: noon + 10 * minute });
    expect(step(waiting, asked("answer"), context).conversation.wakeAt).toBe(waiting.wakeAt);
    const human = conversationIn(states.human, { wakeAt: noon + 10 * minute });
    expect(step(human, asked("answer"), context).conversation.wakeAt).toBe(human.wakeAt);
    const claimed = step(waiting, pressed("Anna", "claim"), context).conversation;
    expect(claimed.wakeAt).toBe(noon + 19 * minute);
    expect(claimed.state).toMatchObject({ since: noon });
  });

  test("after a long stop of the process there is one reminder", () => {
    const waiting = conversationIn(states.waiting, { wakeAt: noon + 10 * minute });
    const late = noon + 50 * hour;
    const once = step(waiting, { type: "woke" }, contextAt(late));
    expect(written(waiting, once)).toBe("waiting asked 1: remind >status");
    expect(once.conversation.wakeAt).toBeGreaterThan(late);
  });

  test("who has had an answer is not reminded of", () => {
    const answered = step(conversationIn(states.human), wrote(anna, "Hello"), contextAt(noon)).conversation;
    expect(remindersOf(answered, 60 * hour)).toEqual([]);
  });

  test("the desk that was never reached gets card and words with each reminder, and the student knows", () => {
    const unseen = conversationIn(states.waiting, { deskAt: undefined });
    const told = step(unseen, undelivered("card"), contextAt(noon));
    expect(written(unseen, told)).toBe(">status");
    const woken = step(unseen, { type: "woke" }, contextAt(noon + hour));
    expect(written(unseen, woken)).toBe("waiting asked 1: desk:card >status");
  });
});

test("a hand-over brings the files, and skips what is empty or was kept inside", () => {
  const file = { id: "f", name: "error.png", type: "image/png", size: 1 };
  const turns = [
    turnOf("student", { text: "", files: [file] }),
    turnOf("student", { text: " " }),
    turnOf("staff", { text: "a secret", internal: true }),
    turnOf("bot", { text: "An answer." }),
  ];
  const { says } = step(conversationIn(states.bot), asked("person"), contextAt(noon, turns));
  const note = says.find((say) => writtenSay(say) === "desk:note");
  expect(note).toMatchObject({
    message: { text: "**Student:**\n\nerror.png\n\n---\n\n**Bot:**\n\nAn answer.", files: [file] },
  });
  const empty = step(conversationIn(states.bot), pressed("student", "person"), contextAt(noon, []));
  expect(empty.says.map(writtenSay)).toEqual([">status", "desk:card"]);
});

test("a message without words reaches the desk as such", () => {
  const human = conversationIn(states.human);
  const { says } = step(human, asked("nothing", undefined, " "), contextAt(noon));
  expect(says).toMatchObject([{ to: "desk", message: { text: "(a message without words)" } }]);
});

test("each way of not arriving has its own words", () => {
  const human = conversationIn(states.human);
  const all: readonly Undelivered[] = ["gone", "denied", "invalid", "unconfirmed", "expired"];
  const words = all.map((fault) => {
    const input: Input = { type: "undelivered", what: turnOf("staff"), fault };
    const said = step(human, input, contextAt(noon)).says.at(-1);
    return said?.type === "post" ? said.message.text : "";
  });
  expect(new Set(words).size).toBe(all.length);
});
