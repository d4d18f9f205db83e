import type { Kysely } from "kysely";
import type { Draft } from "../../conversation/conversation.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

export async function addDraft(db: Db, conversation: number, text: string, now: number): Promise<Draft> {
  const { number } = await db
    .insertInto("drafts")
    .values({ conversation, text, state: "open", edited: null, time: now })
    .returning("number")
    .executeTakeFirstOrThrow();
  return { number, text };
}

/** A draft of the case that was neither sent nor dropped. */
export async function openDraft(db: Db, conversation: number, number: number): Promise<Draft | undefined> {
  const row = await db
    .selectFrom("drafts")
    .select(["number", "text"])
    .where("conversation", "=", conversation)
    .where("number", "=", number)
    .where("state", "=", "open")
    .executeTakeFirst();
  return row;
}

/** `edited` is the share of it that was changed before it was sent; `undefined` for a dropped one. */
export async function endDraft(db: Db, number: number, edited: number | undefined): Promise<void> {
  await db
    .updateTable("drafts")
    .set({ state: edited === undefined ? "dropped" : "sent", edited: edited ?? null })
    .where("number", "=", number)
    .execute();
}
