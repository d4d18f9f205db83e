import { join } from "node:path";
import SQLite from "better-sqlite3";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { caseOfThread, conversationNumbered } from "../../src/store/conversations.ts";
import { openDatabase } from "../../src/store/database.ts";
import { sqliteDialect } from "../../src/store/dialect.ts";
import * as spine from "../../src/store/migrations/0001-spine.ts";
import { dueSends } from "../../src/store/sending/due.ts";
import { caseRecord } from "../../src/store/tickets.ts";
import { temporaryFolder } from "./folder.ts";

test("a database from before tickets keeps its cases, their threads, and what was on its way", async () => {
  const folder = temporaryFolder();
  const old = new SQLite(join(folder, "deskmate.db"));
  const db = new Kysely<unknown>({ dialect: sqliteDialect(old) });
  const provider = { getMigrations: async () => ({ "0001-spine": spine }) };
  expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined();
  old.exec(`
    insert into conversations values
      (1, 'mia', 'Mia', 'web:mia', 'web:desk/1', 'zh', 'human', 5, '{"staff":{"id":"anna","name":"Anna"},"reminders":1}', 99, 7),
      (2, 'lee', 'Lee', 'web:lee', null, 'en', 'resolved', null, '{"by":"staff"}', null, 8);
    insert into turns (conversation, side, "by", author_id, author_name, text, time) values (1, 'student', 'student', 'mia', 'Mia', 'hi', 6);
    insert into outbox (key, conversation, side, op, slot, part, message, state, created) values
      ('k1', 1, 'desk', 'post', 'turn:1', 0, '{"text":"hi"}', 'pending', 6),
      ('k2', 1, 'student', 'post', 'status', 0, '{"text":"taken"}', 'delivered', 6);`);
  await db.destroy();

  const database = await openDatabase(folder);
  expect(await conversationNumbered(database.db, 1)).toMatchObject({
    student: { name: "Mia" },
    state: { name: "human", staff: { id: "anna" }, since: 5, reminders: 1 },
    ticket: { priority: undefined, alerts: [], closings: 0 },
    opened: 7,
  });
  expect(await conversationNumbered(database.db, 2)).toMatchObject({
    state: { name: "resolved", by: "staff", at: 8 },
  });
  expect((await caseOfThread(database.db, "web:desk/1" as never))?.number).toBe(1);
  expect((await caseRecord(database.db, 1))?.turns).toHaveLength(1);
  const due = await dueSends(database.db, { now: 10, full: [], limit: 9, desk: "web:desk" as never });
  expect(due).toMatchObject([{ lane: "1:desk", thread: "web:desk/1" }]);
  const keys = await database.db.selectFrom("outbox").select(["id", "key", "state"]).execute();
  expect(keys).toEqual([
    { id: 1, key: "k1", state: "pending" },
    { id: 2, key: "k2", state: "delivered" },
  ]);
  await database.close();
});
