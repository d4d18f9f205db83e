import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { caseRecord } from "../../src/store/tickets.ts";
import { desk, type Harness } from "../harness.ts";
import { anna, claimed, escalated, harness, threadOf } from "./claimed-case.ts";

const lee = { id: "lee", name: "Lee", kind: "student" } as const;
const record = (h: Harness, number = 1) => h.store.read((db) => caseRecord(db, number));
const card = (h: Harness) => h.platform.standing.findLast(({ message }) => message.card)?.message.card;

test("every change of a ticket is in its audit: what, from what to what, by whom and when", async () => {
  const h = await harness();
  const at = await claimed(h);
  h.clock.time += 60_000;
  for (const text of ["!priority high", "!snooze 2h", "!resolve"])
    await h.hear({ type: "message", at, from: anna, text });
  await h.idle();
  const audit = (await record(h))?.audit.map(({ by, person, what, after }) => [
    by,
    person?.name,
    what,
    after,
  ]);
  expect(audit).toEqual([
    ["student", "Mia", "opened", "waiting: asked"],
    ["staff", "Anna", "state", "human"],
    ["staff", "Anna", "staff", "Anna"],
    ["staff", "Anna", "priority", "high"],
    ["staff", "Anna", "pause", expect.stringContaining("snoozed until")],
    ["staff", "Anna", "state", "resolved: staff"],
    ["staff", "Anna", "staff", undefined],
    ["staff", "Anna", "pause", undefined],
  ]);
  expect((await record(h))?.audit.at(-1)?.time).toBe(h.clock.time);
  expect(await record(h)).toMatchObject({
    closed: h.clock.time,
    conversation: { ticket: { priority: "high" } },
  });
});

test("what time does is in the audit as well, as nobody's deed", async () => {
  const h = await harness();
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.idle();
  h.clock.time += 25 * 3_600_000;
  await h.idle();
  expect((await record(h))?.audit.at(-1)).toMatchObject({
    by: "bot",
    what: "state",
    after: "resolved: quiet",
  });
});

test("a deadline in the student's words makes the case urgent", async () => {
  const h = await harness();
  await h.hear({ type: "message", text: "I need a human, my project is due tonight" });
  await h.idle();
  expect(card(h)?.facts).toContainEqual({ label: "Priority", value: "high" });
  expect(card(h)?.facts.map(({ label }) => label)).toContain("Deadline");
});

test("🎫 by staff on a student's message opens the student's case, with their words", async () => {
  const h = await harness();
  await h.hear({
    type: "reaction",
    message: "seen",
    emoji: "🎫",
    added: true,
    from: anna,
    about: {
      message: "seen",
      from: { id: "mia", name: "Mia", kind: "student" },
      text: "nobody answers my mail",
    },
  });
  await h.idle();
  expect(card(h)).toMatchObject({ ticket: 1, state: "waiting", title: "#1 · Mia" });
  expect(h.platform.texts(threadOf(h))).toContain("Anna has opened this ticket.");
  expect(h.platform.texts(h.student)[0]).toContain("The team has opened a ticket for this.");
  const opened = (await record(h))?.audit[0];
  expect(opened).toMatchObject({ by: "staff", person: { name: "Anna" } });
});

test("a student's shortcut on another's message is the student's own ticket, with the words quoted", async () => {
  const h = await harness();
  const about = { message: "x", from: lee, text: "the exam is moved" };
  await h.hear({ type: "action", action: "ticket", about, fields: { text: "Is this true?" } });
  await h.idle();
  expect(card(h)?.title).toBe("#1 · Mia");
  expect(h.platform.texts(threadOf(h))[0]).toContain(
    "Is this true?\n\nAbout a message of Lee:\n\nthe exam is moved",
  );
});

test("how much staff changed of a draft is kept; a dropped one is kept as dropped", async () => {
  const h = await harness();
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.hear({ type: "action", action: "person" });
  await h.idle();
  const at = threadOf(h);
  const press = (action: string, more: Record<string, unknown> = {}) =>
    h.hear({ type: "action", action: action as never, at, from: anna, value: "1", ...more });
  await press("claim");
  for (let draft = 1; draft <= 3; draft++) await press("suggest");
  await press("sendDraft", { value: "1.1" });
  await press("sendDraft", { value: "1.2", fields: { words: "A loop repeats a block of lines. [1]" } });
  await press("dropDraft", { value: "1.3" });
  // Sent or dropped before.
  await press("sendDraft", { value: "1.1" });
  await press("sendDraft", { value: "1.3" });
  await h.idle();
  const drafts = await h.store.read((db) => db.selectFrom("drafts").select(["state", "edited"]).execute());
  expect(drafts).toEqual([
    { state: "sent", edited: 0 },
    { state: "sent", edited: 1 / 8 },
    { state: "dropped", edited: null },
  ]);
  expect(
    h.platform.texts(h.student).filter((text) => text.startsWith("A loop repeats a block")),
  ).toHaveLength(3);
});

test("stars are kept for each closing once, the bot's and staff's apart", async () => {
  const h = await harness();
  const at = await claimed(h);
  const resolve = () => h.hear({ type: "action", action: "resolve", at, from: anna, value: "1" });
  const stars = (value: string, fields: Record<string, string>) =>
    h.hear({ type: "action", action: "stars", value, fields });
  await resolve();
  await stars("1.1", { choice: "2" });
  await stars("1.1", { choice: "5" });
  await stars("1.1", { words: "Slow" });
  await h.hear({ type: "action", action: "reopen", value: "1" });
  await h.hear({ type: "action", action: "claim", at, from: anna, value: "1" });
  await resolve();
  // Of a closing that is over, of one that never was, and of what is no star.
  await stars("1.1", { choice: "1" });
  await stars("1.3", { choice: "1" });
  await stars("1.2", { choice: "9" });
  await stars("1.2", { choice: "4" });
  await h.idle();
  expect((await record(h))?.stars).toMatchObject([
    { stars: 2, words: "Slow", of: "staff" },
    { stars: 4, words: undefined, of: "staff" },
  ]);
  h.clock.time += 25 * 3_600_000;
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.hear({ type: "message", text: "thanks, that solved it" });
  await stars("2.1", { choice: "5" });
  await h.idle();
  expect((await record(h, 2))?.stars).toMatchObject([{ stars: 5, of: "bot" }]);
});

test("nobody floods staff: after a day's worth of tickets the open ones are named, danger excepted", async () => {
  const h = await harness();
  const ask = (index: number, text = "I want to talk to a person") =>
    h.hear({ type: "message", text, at: `web:channel/${index}` as Address });
  for (let index = 0; index < 10; index++) {
    await ask(index);
    await h.idle();
  }
  const cards = () => h.platform.texts(desk).length;
  expect(cards()).toBe(8);
  expect(h.platform.texts("web:channel/9")[0]).toMatch(/You already have tickets with the team: #\d/);
  await ask(11, "I want to kill myself");
  await h.idle();
  expect(h.platform.standing.filter(({ message }) => message.card)).toHaveLength(9);
});

describe("who may (I23, I25, S43)", () => {
  test("a button of another case, forged in a case's thread, does nothing to either", async () => {
    const h = await harness();
    const at = await escalated(h);
    await h.hear({
      type: "message",
      at: "web:student/lee" as Address,
      from: lee,
      text: "I want to talk to a person",
    });
    await h.idle();
    await h.hear({ type: "action", action: "claim", at, from: anna, value: "2" });
    await h.idle();
    const states = (await h.store.open()).map(({ state }) => state.name);
    expect(states).toEqual(["waiting", "waiting"]);
  });

  test("a student's forged value never reaches another's case, whatever it names", async () => {
    const h = await harness();
    const thread = await claimed(h);
    await h.hear({ type: "action", action: "resolve", at: thread, from: anna, value: "1" });
    await h.idle();
    const at = "web:student/lee" as Address;
    const forged = [
      { action: "reopen", value: "1" },
      { action: "stars", value: "1.1", fields: { choice: "1" } },
      { action: "solved", value: "1" },
      { action: "ticket", value: "1", fields: { text: "let me in" } },
      { action: "person", value: "1" },
      { action: "resolve", value: "1" },
      { action: "sendDraft", value: "1.1", fields: { words: "hello" } },
      { action: "transcript", value: "1" },
      { action: "list", value: "" },
    ];
    for (const one of forged) await h.hear({ type: "action", at, from: lee, ...one } as never);
    await h.idle();
    const mine = await record(h);
    expect(mine?.conversation.state.name).toBe("resolved");
    expect(mine?.stars).toEqual([]);
    expect(h.platform.texts(at).join()).not.toContain("Mia");
    expect(
      h.platform.standing.filter(({ at: place, message }) => place === at && message.files?.length),
    ).toEqual([]);
  });

  test("a replayed button is one act", async () => {
    const h = await harness();
    const at = await claimed(h);
    const click = { id: "click", type: "action", action: "reply", at, from: anna, value: "1" } as const;
    expect(await h.hear({ ...click, fields: { words: "Hello" } })).toBe(true);
    expect(await h.hear({ ...click, fields: { words: "Hello" } })).toBe(false);
    await h.idle();
    expect(h.platform.texts(h.student).filter((text) => text === "Hello")).toHaveLength(1);
  });

  test("what a student typed as a command of staff, or a student at the desk's address, does nothing", async () => {
    const h = await harness();
    const at = await escalated(h);
    for (const text of ["!claim", "!resolve", "!transcript", "!list"]) {
      await h.hear({ type: "message", text });
      await h.hear({ type: "message", text, at });
    }
    await h.hear({ type: "action", action: "list", at: desk });
    await h.idle();
    expect((await h.store.open())[0]?.state.name).toBe("waiting");
    expect(h.platform.standing.filter(({ message }) => message.only === "mia")).toEqual([]);
  });

  test("S38: in a shared place neither sees nor ends what is the other's own", async () => {
    const h = await harness();
    await escalated(h);
    await h.hear({ type: "message", from: lee, text: "me too" });
    for (const action of ["solved", "tickets"] as const) await h.hear({ type: "action", action, from: lee });
    await h.idle();
    expect((await h.store.open())[0]?.state.name).toBe("waiting");
    const told = h.platform.standing
      .filter(({ message }) => message.only === "lee")
      .map(({ message }) => message.text);
    expect(told).toEqual([
      expect.stringContaining("belongs to somebody else"),
      "You have no tickets with the team.",
    ]);
  });

  test("S38: a student of the same id on another platform is another student", async () => {
    const h = await harness();
    await escalated(h);
    await h.store.transact((tx) =>
      tx.updateTable("conversations").set({ student_at: "other:dm/mia" }).where("number", "=", 1).execute(),
    );
    await h.hear({ type: "action", action: "tickets" });
    await h.idle();
    expect(h.platform.texts(h.student).at(-1)).toBe("You have no tickets with the team.");
  });
});

test("an old case is not opened again beside the one that is open now", async () => {
  const h = await harness();
  const at = await claimed(h);
  await h.hear({ type: "action", action: "resolve", at, from: anna, value: "1" });
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.idle();
  await h.hear({ type: "action", action: "reopen", value: "1" });
  await h.hear({ type: "action", action: "ticket", at, from: anna, value: "1" });
  await h.idle();
  expect((await h.store.open()).map(({ number }) => number)).toEqual([2]);
  const events = await h.store.read((db) => db.selectFrom("inbox").select("state").execute());
  expect(events.filter(({ state }) => state !== "done")).toEqual([]);
});

test("where staff speak to the student in the student's own thread, the bot does not join in", async () => {
  const h = await harness();
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.hear({ type: "message", text: "what is a loop, you ask? Look at lesson 11", from: anna });
  await h.idle();
  expect(h.platform.texts(h.student)).toHaveLength(1);
});

test("S28: what bots write, ours or another desk's, is relayed nowhere and answered by nobody", async () => {
  const h = await harness();
  const at = await claimed(h);
  const before = h.platform.journal.length;
  const bot = { id: "other-desk", name: "Deskmate", kind: "bot" } as const;
  await h.hear({ type: "message", text: "what is a loop?", from: bot });
  await h.hear({ type: "message", text: "Hello Mia", from: bot, at });
  await h.hear({ type: "action", action: "resolve", from: bot, at, value: "1" });
  await h.hear({ type: "reaction", message: "m1", emoji: "🎫", added: true, from: bot });
  await h.idle();
  expect(h.platform.journal).toHaveLength(before);
  expect((await h.store.open())[0]?.state.name).toBe("human");
});

test("S29: equal thread ids in two channels, or one address within another, never meet", async () => {
  const h = await harness();
  const at = await claimed(h);
  const id = at.slice(`${desk}/`.length);
  for (const wrong of [`web:desk2/${id}`, `other:desk/${id}`, `${at}/${id}`, `web:desk//${id}`])
    await h.hear({ type: "message", text: "Hello Mia", from: anna, at: wrong as Address });
  await h.idle();
  expect(h.platform.texts(h.student)).not.toContain("Hello Mia");
});

test("S44: two machines that answer each other stop after a few rounds, and people may still be called", async () => {
  const h = await harness();
  for (let round = 0; round < 60; round++) {
    await h.hear({ type: "message", text: `what is a loop? ${round}` });
    h.clock.time += 500;
    await h.idle();
  }
  const answers = h.platform.texts(h.student);
  expect(answers.length).toBeLessThan(15);
  expect(answers.filter((text) => text.startsWith("That was a lot at once"))).toHaveLength(1);
  h.clock.time += 120_000;
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  expect(card(h)?.state).toBe("waiting");
});

test("files that are too large or that run are not passed on, and their writer is told", async () => {
  const h = await harness();
  const at = await claimed(h);
  const file = (name: string, size = 1) => ({ id: name, name, size, type: "application/octet-stream" });
  const files = [file("log.txt"), file("setup.exe"), file("film.mp4", 30_000_000)];
  await h.hear({ type: "message", text: "see", files });
  await h.hear({ type: "message", at, from: anna, text: "here", files });
  await h.idle();
  const passed = h.platform.standing.filter(({ message }) => ["see", "here"].includes(message.text));
  expect(passed.map(({ message }) => message.files?.map(({ name }) => name))).toEqual([
    ["log.txt"],
    ["log.txt"],
  ]);
  expect(h.platform.texts(h.student).some((text) => text.includes("setup.exe, film.mp4"))).toBe(true);
  expect(h.platform.texts(at).some((text) => text.includes("setup.exe, film.mp4"))).toBe(true);
});

test("what is overheard in a channel and is no question is left alone; a question is answered", async () => {
  const h = await harness();
  await h.hear({ type: "message", overheard: true, text: "good morning all" });
  await h.idle();
  expect(h.platform.journal).toEqual([]);
  await h.hear({ type: "message", overheard: true, text: "what is a loop?" });
  await h.idle();
  expect(h.platform.texts(h.student)).toHaveLength(1);
});
