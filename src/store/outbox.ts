import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { Action, Button } from "#ports/controls.ts";
import type { Mark, OutboundMessage, Reaction } from "#ports/platform.ts";
import type { Side, Slot } from "../conversation/conversation.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;
type Row = Selectable<Schema["outbox"]>;

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
    /** Nothing can stand under the name yet. */
    isNew: boolean;
    onlyReplace: boolean;
    parts: readonly OutboundMessage[];
    now: number;
    /** How long it can still be taken back, in ms. */
    hold?: number;
  },
): Promise<void> {
  const { conversation, side, slot, isNew, onlyReplace, parts, now, hold = 0 } = post;
  let standing = slot && !isNew ? await standingAt(db, conversation, side, slot) : [];
  if (onlyReplace && standing.length === 0) return;
  if (slot && !isNew && standing.length === 0) await dropLost(db, conversation, side, slot);
  // What only replaces is never a message of its own.
  if (slot === "status" && !onlyReplace && (await somethingSaidSince(db, standing))) {
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
    else await insertRow(db, { ...row, op: "post", next_at: hold > 0 ? now + hold : 0 });
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

/** Changes what stands in the slot so that it no longer offers the actions, but those buttons `instead`. */
export async function enqueueUnbutton(
  db: Db,
  unbutton: {
    conversation: number;
    slot: Slot;
    actions: readonly Action[];
    instead?: readonly Button[];
    now: number;
  },
): Promise<void> {
  const { conversation, slot, actions, instead = [], now } = unbutton;
  for (const row of await standingAt(db, conversation, "student", slot)) {
    const message = JSON.parse((await latestWords(db, row)) ?? "{}") as OutboundMessage;
    const kept = message.buttons?.filter(({ action }) => !actions.includes(action));
    if (!kept || kept.length === message.buttons?.length) continue;
    const next = JSON.stringify({ ...message, buttons: [...instead, ...kept] });
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
  await insertRow(db, {
    conversation,
    side: "desk",
    op: "mark",
    slot: `turn:${turn}`,
    part: 0,
    message: JSON.stringify({ mark: mark.mark }),
    created: now,
  });
}

/** Shows a reaction on the message that a turn was written as. */
export async function enqueueReaction(
  db: Db,
  react: { conversation: number; side: Side; turn: number; reaction: Reaction; now: number },
): Promise<void> {
  const { conversation, side, turn, reaction, now } = react;
  const slot = `turn:${turn}` as const;
  const message = JSON.stringify(reaction);
  await insertRow(db, { conversation, side, op: "react", slot, part: 0, message, created: now });
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

type NewRow = Pick<Row, "conversation" | "side" | "op" | "slot" | "part" | "message" | "created"> &
  Partial<Pick<Row, "to_place" | "urgent" | "next_at">>;

/** A message of a new key; `next_at` says how long it is held back. */
export async function insertRow(db: Db, row: NewRow): Promise<void> {
  const turn = row.slot?.startsWith("turn:") ? Number(row.slot.slice(5)) : null;
  await db
    .insertInto("outbox")
    .values({
      next_at: 0,
      to_place: null,
      ...row,
      key: randomUUID(),
      turn,
      state: "pending",
      attempts: 0,
      last_try: row.next_at ? row.created : 0,
    })
    .execute();
}

/**
 * Changes a post that has not left, or sends one edit after it: only the latest words matter. An edit that waits
 * already is looked for first: a post may wait again after it was on its way, with that edit behind it.
 */
async function change(db: Db, before: Row, row: Omit<NewRow, "op">): Promise<void> {
  const waiting = await editsOf(db, before).where("state", "=", "pending").executeTakeFirst();
  if (waiting) await setMessage(db, waiting.id, row.message);
  else if (before.state === "pending") await setMessage(db, before.id, row.message);
  else await insertRow(db, { ...row, op: "edit" });
}

/** What will stand there once everything has arrived. */
async function latestWords(db: Db, post: Row): Promise<string | null> {
  const edit = await editsOf(db, post)
    .where("state", "in", ["pending", "sending", "ambiguous"])
    .executeTakeFirst();
  return edit ? edit.message : post.message;
}

/** What was given up before is no part of words that are sent anew. */
async function dropLost(db: Db, conversation: number, side: Side, slot: Slot): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state: "dropped" })
    .where("conversation", "=", conversation)
    .where("slot", "=", slot)
    .where("side", "=", side)
    .where("state", "=", "dead")
    .execute();
}

/** The newest first. */
function editsOf(db: Db, post: Row) {
  return db
    .selectFrom("outbox")
    .select(["id", "message"])
    .where("conversation", "=", post.conversation)
    .where("slot", "=", post.slot)
    .where("side", "=", post.side)
    .where("part", "=", post.part)
    .where("op", "=", "edit")
    .orderBy("id", "desc");
}

export async function setMessage(db: Db, id: number, message: string | null): Promise<void> {
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
  // Forgotten at once, so that nothing can be changed that is about to go; one on its way still needs its words.
  if (row.state === "delivered") await setMessage(db, row.id, null);
  const { conversation, side, slot, part } = row;
  await insertRow(db, { conversation, side, slot, part, op: "remove", message: null, created: now });
}
