import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openConversations } from "../../src/store/conversations.ts";
import { type Database, DatabaseError, openDatabase } from "../../src/store/database.ts";
import { readBeside } from "../../src/store/reading.ts";
import { caseRecord, listTickets, type TicketFilter } from "../../src/store/tickets.ts";

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "deskmate-tickets-"));
  database = await openDatabase(folder);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

type Row = { state?: string; since?: number; staff?: string; student?: string; updated?: number };

async function keep({ state = "waiting", since, staff, student = "Mei", updated = 0 }: Row): Promise<number> {
  const { number } = await database.db
    .insertInto("conversations")
    .values({
      student_id: `id-${student}`,
      student_name: student,
      student_at: `web:student/${crypto.randomUUID()}`,
      desk_at: null,
      language: "en",
      state,
      since: since ?? null,
      detail: JSON.stringify(staff ? { staff: { id: `id-${staff}`, name: staff } } : {}),
      wake_at: state === "resolved" ? null : 1,
      updated,
      time_zone: null,
      category: null,
      ticket: "{}",
      staff_id: staff ? `id-${staff}` : null,
      desk_channel: null,
      opened: 0,
      closed: null,
    })
    .returning("number")
    .executeTakeFirstOrThrow();
  return number;
}

async function numbers(filter: TicketFilter, limit = 20): Promise<readonly number[]> {
  const { tickets } = await listTickets(database.db, filter, limit);
  return tickets.map(({ conversation }) => conversation.number);
}

test("what is open is told state by state: no crowd with the bot pushes out who waits for a person", async () => {
  const late = await keep({ since: 200 });
  const early = await keep({ since: 100 });
  const mine = await keep({ state: "human", staff: "Anna", updated: 1 });
  for (let chat = 0; chat < 5; chat++) await keep({ state: "bot", updated: 1000 + chat });
  await keep({ state: "resolved", updated: 5000 });
  const told = async (most?: number) =>
    (await openConversations(database.db, most)).map(({ number }) => number);
  expect(await told(2)).toEqual([early, late, mine, 8, 7]);
  expect(await told()).toHaveLength(8);
});

describe("the list", () => {
  test("begins with who has waited longest; then come the newest of those who do not wait", async () => {
    const late = await keep({ since: 200 });
    const early = await keep({ state: "human", staff: "Anna", since: 100 });
    const old = await keep({ state: "human", staff: "Anna", updated: 1 });
    const fresh = await keep({ state: "human", staff: "Anna", updated: 2 });
    expect(await numbers({ states: ["waiting", "human"] })).toEqual([early, late, fresh, old]);
  });

  test("shows one person's cases, by name or id", async () => {
    const annas = await keep({ state: "human", staff: "Anna" });
    await keep({ state: "human", staff: "Ben" });
    await keep({});
    expect(await numbers({ staff: "Anna" })).toEqual([annas]);
    expect(await numbers({ staff: "id-Anna" })).toEqual([annas]);
    expect(await numbers({ staff: "%" })).toEqual([]);
  });

  test("shows those who have waited since a moment or longer", async () => {
    const early = await keep({ since: 100 });
    await keep({ since: 101 });
    await keep({ state: "human", staff: "Anna" });
    expect(await numbers({ waitingSince: 100 })).toEqual([early]);
  });

  test("finds students by a part of the name, taken as it is written", async () => {
    const percent = await keep({ student: "100% Mei\\_" });
    const mei = await keep({ student: "Mei Lin", state: "resolved", since: 0 });
    expect(new Set(await numbers({ student: "mei" }))).toEqual(new Set([percent, mei]));
    expect(await numbers({ student: "%" })).toEqual([percent]);
    expect(await numbers({ student: "\\_" })).toEqual([percent]);
    expect(await numbers({ student: "id-Mei Lin" })).toEqual([mei]);
    expect(await numbers({ student: "' or 1=1 --" })).toEqual([]);
  });

  test("is cut at the limit and counts all", async () => {
    for (let n = 0; n < 5; n++) await keep({ since: n });
    const { tickets, count } = await listTickets(database.db, { states: ["waiting"] }, 2);
    expect([tickets.length, count]).toEqual([2, 5]);
  });
});

test("a case is read whole: turns, also deleted ones, audit, ratings", async () => {
  const number = await keep({ state: "resolved" });
  const turn = { conversation: number, author_id: "u1", author_name: "Mei", files: "[]", time: 5 };
  const { db } = database;
  await db
    .insertInto("turns")
    .values([
      { ...turn, side: "student", by: "student", text: "hello", internal: 0, deleted: 0 },
      { ...turn, side: "desk", by: "staff", text: "", internal: 1, deleted: 1, mark: "internal" },
      { ...turn, side: "student", by: "bot", text: "hi", internal: 0, deleted: 0, rating: 1 },
    ])
    .execute();
  await db
    .insertInto("audit")
    .values({
      conversation: number,
      time: 5,
      by: "staff",
      person_id: "s1",
      person_name: "Anna",
      what: "staff",
      after: "Anna",
    })
    .execute();
  await db
    .insertInto("stars")
    .values({ conversation: number, closing: 1, of: "staff", stars: 5, words: null, time: 9 })
    .execute();
  const record = await caseRecord(db, number);
  expect(record).toMatchObject({
    turns: [
      { text: "hello", isDeleted: false },
      { text: "", isDeleted: true, internal: true, mark: "internal" },
      { rating: 1 },
    ],
    audit: [{ by: "staff", person: { id: "s1", name: "Anna" }, what: "staff", after: "Anna" }],
    stars: [{ stars: 5, of: "staff" }],
  });
  expect(await caseRecord(db, number + 1)).toBeUndefined();
});

describe("beside a process that runs", () => {
  test("the store can be read, and nothing can be written", async () => {
    const number = await keep({});
    const found = await readBeside(folder, (db) => caseRecord(db, number));
    expect(found?.conversation.number).toBe(number);
    const write = readBeside(folder, (db) => db.deleteFrom("kept").execute());
    await expect(write).rejects.toThrow(/readonly/);
  });

  test("what can't be read is told in words", async () => {
    const read = (where: string) => readBeside(where, (db) => caseRecord(db, 1));
    await expect(read(join(folder, "nowhere"))).rejects.toThrow(/there is no database/);
    const broken = mkdtempSync(join(tmpdir(), "deskmate-broken-"));
    writeFileSync(join(broken, "deskmate.db"), "no database at all, only words that go on for a while");
    await expect(read(broken)).rejects.toThrow(DatabaseError);
    rmSync(broken, { recursive: true });
    database.connection.exec("insert into kysely_migration values ('9999-later', '2030')");
    await expect(read(folder)).rejects.toThrow(/another version/);
  });
});
