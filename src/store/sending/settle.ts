import { type Kysely, type SqlBool, sql } from "kysely";
import type { Sent } from "#ports/platform.ts";
import type { Side, Slot } from "../../conversation/conversation.ts";
import { setTurn } from "../cases/turns.ts";
import { setDeskThread } from "../conversations.ts";
import { setMessage } from "../outbox.ts";
import type { Schema } from "../schema.ts";
import { delivered, type Sending } from "./due.ts";

type Db = Kysely<Schema>;

/** A desk that takes cards but no threads would fill with cards. */
const mostThreads = 3;

/** The act happened. A post remembers where it stands; a change is written into the post it changed. */
export async function settleDelivered(
  db: Db,
  sending: Sending,
  sent: Sent | undefined,
  now: number,
): Promise<void> {
  const { act, id } = sending;
  const place = "at" in act ? act.at : null;
  const row = await db
    .updateTable("outbox")
    .set({
      state: "delivered",
      settled: now,
      place,
      sent_id: sent?.id ?? null,
      ...(act.op !== "post" && { message: null }),
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (act.op === "mark" && sending.turn !== undefined) await setTurn(db, sending.turn, { mark: act.mark });
  if (act.op === "edit" || act.op === "remove") {
    const target = await delivered(db, row);
    // What was taken back meanwhile does not come back.
    if (target?.message)
      await setMessage(db, target.id, act.op === "edit" ? JSON.stringify(act.message) : null);
  }
}

export async function settleLater(
  db: Db,
  id: number,
  later: { state: "pending" | "ambiguous"; now: number; waitMs: number; reason: string },
): Promise<void> {
  const { state, now, waitMs, reason } = later;
  await db
    .updateTable("outbox")
    .set({ state, next_at: now + waitMs, last_try: now, reason })
    .where("id", "=", id)
    .execute();
}

/** Given up; kept, with the reason. */
export async function settleDead(db: Db, id: number, reason: string, now: number): Promise<void> {
  await db.updateTable("outbox").set({ state: "dead", reason, settled: now }).where("id", "=", id).execute();
}

/**
 * The thread of a case is gone: its card will be posted anew, and what waits for the thread goes on there. `false`
 * if that is not to be done: the case is over, or it has lost several threads already.
 */
export async function loseThread(db: Db, sending: Sending, now: number): Promise<boolean> {
  const { id, conversation, slot, side, act } = sending;
  if (conversation === undefined || side !== "desk" || slot === "card" || act.op !== "post") return false;
  const open = await db
    .selectFrom("conversations")
    .select("number")
    .where("number", "=", conversation)
    .where("wake_at", "is not", null)
    .executeTakeFirst();
  const cards = await db
    .selectFrom("outbox")
    .select("id")
    .where("conversation", "=", conversation)
    .where("slot", "=", "card")
    .where("op", "=", "post")
    .execute();
  if (!open || cards.length > mostThreads) return false;
  await setDeskThread(db, conversation, undefined);
  await db
    .updateTable("outbox")
    .set({ message: null })
    .where("conversation", "=", conversation)
    .where("slot", "=", "card")
    .where("state", "=", "delivered")
    .execute();
  await settleLater(db, id, { state: "pending", now, waitMs: 0, reason: "gone" });
  return true;
}

/** A case that is over gets no thread any more: what waited for it is given up with its card. */
export async function giveUpThread(db: Db, conversation: number, now: number): Promise<void> {
  const over = await db
    .selectFrom("conversations")
    .select("number")
    .where("number", "=", conversation)
    .where("desk_at", "is", null)
    .where("wake_at", "is", null)
    .executeTakeFirst();
  if (!over) return;
  await db
    .updateTable("outbox")
    .set({ state: "dead", reason: "gone", settled: now })
    .where("conversation", "=", conversation)
    .where("side", "=", "desk")
    .where("state", "=", "pending")
    .execute();
}

/** After a start: what was on its way when the process ended may or may not have left. */
export async function suspectAll(db: Db): Promise<number> {
  const result = await db
    .updateTable("outbox")
    .set({ state: "ambiguous", next_at: 0 })
    .where("state", "=", "sending")
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Whether the platform may show a card whose thread is not known here yet. */
export async function cardUnderWay(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom("outbox")
    .select("id")
    .where(sql<SqlBool>`state in ('pending', 'sending', 'ambiguous')`)
    .where("slot", "=", "card")
    .where("op", "=", "post")
    .where("state", "!=", "pending")
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the last part of what stands in the slot has arrived, and none was given up. */
export async function allArrived(
  db: Db,
  slot: { conversation: number; side: Side; slot: Slot },
): Promise<boolean> {
  const row = await db
    .selectFrom("outbox")
    .select("id")
    .where("conversation", "=", slot.conversation)
    .where("slot", "=", slot.slot)
    .where("side", "=", slot.side)
    .where("op", "=", "post")
    .where("state", "in", ["pending", "sending", "ambiguous", "dead"])
    .executeTakeFirst();
  return row === undefined;
}

/** Where the copy of a staff line is: still held back, or lost for good; `undefined` for one that is there or on its way. */
export async function copyOf(
  db: Db,
  line: { conversation: number; turn: number; now: number },
): Promise<"held" | "lost" | undefined> {
  const rows = await db
    .selectFrom("outbox")
    .select(["state", "attempts", "next_at"])
    .where("conversation", "=", line.conversation)
    .where("slot", "=", `turn:${line.turn}`)
    .where("side", "=", "student")
    .where("op", "=", "post")
    .where("state", "!=", "dropped")
    .execute();
  if (rows.length === 0) return undefined;
  if (rows.every(({ state }) => state === "dead")) return "lost";
  const isHeld = rows.every(
    ({ state, attempts, next_at }) => state === "pending" && attempts === 0 && next_at > line.now,
  );
  return isHeld ? "held" : undefined;
}
