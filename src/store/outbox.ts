import { randomUUID } from "node:crypto";
import { type Kysely, type Selectable, type SqlBool, sql } from "kysely";
import type { Action, Address, Mark, OutboundMessage, Sent } from "#ports/platform.ts";
import type { Side, Slot } from "../conversation/conversation.ts";
import { setTurn } from "./conversations.ts";
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

/**
 * Puts the parts of a message on their way. A part that stands there already, or is on its way, is changed;
 * parts that stand there without a counterpart are removed.
 */
export async function enqueuePost(
  db: Db,
  post: {
    conversation: number;
    side: Side;
    slot: Slot | undefined;
    onlyReplace: boolean;
    parts: readonly OutboundMessage[];
    now: number;
  },
): Promise<void> {
  const { conversation, side, slot, onlyReplace, parts, now } = post;
  let standing = slot ? await standingAt(db, conversation, side, slot) : [];
  if (onlyReplace && standing.length === 0) return;
  if (slot === "status" && (await somethingSaidSince(db, standing))) {
    // A line that is edited far above is read by nobody: it moves down to where the talk is.
    await enqueueRemoval(db, { conversation, side, slot, now });
    standing = [];
  }
  for (const [part, message] of parts.entries()) {
    const before = standing.find((row) => row.part === part);
    const row = {
      conversation,
      side,
      slot: slot ?? null,
      part,
      message: JSON.stringify(message),
      created: now,
    };
    if (before) await change(db, before, row);
    else await insert(db, { ...row, op: "post" });
  }
  for (const row of standing) if (row.part >= parts.length) await removeRow(db, row, now);
}

/** Takes back what stands under the name, or stops it on its way. */
export async function enqueueRemoval(
  db: Db,
  removal: { conversation: number; side: Side; slot: Slot; now: number },
): Promise<void> {
  const standing = await standingAt(db, removal.conversation, removal.side, removal.slot);
  for (const row of standing) await removeRow(db, row, removal.now);
}

/** Changes what stands in the slot so that it no longer offers the actions. */
export async function enqueueUnbutton(
  db: Db,
  unbutton: { conversation: number; slot: Slot; actions: readonly Action[]; now: number },
): Promise<void> {
  const { conversation, slot, actions, now } = unbutton;
  for (const row of await standingAt(db, conversation, "student", slot)) {
    const message = JSON.parse(row.message ?? "{}") as OutboundMessage;
    const buttons = message.buttons?.filter(({ action }) => !actions.includes(action));
    if (!buttons || buttons.length === message.buttons?.length) continue;
    const next = JSON.stringify({ ...message, buttons });
    await change(db, row, {
      conversation,
      side: "student",
      slot,
      part: row.part,
      message: next,
      created: now,
    });
  }
}

export async function enqueueMark(
  db: Db,
  mark: { conversation: number; turn: number; mark: Mark; now: number },
): Promise<void> {
  const { conversation, turn, now } = mark;
  await insert(db, {
    conversation,
    side: "desk",
    op: "mark",
    slot: `turn:${turn}`,
    part: 0,
    message: JSON.stringify({ mark: mark.mark }),
    created: now,
  });
}

/** What stands in the slot: the newest post of each part that was or may be delivered. */
async function standingAt(db: Db, conversation: number, side: Side, slot: Slot): Promise<readonly Row[]> {
  const rows = await db
    .selectFrom("outbox")
    .selectAll()
    .where("conversation", "=", conversation)
    .where("slot", "=", slot)
    .where("side", "=", side)
    .where("op", "=", "post")
    .where("state", "in", ["pending", "sending", "ambiguous", "delivered"])
    .where((eb) => eb.or([eb("message", "is not", null), eb("state", "!=", "delivered")]))
    .orderBy("id")
    .execute();
  const newest = new Map(rows.map((row) => [row.part, row]));
  return [...newest.values()];
}

async function somethingSaidSince(db: Db, standing: readonly Row[]): Promise<boolean> {
  const [status] = standing;
  if (status?.state !== "delivered" || status.settled === null) return false;
  const post = await db
    .selectFrom("outbox")
    .select("id")
    .where("conversation", "=", status.conversation)
    .where("side", "=", "student")
    .where("op", "=", "post")
    .where("id", ">", status.id)
    .executeTakeFirst();
  if (post) return true;
  const turn = await db
    .selectFrom("turns")
    .select("number")
    .where("conversation", "=", status.conversation)
    .where("side", "=", "student")
    .where("time", ">", status.settled)
    .executeTakeFirst();
  return turn !== undefined;
}

type NewRow = Pick<Row, "conversation" | "side" | "op" | "slot" | "part" | "message" | "created">;

async function insert(db: Db, row: NewRow): Promise<void> {
  const turn = row.slot?.startsWith("turn:") ? Number(row.slot.slice(5)) : null;
  await db
    .insertInto("outbox")
    .values({ ...row, key: randomUUID(), turn, state: "pending", attempts: 0, next_at: 0 })
    .execute();
}

/** Changes a post that has not left, or sends one edit after it: only the latest words matter. */
async function change(db: Db, before: Row, row: Omit<NewRow, "op">): Promise<void> {
  if (before.state === "pending") return setMessage(db, before.id, row.message);
  const edit = await db
    .selectFrom("outbox")
    .select("id")
    .where("conversation", "=", before.conversation)
    .where("slot", "=", before.slot)
    .where("side", "=", before.side)
    .where("part", "=", before.part)
    .where("op", "=", "edit")
    .where("state", "=", "pending")
    .executeTakeFirst();
  if (edit) return setMessage(db, edit.id, row.message);
  await insert(db, { ...row, op: "edit" });
}

async function setMessage(db: Db, id: number, message: string | null): Promise<void> {
  await db.updateTable("outbox").set({ message }).where("id", "=", id).execute();
}

async function removeRow(db: Db, row: Row, now: number): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state: "dropped", message: null, settled: now })
    .where("conversation", "=", row.conversation)
    .where("slot", "=", row.slot)
    .where("side", "=", row.side)
    .where("part", "=", row.part)
    .where("op", "in", ["post", "edit"])
    .where("state", "=", "pending")
    .execute();
  if (row.state === "pending") return;
  const { conversation, side, slot, part } = row;
  await insert(db, { conversation, side, slot, part, op: "remove", message: null, created: now });
}

/**
 * The oldest unsettled row of each side of each conversation, if it is due, marked as `sending`: what follows
 * may leave the machine, so from here on it counts as maybe sent.
 */
export async function takeDue(
  db: Db,
  due: { now: number; skip: ReadonlySet<string>; limit: number; desk: Address },
): Promise<readonly Sending[]> {
  const { now, skip, limit, desk } = due;
  const heads = db
    .selectFrom("outbox")
    .select((eb) => eb.fn.min("id").as("id"))
    .where(unsettled)
    .groupBy(["conversation", "side"]);
  const rows = await db
    .selectFrom("outbox")
    .selectAll()
    .where("id", "in", heads)
    .where("next_at", "<=", now)
    .where("state", "!=", "sending")
    .orderBy("id")
    .limit(limit + skip.size)
    .execute();
  const taken = rows.filter((row) => !skip.has(sendLane(row.conversation, row.side as Side))).slice(0, limit);
  if (taken.length === 0) return [];
  await db
    .updateTable("outbox")
    .set((eb) => ({
      state: "sending",
      attempts: eb("attempts", "+", 1),
      first_try: eb.fn.coalesce("first_try", sql.lit(now)),
    }))
    .where(
      "id",
      "in",
      taken.map((row) => row.id),
    )
    .execute();
  const sendings: Sending[] = [];
  for (const row of taken) sendings.push(await toSending(db, row, desk));
  return sendings;
}

/** Rows of one lane go out one after the other. */
export function sendLane(conversation: number, side: Side): string {
  return `${conversation}:${side}`;
}

async function toSending(db: Db, row: Row, desk: Address): Promise<Sending> {
  return {
    id: row.id,
    conversation: row.conversation,
    side: row.side as Side,
    key: row.key,
    slot: (row.slot ?? undefined) as Slot | undefined,
    turn: row.turn ?? undefined,
    attempts: row.attempts + 1,
    created: row.created,
    ambiguousSince: row.state === "ambiguous" ? (row.first_try ?? row.created) : undefined,
    act: await actOf(db, row, desk),
  };
}

async function actOf(db: Db, row: Row, desk: Address): Promise<Sending["act"]> {
  const content = JSON.parse(row.message ?? "{}") as unknown;
  switch (row.op) {
    case "post": {
      const { student_at, desk_at } = await db
        .selectFrom("conversations")
        .select(["student_at", "desk_at"])
        .where("number", "=", row.conversation)
        .executeTakeFirstOrThrow();
      const at = row.side === "student" ? student_at : row.slot === "card" ? desk : desk_at;
      if (at === null) return { op: "nowhere" };
      return { op: "post", at: at as Address, message: content as OutboundMessage };
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
      const at = target.place as Address;
      return row.op === "remove"
        ? { op: "remove", at, target: target.sent_id }
        : { op: "edit", at, target: target.sent_id, message: content as OutboundMessage };
    }
  }
}

async function delivered(
  db: Db,
  row: Pick<Row, "conversation" | "side" | "slot" | "part" | "id">,
): Promise<Row | undefined> {
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
    if (target) await setMessage(db, target.id, act.op === "edit" ? JSON.stringify(act.message) : null);
  }
}

export async function settleLater(
  db: Db,
  id: number,
  later: { state: "pending" | "ambiguous"; nextAt: number; reason: string },
): Promise<void> {
  const { state, nextAt, reason } = later;
  await db.updateTable("outbox").set({ state, next_at: nextAt, reason }).where("id", "=", id).execute();
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

export async function nextSendAt(db: Db, now: number): Promise<number | undefined> {
  const row = await db
    .selectFrom("outbox")
    .select((eb) => eb.fn.min("next_at").as("at"))
    .where(unsettled)
    .where("next_at", ">", now)
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/** The bot's message behind a platform's message id: its turn, and what stands there. */
export async function messageShown(
  db: Db,
  place: Address,
  sentId: string,
): Promise<{ turn: number; message: OutboundMessage; conversation: number } | undefined> {
  const row = await db
    .selectFrom("outbox")
    .select(["turn", "message", "conversation"])
    .where("place", "=", place)
    .where("sent_id", "=", sentId)
    .where("op", "=", "post")
    .executeTakeFirst();
  if (!row?.message || row.turn === null) return undefined;
  return {
    turn: row.turn,
    conversation: row.conversation,
    message: JSON.parse(row.message) as OutboundMessage,
  };
}
