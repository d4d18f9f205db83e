import { type Kysely, type Selectable, type SqlBool, sql } from "kysely";
import type { Address, Mark, OutboundMessage, Sent } from "#ports/platform.ts";
import type { Side, Slot } from "../conversation/conversation.ts";
import { setTurn } from "./conversations.ts";
import { setMessage } from "./outbox.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;
type Row = Selectable<Schema["outbox"]>;

/** A message that is on its way. `at` is where it goes, or where the message stands that it changes. */
export type Sending = {
  readonly id: number;
  readonly conversation: number;
  readonly side: Side;
  readonly key: string;
  readonly slot: Slot | undefined;
  readonly turn: number | undefined;
  readonly attempts: number;
  readonly created: number;
  /** Maybe sent already: to be looked for, from this time on. */
  readonly ambiguousSince: number | undefined;
  readonly act:
    | { readonly op: "post"; readonly at: Address; readonly message: OutboundMessage }
    | {
        readonly op: "edit";
        readonly at: Address;
        readonly target: string;
        readonly message: OutboundMessage;
      }
    | { readonly op: "remove"; readonly at: Address; readonly target: string }
    | { readonly op: "mark"; readonly at: Address; readonly target: string; readonly mark: Mark }
    /** What it would change was never delivered. */
    | { readonly op: "nothing" }
    /** A line for a thread that does not exist, since its card was never delivered. */
    | { readonly op: "nowhere" };
};

/** Written out, not bound, so that the partial index serves it. */
const unsettled = sql<SqlBool>`state in ('pending', 'sending', 'ambiguous')`;

/** The head of a lane that is due. `at` is the student's address or the desk, `thread` that of the case there. */
export type Due = {
  readonly id: number;
  readonly lane: string;
  readonly at: Address;
  readonly thread: Address | undefined;
  readonly isAmbiguous: boolean;
};

/** The oldest unsettled row of each side of each conversation, if it is due; none of `full` platforms. */
export async function dueSends(
  db: Db,
  due: { now: number; full: readonly string[]; limit: number; desk: Address },
): Promise<readonly Due[]> {
  const { now, full, limit, desk } = due;
  const heads = db
    .selectFrom("outbox")
    .select((eb) => eb.fn.min("id").as("id"))
    .where(unsettled)
    .groupBy(["conversation", "side"]);
  let query = db
    .selectFrom("outbox")
    .innerJoin("conversations", "conversations.number", "outbox.conversation")
    .select(["outbox.id", "outbox.conversation", "outbox.side", "outbox.state"])
    .select(["conversations.student_at", "conversations.desk_at"])
    .where("outbox.id", "in", heads)
    .where((eb) => eb.or([eb("outbox.next_at", "<=", now), eb("outbox.last_try", ">", now)]))
    .where("outbox.state", "!=", "sending")
    .orderBy("outbox.id")
    .limit(limit);
  for (const platform of full) {
    query = query.where((eb) =>
      eb.or([eb("outbox.side", "=", "desk"), eb("conversations.student_at", "not like", `${platform}:%`)]),
    );
    if (desk.startsWith(`${platform}:`)) query = query.where("outbox.side", "=", "student");
  }
  const rows = await query.execute();
  return rows.map(({ id, conversation, side, state, student_at, desk_at }) => ({
    id,
    lane: sendLane(conversation, side as Side),
    at: side === "student" ? (student_at as Address) : desk,
    thread: (desk_at ?? undefined) as Address | undefined,
    isAmbiguous: state === "ambiguous",
  }));
}

/** Rows of one lane go out one after the other. */
function sendLane(conversation: number, side: Side): string {
  return `${conversation}:${side}`;
}

/**
 * Marks the rows as `sending`: what follows may leave the machine, so from here on they count as maybe sent. A
 * row that was taken back since is left out.
 */
export async function takeDue(db: Db, due: readonly Due[], now: number): Promise<readonly Sending[]> {
  const found = new Map(due.map((head) => [head.id, head]));
  const rows = await db
    .updateTable("outbox")
    .set((eb) => ({
      state: "sending",
      attempts: eb("attempts", "+", 1),
      first_try: eb.fn.coalesce("first_try", eb.val(now)),
    }))
    .where("id", "in", [...found.keys()])
    .where("state", "in", ["pending", "ambiguous"])
    .returningAll()
    .execute();
  const sendings: Sending[] = [];
  for (const row of rows) {
    const head = found.get(row.id);
    if (head) sendings.push(await toSending(db, row, head));
  }
  return sendings;
}

async function toSending(db: Db, row: Row, head: Due): Promise<Sending> {
  return {
    id: row.id,
    conversation: row.conversation,
    side: row.side as Side,
    key: row.key,
    slot: (row.slot ?? undefined) as Slot | undefined,
    turn: row.turn ?? undefined,
    attempts: row.attempts,
    created: row.created,
    ambiguousSince: head.isAmbiguous ? (row.first_try ?? row.created) : undefined,
    act: await actOf(db, row, head),
  };
}

async function actOf(db: Db, row: Row, head: Due): Promise<Sending["act"]> {
  const content = JSON.parse(row.message ?? "{}") as unknown;
  switch (row.op) {
    case "post": {
      const at = row.side === "student" || row.slot === "card" ? head.at : head.thread;
      if (at === undefined) return { op: "nowhere" };
      return { op: "post", at, message: content as OutboundMessage };
    }
    case "mark": {
      const turn = await db
        .selectFrom("turns")
        .select(["place", "message"])
        .where("number", "=", row.turn ?? 0)
        .where("deleted", "=", 0)
        .executeTakeFirst();
      if (!turn?.place || !turn.message) return { op: "nothing" };
      return {
        op: "mark",
        at: turn.place as Address,
        target: turn.message,
        mark: (content as { mark: Mark }).mark,
      };
    }
    case "edit":
    case "remove": {
      const target = await delivered(db, row);
      if (!target?.place || !target.sent_id) return { op: "nothing" };
      if (row.op === "edit" && target.message === null) return { op: "nothing" };
      const at = target.place as Address;
      return row.op === "remove"
        ? { op: "remove", at, target: target.sent_id }
        : { op: "edit", at, target: target.sent_id, message: content as OutboundMessage };
    }
  }
}

/** The post that a change is about, if it arrived. */
async function delivered(db: Db, row: Row): Promise<Row | undefined> {
  return db
    .selectFrom("outbox")
    .selectAll()
    .where("conversation", "=", row.conversation)
    .where("slot", "=", row.slot)
    .where("side", "=", row.side)
    .where("part", "=", row.part)
    .where("op", "=", "post")
    .where("state", "=", "delivered")
    .where("id", "<", row.id)
    .orderBy("id", "desc")
    .executeTakeFirst();
}

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
    .where(unsettled)
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
