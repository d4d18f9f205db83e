import type { Kysely } from "kysely";
import type { Address } from "#ports/platform.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** A reminder that waits for others of the same moment. */
type Reminder = {
  readonly conversation: number;
  readonly text: string;
  /** As a line of a list. */
  readonly line: string;
  readonly thread: Address | undefined;
  readonly channel: Address | undefined;
};

/** The latest of a case is the one that counts. */
export async function addReminder(
  db: Db,
  reminder: { conversation: number; text: string; line: string; now: number },
): Promise<void> {
  const { conversation, text, line, now } = reminder;
  await db
    .insertInto("reminders")
    .values({ conversation, text, line, created: now })
    .onConflict((conflict) => conflict.column("conversation").doUpdateSet({ text, line, created: now }))
    .execute();
}

/** All that wait, once no case is left to be woken: taken away in the same transaction that sends them. */
export async function takeReminders(db: Db): Promise<readonly Reminder[]> {
  const rows = await db.deleteFrom("reminders").returningAll().execute();
  if (rows.length === 0) return [];
  const cases = await db
    .selectFrom("conversations")
    .select(["number", "desk_at", "desk_channel"])
    .where(
      "number",
      "in",
      rows.map(({ conversation }) => conversation),
    )
    .execute();
  const known = new Map(cases.map((one) => [one.number, one]));
  return rows.map(({ conversation, text, line }) => ({
    conversation,
    text,
    line,
    thread: (known.get(conversation)?.desk_at ?? undefined) as Address | undefined,
    channel: (known.get(conversation)?.desk_channel ?? undefined) as Address | undefined,
  }));
}

/** Whether some wait, and no case is left to be woken at this moment. */
export async function remindersComplete(db: Db): Promise<boolean> {
  const waiting = await db.selectFrom("reminders").select("conversation").limit(1).executeTakeFirst();
  if (!waiting) return false;
  const woken = await db
    .selectFrom("inbox")
    .select("seq")
    .where("state", "=", "new")
    .where("place", "is", null)
    .where("key", "like", "woke:%")
    .limit(1)
    .executeTakeFirst();
  return woken === undefined;
}
