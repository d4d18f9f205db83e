import { type Kysely, sql } from "kysely";
import type { InboundEvent } from "#ports/platform.ts";
import type { Undelivered } from "../conversation/input.ts";
import type { Schema } from "./schema.ts";

/** What the core tells itself, through the same queue as the rest. */
export type InternalEvent =
  | { readonly type: "woke"; readonly conversation: number; readonly time: number }
  | {
      readonly type: "undelivered";
      readonly conversation: number;
      readonly what: number | "card";
      readonly fault: Undelivered;
      readonly time: number;
    };

export type Event = InboundEvent | InternalEvent;

/** An accepted event that waits for its turn. */
export type Pending = { readonly seq: number; readonly event: Event; readonly attempts: number };

type Db = Kysely<Schema>;

/** Stores the event; `false` if it was stored before. */
export async function insertEvent(db: Db, event: InboundEvent): Promise<boolean> {
  const key = `${event.at.slice(0, event.at.indexOf(":"))}:${event.id}`;
  return insert(db, {
    key,
    place: event.at,
    conversation: null,
    event: JSON.stringify(event),
    time: event.time,
  });
}

/** `key` names what happened, so that it is told once. */
export async function insertInternal(db: Db, key: string, event: InternalEvent): Promise<boolean> {
  const { conversation, time } = event;
  return insert(db, { key, place: null, conversation, event: JSON.stringify(event), time });
}

async function insert(
  db: Db,
  row: { key: string; place: string | null; conversation: number | null; event: string; time: number },
): Promise<boolean> {
  const result = await db
    .insertInto("inbox")
    .values({ ...row, state: "new", attempts: 0, next_at: 0 })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The oldest waiting event of each place, oldest first, if it is due. */
export async function oldestEvents(db: Db, now: number, limit: number): Promise<readonly Pending[]> {
  const heads = db
    .selectFrom("inbox")
    .select((eb) => eb.fn.min("seq").as("seq"))
    .where("state", "=", sql.lit("new"))
    .groupBy(["place", "conversation"]);
  const rows = await db
    .selectFrom("inbox")
    .select(["seq", "event", "attempts"])
    .where("seq", "in", heads)
    .where("next_at", "<=", now)
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.map(({ seq, event, attempts }) => ({
    seq,
    attempts,
    event: JSON.parse(event ?? "{}") as Event,
  }));
}

/** When the next event that waits for a retry is due. */
export async function nextEventAt(db: Db, now: number): Promise<number | undefined> {
  const row = await db
    .selectFrom("inbox")
    .select((eb) => eb.fn.min("next_at").as("at"))
    .where("state", "=", sql.lit("new"))
    .where("next_at", ">", now)
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/**
 * The words now stand in the turn; only the key stays, to know the event again. Throws, and so undoes the
 * transaction, if the event was taken up anew since.
 */
export async function finishEvent(db: Db, pending: Pending, conversation: number): Promise<void> {
  const result = await db
    .updateTable("inbox")
    .set({ state: "done", event: null, conversation })
    .where("seq", "=", pending.seq)
    .where("state", "=", "new")
    .where("attempts", "=", pending.attempts)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new Error(`event ${pending.seq} was taken up anew`);
}

/** Not for anybody: kept as done, with the reason. */
export async function suppressEvent(db: Db, seq: number, reason: string): Promise<void> {
  await db.updateTable("inbox").set({ state: "done", event: null, reason }).where("seq", "=", seq).execute();
}

export async function postponeEvent(db: Db, seq: number, attempts: number, nextAt: number): Promise<void> {
  await db.updateTable("inbox").set({ attempts, next_at: nextAt }).where("seq", "=", seq).execute();
}

/** Given up; the event stays, to be looked into. */
export async function buryEvent(db: Db, seq: number, reason: string): Promise<void> {
  await db.updateTable("inbox").set({ state: "dead", reason }).where("seq", "=", seq).execute();
}

/** The newest event there is; 0 in an empty inbox. */
export async function newestEvent(db: Db): Promise<number> {
  const row = await db
    .selectFrom("inbox")
    .select((eb) => eb.fn.max("seq").as("seq"))
    .executeTakeFirst();
  return row?.seq ?? 0;
}
