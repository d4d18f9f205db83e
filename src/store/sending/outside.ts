import type { Kysely } from "kysely";
import type { Address, OutboundMessage } from "#ports/platform.ts";
import type { Side } from "../../conversation/conversation.ts";
import { insertRow } from "../outbox.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** Puts a message on its way that belongs to no case; urgent ones go before all others and wait for nothing. */
export async function enqueueAt(
  db: Db,
  post: {
    place: Address;
    side: Side;
    parts: readonly OutboundMessage[];
    now: number;
    urgent?: true;
  },
): Promise<void> {
  const { place, side, parts, now, urgent } = post;
  for (const [part, message] of parts.entries())
    await insertRow(db, {
      conversation: null,
      side,
      slot: null,
      part,
      op: "post",
      message: JSON.stringify(message),
      created: now,
      to_place: place,
      urgent: urgent ? 1 : 0,
    });
}

/** Whether a message that belongs to no case was ever put on its way to the place. */
export async function saidAt(db: Db, place: Address): Promise<boolean> {
  const row = await db.selectFrom("outbox").select("id").where("to_place", "=", place).executeTakeFirst();
  return row !== undefined;
}

/** Whether something urgent was put on its way to the place since then. */
export async function urgentSince(db: Db, place: Address, since: number): Promise<boolean> {
  const row = await db
    .selectFrom("outbox")
    .select("id")
    .where("urgent", "=", 1)
    .where("to_place", "=", place)
    .where("created", ">", since)
    .executeTakeFirst();
  return row !== undefined;
}
