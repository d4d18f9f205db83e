import { type Kysely, sql } from "kysely";
import type {
  Address,
  Author,
  InboundEvent,
  Mark,
  OutboundMessage,
  Shown,
  StoredFile,
} from "#ports/platform.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/**
 * What stands at an address: what people wrote there, also what waits to be worked on, and what was delivered
 * there, as it stands now. The newest `limit`, oldest first.
 */
export async function historyAt(db: Db, at: Address, limit: number): Promise<readonly Shown[]> {
  const [written, waiting, delivered] = [
    await writtenAt(db, at, limit),
    await waitingAt(db, at, limit),
    await deliveredAt(db, at, limit),
  ];
  const lists = [[...written, ...waiting], delivered].map(inOrder);
  return lists
    .flat()
    .sort((a, b) => a.place - b.place)
    .slice(-limit)
    .map(({ shown }) => shown);
}

/** By time, but never against the order in which they came, whatever the clock did meanwhile. */
function inOrder(list: readonly Shown[]): readonly { place: number; shown: Shown }[] {
  let place = 0;
  return list.map((shown) => {
    place = Math.max(place, shown.time);
    return { place, shown };
  });
}

async function writtenAt(db: Db, at: Address, limit: number): Promise<readonly Shown[]> {
  const rows = await db
    .selectFrom("turns")
    .select(["message", "time", "side", "author_id", "author_name", "text", "files", "mark"])
    .where("place", "=", at)
    .where("deleted", "=", 0)
    .orderBy("number", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.message ?? "",
    time: row.time,
    from: {
      id: row.author_id,
      name: row.author_name,
      kind: (row.side === "desk" ? "staff" : "student") satisfies Author["kind"],
    },
    message: { text: row.text, files: JSON.parse(row.files) as StoredFile[] },
    ...(row.mark !== null && { mark: row.mark as Mark }),
  }));
}

async function waitingAt(db: Db, at: Address, limit: number): Promise<readonly Shown[]> {
  const rows = await db
    .selectFrom("inbox")
    .select("event")
    .where("place", "=", at)
    .where("state", "=", sql.lit("new"))
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().flatMap((row) => {
    const event = JSON.parse(row.event ?? "{}") as InboundEvent;
    if (event.type !== "message") return [];
    const { message, time, from, text, files } = event;
    return [{ id: message, time, from, message: { text, files } }];
  });
}

async function deliveredAt(db: Db, at: Address, limit: number): Promise<readonly Shown[]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["sent_id", "settled", "message"])
    .where("place", "=", at)
    .where("op", "=", sql.lit("post"))
    .where("state", "=", "delivered")
    .where("message", "is not", null)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.sent_id ?? "",
    time: row.settled ?? 0,
    from: "bot" as const,
    message: JSON.parse(row.message ?? "{}") as OutboundMessage,
  }));
}

/** What a message of the bot shows now; `undefined` for one that is not the bot's or is gone. */
export async function shownAt(db: Db, at: Address, id: string): Promise<OutboundMessage | undefined> {
  const row = await db
    .selectFrom("outbox")
    .select("message")
    .where("place", "=", at)
    .where("sent_id", "=", id)
    .where("op", "=", sql.lit("post"))
    .executeTakeFirst();
  return row?.message ? (JSON.parse(row.message) as OutboundMessage) : undefined;
}

/** The bot's message behind a platform's message id: its case, its turn if it is one, and what stands there. */
export async function messageShown(
  db: Db,
  place: Address,
  sentId: string,
): Promise<{ turn: number | undefined; message: OutboundMessage; conversation: number } | undefined> {
  const row = await db
    .selectFrom("outbox")
    .select(["turn", "message", "conversation"])
    .where("place", "=", place)
    .where("sent_id", "=", sentId)
    .where("op", "=", sql.lit("post"))
    .executeTakeFirst();
  if (!row?.message || row.conversation === null) return undefined;
  return {
    turn: row.turn ?? undefined,
    conversation: row.conversation,
    message: JSON.parse(row.message) as OutboundMessage,
  };
}
