import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { addReminder, remindersComplete, takeReminders } from "../../src/store/cases/reminders.ts";
import { openConversation } from "../../src/store/conversations.ts";
import { openDatabase } from "../../src/store/database.ts";
import { insertInternal, suppressEvent } from "../../src/store/inbox.ts";
import { temporaryFolder } from "./folder.ts";

test("reminders wait until every case that is due was looked at, and are taken once, the latest of each case", async () => {
  const { db, close } = await openDatabase(temporaryFolder());
  for (const id of ["mia", "lee"]) {
    const student = { id, name: id };
    const start = { student, studentAt: `web:${id}` as Address, language: "en", wakeAt: 1, now: 0 } as const;
    await openConversation(db, start);
  }
  const woke = { type: "woke", conversation: 2, time: 1 } as const;
  await insertInternal(db, "woke:2", woke);
  expect(await remindersComplete(db)).toBe(false);
  for (const text of ["early", "late"]) await addReminder(db, { conversation: 1, text, line: text, now: 1 });
  expect(await remindersComplete(db)).toBe(false);
  await suppressEvent(db, { seq: 1, event: woke, attempts: 0 }, "looked at");
  expect(await remindersComplete(db)).toBe(true);
  expect(await takeReminders(db)).toMatchObject([{ conversation: 1, text: "late", thread: undefined }]);
  expect(await remindersComplete(db)).toBe(false);
  expect(await takeReminders(db)).toEqual([]);
  await close();
});
