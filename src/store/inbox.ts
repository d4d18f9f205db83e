import { CompiledQuery, type Kysely, sql, type Updateable } from "kysely";
import type { InboundEvent } from "#ports/platform.ts";
import type { Undelivered } from "../conversation/input.ts";
import type { Schema } from "./schema.ts";

/** What the core tells itself, through the same queue as the rest. */
export type InternalEvent =
  | { readonly type: "woke"; readonly conversation: number; readonly time: number }
  | {
      readonly type: "undelivered";
      readonly conversation: number;
      readonly what: number | "card" | "thread";
      readonly fault: Undelivered;
      readonly time: number;
    }
  | { readonly type: "left" | "moved"; readonly conversation: number; readonly time: number };

export type Event = InboundEvent | InternalEvent;

/** An accepted event that waits for its turn. */
export type Pending = { readonly seq: number; readonly event: Event; readonly attempts: number };

type Db = Kysely<Schema>;

/** Stores the event; `false` if it was stored before. */
export async function insertEvent(db: Db, event: InboundEvent): Promise<boolean> {
  const [isNew] = await insertEvents(db, [event]);
  return isNew === true;
}

/** Stores events with one statement; for each, whether it was not stored before. */
export async function insertEvents(db: Db, events: readonly InboundEvent[]): Promise<readonly boolean[]> {
  return insert(
    db,
    events.map((event) => ({
      key: `${event.at.slice(0, event.at.indexOf(":"))}:${event.id}`,
      place: event.at,
      conversation: event.type === "action" ? caseNamed(event.value) : null,
      event: JSON.stringify(event),
      time: event.time,
    })),
  );
}

/**
 * The case that a button names, true or forged: buttons of different cases at one place (the desk's channel)
 * need not wait for each other.
 */
export function caseNamed(value: string): number | null {
  // What follows a dot names something in the case.
  const number = Number(value.split(".")[0]);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** `key` names what happened, so that it is told once. */
export async function insertInternal(db: Db, key: string, event: InternalEvent): Promise<boolean> {
  const { conversation, time } = event;
  const [isNew] = await insert(db, [{ key, place: null, conversation, event: JSON.stringify(event), time }]);
  return isNew === true;
}

type Row = { key: string; place: string | null; conversation: number | null; event: string; time: number };

const columns = ["key", "place", "conversation", "event", "time"] as const;

async function insert(db: Db, rows: readonly Row[]): Promise<readonly boolean[]> {
  const values = rows.flatMap((row) => columns.map((column) => row[column]));
  const query = CompiledQuery.raw(statementFor(db, rows.length), values);
  const { rows: stored } = await db.executeQuery<{ key: string }>(query);
  // Mostly all are new.
  if (stored.length === rows.length) return rows.map(() => true);
  const fresh = new Set(stored.map(({ key }) => key));
  return rows.map(({ key }) => fresh.delete(key));
}

/** By the number of rows, on which alone the text depends: to compose it anew costs half as much as to run it (measured). */
const statements = new Map<number, string>();

function statementFor(db: Db, count: number): string {
  const known = statements.get(count);
  if (known !== undefined) return known;
  // In the order of the columns.
  const row: Row = { key: "", place: null, conversation: null, event: "", time: 0 };
  const { sql: text } = db
    .insertInto("inbox")
    .values(Array.from({ length: count }, () => row))
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returning("key")
    .compile();
  statements.set(count, text);
  return text;
}

/** The oldest waiting event of a place, and of each case that is named there. */
export type Head = { readonly seq: number; readonly place: string | undefined; readonly isDue: boolean };

/** The heads of the inbox, due or not, oldest first. */
export async function oldestEvents(db: Db, now: number, limit: number): Promise<readonly Head[]> {
  const heads = db
    .selectFrom("inbox")
    .select((eb) => eb.fn.min("seq").as("seq"))
    .where("state", "=", sql.lit("new"))
    .groupBy(["place", "conversation"]);
  const rows = await db
    .selectFrom("inbox")
    .select(["seq", "place", "next_at", "last_try"])
    .where("seq", "in", heads)
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.map(({ seq, place, next_at, last_try }) => ({
    seq,
    place: place ?? undefined,
    isDue: next_at <= now || last_try > now,
  }));
}

/** The event itself, apart from its head: it may be long, and most heads of a crowd only wait. */
export async function pendingEvent(db: Db, seq: number): Promise<Pending> {
  const { event, attempts } = await db
    .selectFrom("inbox")
    .select(["event", "attempts"])
    .where("seq", "=", seq)
    .executeTakeFirstOrThrow();
  return { seq, attempts, event: JSON.parse(event ?? "{}") as Event };
}

/**
 * The words now stand in the turn; only the key stays, to know the event again. Throws, and so undoes the
 * transaction, if the event was taken up anew since.
 */
export async function finishEvent(db: Db, pending: Pending, conversation: number): Promise<void> {
  if (isPassing(pending)) return removeEvent(db, pending);
  await end(db, pending, { state: "done", event: null, conversation });
}

/** Not for anybody: kept as done, with the reason. */
export async function suppressEvent(db: Db, pending: Pending, reason: string): Promise<void> {
  if (isPassing(pending)) return removeEvent(db, pending);
  await end(db, pending, { state: "done", event: null, reason });
}

/** Given up; the event stays, to be looked into. */
export async function buryEvent(db: Db, pending: Pending, reason: string): Promise<void> {
  if (isPassing(pending)) return removeEvent(db, pending);
  await end(db, pending, { state: "dead", reason });
}

async function end(db: Db, pending: Pending, as: Updateable<Schema["inbox"]>): Promise<void> {
  const result = await db
    .updateTable("inbox")
    .set(as)
    .where("seq", "=", pending.seq)
    .where("state", "=", sql.lit("new"))
    .where("attempts", "=", pending.attempts)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new Error(`event ${pending.seq} was taken up anew`);
}

/** A wake-up leaves nothing behind, so that the next one of the conversation can come. */
async function removeEvent(db: Db, { seq, attempts }: Pending): Promise<void> {
  const result = await db
    .deleteFrom("inbox")
    .where("seq", "=", seq)
    .where("attempts", "=", attempts)
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw new Error(`event ${seq} was taken up anew`);
}

/** Sets the event aside until `now + waitMs`. */
export async function postponeEvent(
  db: Db,
  event: { seq: number; attempts: number },
  wait: { now: number; waitMs: number },
): Promise<void> {
  await db
    .updateTable("inbox")
    .set({ attempts: event.attempts, next_at: wait.now + wait.waitMs, last_try: wait.now })
    .where("seq", "=", event.seq)
    .execute();
}

/** The newest event there is; 0 in an empty inbox. */
export async function newestEvent(db: Db): Promise<number> {
  const row = await db
    .selectFrom("inbox")
    .select((eb) => eb.fn.max("seq").as("seq"))
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** Told again whenever it is so: nothing of it is kept, and once is enough as long as it waits. */
function isPassing({ event }: Pending): boolean {
  return event.type === "woke" || event.type === "moved";
}
