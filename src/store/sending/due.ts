import { type Kysely, type Selectable, type SqlBool, sql } from "kysely";
import type { Address, Mark, OutboundMessage, Reaction } from "#ports/platform.ts";
import type { Side, Slot } from "../../conversation/conversation.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;
type Row = Selectable<Schema["outbox"]>;

/** A message that is on its way. `at` is where it goes, or where the message stands that it changes. */
export type Sending = {
  readonly id: number;
  /** `undefined` for a message that belongs to no case. */
  readonly conversation: number | undefined;
  readonly side: Side;
  /** Passed by nothing, and rather shown twice than not at all. */
  readonly isUrgent: boolean;
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
    | { readonly op: "react"; readonly at: Address; readonly target: string; readonly reaction: Reaction }
    /** What it would change was never delivered. */
    | { readonly op: "nothing" };
};

/** Written out, not bound, so that the partial index serves it. */
const unsettled = sql<SqlBool>`state in ('pending', 'sending', 'ambiguous')`;

/** The head of a lane that is due. `at` is where it goes if not in the `thread` of the case at the desk. */
export type Due = {
  readonly id: number;
  readonly lane: string;
  readonly at: Address;
  readonly thread: Address | undefined;
  readonly isAmbiguous: boolean;
  readonly isUrgent: boolean;
};

/** Of a row joined with its case. `desk` is where cards go that have no channel of their own. */
const goesTo = (desk: Address) =>
  sql<string>`coalesce(outbox.to_place, case outbox.side when 'student' then conversations.student_at
    else coalesce(conversations.desk_channel, ${desk}) end)`;

/**
 * The oldest unsettled row of each side of each conversation, if it is due; none of `full` platforms. What is meant
 * for the thread of a case waits until its card has made one. Each urgent row is a lane of its own.
 */
export async function dueSends(
  db: Db,
  due: { now: number; full: readonly string[]; limit: number; desk: Address },
): Promise<readonly Due[]> {
  const { now, full, limit, desk } = due;
  let query = db
    .selectFrom("outbox")
    .leftJoin("conversations", "conversations.number", "outbox.conversation")
    .select(["outbox.id", "outbox.conversation", "outbox.side", "outbox.state", "outbox.urgent"])
    .select(["conversations.desk_at", goesTo(desk).as("at")])
    .where("outbox.id", "in", headsOf(db))
    .where((eb) => eb.or([eb("outbox.next_at", "<=", now), eb("outbox.last_try", ">", now)]))
    .where("outbox.state", "!=", "sending")
    .orderBy("outbox.urgent", "desc")
    .orderBy("outbox.id")
    .limit(limit);
  for (const platform of full)
    query = query.where((eb) =>
      eb.or([eb("outbox.urgent", "=", 1), eb(goesTo(desk), "not like", `${platform}:%`)]),
    );
  const rows = await query.execute();
  return rows.map(({ id, conversation, side, state, urgent, at, desk_at }) => ({
    id,
    lane: urgent ? `urgent:${id}` : `${conversation ?? at}:${side}`,
    at: at as Address,
    thread: (desk_at ?? undefined) as Address | undefined,
    isAmbiguous: state === "ambiguous",
    isUrgent: urgent === 1,
  }));
}

function headsOf(db: Db) {
  return db
    .selectFrom("outbox")
    .leftJoin("conversations", "conversations.number", "outbox.conversation")
    .select((eb) => eb.fn.min("outbox.id").as("id"))
    .where(sql<SqlBool>`outbox.state in ('pending', 'sending', 'ambiguous')`)
    .where(
      sql<SqlBool>`not (outbox.side = 'desk' and outbox.to_place is null and conversations.desk_at is null
        and (outbox.slot is null or outbox.slot <> 'card'))`,
    )
    .groupBy(["outbox.conversation", "outbox.side", "outbox.to_place"])
    .groupBy(sql`case outbox.urgent when 1 then outbox.id end`);
}

/** When the next message that waits for its time may leave, if that is before `until`. */
export async function nextSend(db: Db, now: number, until: number): Promise<number | undefined> {
  const row = await db
    .selectFrom("outbox")
    .select((eb) => eb.fn.min("next_at").as("next"))
    .where(unsettled)
    .where("next_at", ">", now)
    .where("next_at", "<", until)
    .executeTakeFirst();
  return row?.next ?? undefined;
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
    conversation: row.conversation ?? undefined,
    side: row.side as Side,
    isUrgent: row.urgent === 1,
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
      const inThread = row.side === "desk" && row.slot !== "card" && row.to_place === null;
      const at = (inThread ? head.thread : undefined) ?? head.at;
      return { op: "post", at, message: content as OutboundMessage };
    }
    case "mark":
    case "react": {
      const target = await written(db, row);
      if (!target) return { op: "nothing" };
      return row.op === "mark"
        ? { op: "mark", ...target, mark: (content as { mark: Mark }).mark }
        : { op: "react", ...target, reaction: content as Reaction };
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

/** The message that a turn was written as; words of a form stand at the desk as a copy. */
async function written(db: Db, row: Row): Promise<{ at: Address; target: string } | undefined> {
  const turn = await db
    .selectFrom("turns")
    .select(["place", "message"])
    .where("number", "=", row.turn ?? 0)
    .where("deleted", "=", 0)
    .executeTakeFirst();
  const copy = turn && !turn.message ? await delivered(db, row) : undefined;
  const at = turn?.message ? turn.place : copy?.place;
  const target = turn?.message ?? copy?.sent_id;
  return at && target ? { at: at as Address, target } : undefined;
}

/** The post that a change is about, if it arrived. */
export async function delivered(db: Db, row: Row): Promise<Row | undefined> {
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
