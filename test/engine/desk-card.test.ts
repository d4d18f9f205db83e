import { expect, test } from "vitest";
import type { Action } from "#ports/controls.ts";
import type { Address } from "#ports/platform.ts";
import type { Answerer } from "../../src/answering/question.ts";
import type { Materials } from "../../src/materials/materials.ts";
import { desk, type Harness } from "../harness.ts";
import { anna, claimed, escalated, harness, threadOf } from "./claimed-case.ts";

const bo = { id: "bo", name: "Bo", kind: "staff" } as const;
const minute = 60_000;

/** Everything sent is a picture with these words. */
const pictureOf = (text: string): Materials => ({
  read: async (files) => ({
    materials: files.map(({ id, name }) => ({ file: id, name, kind: "picture", text, personal: false })),
    unread: [],
  }),
  close: () => undefined,
});

const sourced: Answerer = {
  async *answer() {
    const citation = { number: 1, title: "Loops", path: [], url: "/a/loops", updated: "2026-09-14" };
    const answer = {
      text: "A loop repeats. [1]",
      citations: [citation],
      found: true,
      sure: 1,
      escalate: false,
    };
    yield { answer: { ...answer, by: "quote" } };
  },
};

const card = (h: Harness) => h.platform.standing.find(({ message }) => message.card)?.message;
const fact = (h: Harness, label: string) => card(h)?.card?.facts.find((one) => one.label === label)?.value;
const shown = (h: Harness, at: Address = h.student) => h.platform.standing.filter((one) => one.at === at);

async function sendPicture(h: Harness, text: string): Promise<void> {
  const bytes = new Uint8Array([1]);
  const file = await h.store.keepFile({ name: "screen.png", type: "image/png", bytes });
  await h.hear({ type: "message", text, files: [file] });
  await h.idle();
}

test("the card says where the student is, what was asked first and last, what was tried and what a screenshot shows", async () => {
  const h = await harness({ answerer: sourced, materials: pictureOf("TypeError: x is undefined") });
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.idle();
  await sendPicture(h, "and why does it say this?");
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  expect(card(h)?.text).toBe("First: what is a loop?\n\nNow: I want to talk to a person");
  expect(fact(h, "Where")).toBe("Web");
  expect(fact(h, "Tried")).toBe("Loops");
  expect(fact(h, "Read in the files")).toBe("TypeError: x is undefined");
  expect(fact(h, "Course")).toBeUndefined();
});

test("the first question is on the card also after a long talk, and nothing of a deleted message is", async () => {
  const h = await harness({ materials: pictureOf("my secret") });
  await h.hear({ type: "message", text: "what is a loop, at first?" });
  for (let more = 0; more < 12; more++) {
    h.clock.time += minute;
    await h.hear({ type: "message", text: `what is loop ${more}?` });
    await h.idle();
  }
  await escalated(h);
  expect(card(h)?.text).toMatch(/^First: what is a loop, at first\?/);
  await sendPicture(h, "see here");
  await h.hear({ type: "action", action: "claim", at: threadOf(h), from: anna, value: "1" });
  await h.idle();
  expect(fact(h, "Read in the files")).toBe("my secret");
  const { message } = await h.store.read((db) =>
    db
      .selectFrom("turns")
      .select("message")
      .where("text", "=", "see here")
      .$narrowType<{ message: string }>()
      .executeTakeFirstOrThrow(),
  );
  await h.hear({ type: "deleted", message });
  await h.idle();
  expect(JSON.stringify(card(h))).not.toMatch(/my secret|see here/);
});

test("the reason for a 👎 is asked where it was pressed, kept once with the rating, and stands on the card", async () => {
  const h = await harness();
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.idle();
  const [answer] = shown(h);
  const press = (action: Action, value: string) =>
    h.hear({ type: "action", action, value, on: answer?.id ?? "" }).then(() => h.idle());
  await press("because", "1.tooHard");
  await press("unhelpful", "1");
  const reasons = shown(h)[0]?.message.buttons?.filter(({ action }) => action === "because");
  expect(reasons?.map(({ label }) => label)).toEqual([
    "It's wrong",
    "Not what I asked",
    "Too hard",
    "Out of date",
  ]);
  await press("because", "1.forged");
  await press("because", "2.wrong");
  await press("because", "1.tooHard");
  await press("because", "1.wrong");
  const kept = await h.store.read((db) =>
    db.selectFrom("turns").select(["rating", "because"]).where("rating", "is not", null).execute(),
  );
  expect(kept).toEqual([{ rating: -1, because: "tooHard" }]);
  expect(shown(h)[0]?.message.buttons?.map(({ action }) => action)).toEqual(["simpler", "person"]);
  await escalated(h);
  expect(fact(h, "Tried")).toBe("👎 too hard");
});

test("whoever waits sees the place change in the same line, and in no new one", async () => {
  const h = await harness();
  const names = ["ann", "ben", "cai"];
  for (const name of names) {
    h.clock.time += 1000;
    const from = { id: name, name, kind: "student" } as const;
    await h.hear({ type: "message", text: "I want a person", from, at: `web:student/${name}` as Address });
    await h.idle();
  }
  const lines = (name: string) =>
    shown(h, `web:student/${name}` as Address).map(({ message }) => message.text);
  expect(lines("cai").join()).toContain("2 before you in the queue");
  h.platform.journal.length = 0;
  await h.hear({ type: "action", action: "claim", at: desk, from: anna, value: "1" });
  await h.idle();
  expect(lines("ben").join()).toContain("you are next in the queue");
  expect(lines("cai").join()).toContain("1 before you in the queue");
  await h.hear({ type: "action", action: "resolve", at: desk, from: anna, value: "1" });
  await h.idle();
  const ofCai = h.platform.journal.filter(({ at }) => at === "web:student/cai");
  expect(ofCai.map(({ op }) => op)).toEqual(["edit"]);
});

test("a line that was moved in the queue is edited in place, also with words of the student below it", async () => {
  const h = await harness();
  for (const name of ["ann", "ben"]) {
    h.clock.time += 1000;
    const at = `web:student/${name}` as Address;
    await h.hear({ type: "message", text: "I want a person", from: { id: name, name, kind: "student" }, at });
    await h.idle();
  }
  h.clock.time += 1000;
  const at = "web:student/ben" as Address;
  await h.hear({ type: "message", text: "more", from: { id: "ben", name: "ben", kind: "student" }, at });
  await h.hear({ type: "action", action: "claim", at: desk, from: anna, value: "1" });
  await h.idle();
  expect(h.platform.journal.filter((one) => one.at === at).map(({ op }) => op)).toEqual(["send", "edit"]);
});

test("a case is given away knowing who has how much; who was never at the desk is told of", async () => {
  const h = await harness({ roster: { onDuty: () => ["Anna", "Bo", "Cleo"] } });
  const thread = await claimed(h);
  const other = "web:student/lee" as Address;
  await h.hear({
    type: "message",
    text: "I want a person",
    from: { id: "lee", name: "Lee", kind: "student" },
    at: other,
  });
  await h.idle();
  await h.hear({ type: "action", action: "claim", at: desk, from: bo, value: "2" });
  await h.hear({
    type: "action",
    action: "snooze",
    at: thread,
    from: anna,
    value: "1",
    fields: { choice: "2h" },
  });
  await h.idle();
  const transfer = card(h)?.choices?.find(({ action }) => action === "transfer");
  expect(transfer?.options).toEqual([
    { label: "Bo · 1 case", value: "Bo" },
    { label: "Cleo · must act here once first", value: "Cleo" },
  ]);
  const fields = { choice: "Cleo" };
  await h.hear({ type: "action", action: "transfer", at: thread, from: anna, value: "1", fields });
  await h.idle();
  expect(h.platform.texts(thread).at(-1)).toContain("Cleo is on duty, but has not been at this desk yet");
  expect(card(h)?.card).toMatchObject({ staff: "Anna" });
});

test("S08: what is answered long after it was written says which message it is about, by the student's clock", async () => {
  const h = await harness();
  const from = { id: "mia", name: "Mia", kind: "student", timeZone: "Asia/Shanghai" } as const;
  const time = h.clock.time - 30 * minute;
  await h.hear({ type: "message", text: "what is a loop?", from, time });
  await h.idle();
  await h.hear({ type: "message", text: "what is a loop?", from });
  await h.idle();
  const [late, fresh] = h.platform.texts(h.student);
  expect(late).toMatch(/^About your message of 17:30 — I was away:\n\nA loop repeats/);
  expect(fresh).toMatch(/^A loop repeats/);
});

test("S08: staff see when a late line was written, by the desk's clock", async () => {
  const h = await harness({ roster: { zone: "Europe/Berlin" } });
  const thread = await claimed(h);
  await h.hear({ type: "message", text: "are you there?", time: h.clock.time - 30 * minute });
  await h.hear({ type: "message", text: "hello?" });
  await h.idle();
  const lines = shown(h, thread).filter(({ message }) => message.tone === "student");
  expect(lines.map(({ message }) => message.as)).toEqual(["Mia · 10:30", "Mia"]);
});

test("I28: the bot's first words say that it is a bot and how to reach a person, after the answer and once", async () => {
  const h = await harness();
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.idle();
  await h.hear({ type: "message", text: "and a loop?" });
  await h.idle();
  expect(h.platform.texts(h.student)).toEqual([
    "A loop repeats a block of code. [1]\n\nI'm a bot; if you'd rather have a person, just say so.",
    "A loop repeats a block of code. [1]",
  ]);
});
