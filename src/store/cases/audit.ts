import type { Kysely } from "kysely";
import type { Actor, Change } from "../../conversation/ticket/changes.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** Writes down who changed what of a ticket. */
export async function addAudit(
  db: Db,
  conversation: number,
  changes: readonly Change[],
  by: Actor & { readonly now: number },
): Promise<void> {
  if (changes.length === 0) return;
  const { now, person } = by;
  await db
    .insertInto("audit")
    .values(
      changes.map(({ what, before, after }) => ({
        conversation,
        time: now,
        by: by.by,
        person_id: person?.id ?? null,
        person_name: person?.name ?? null,
        what,
        before: before ?? null,
        after: after ?? null,
      })),
    )
    .execute();
}

/** Each closing is rated once; a word may follow. */
export async function addStars(
  db: Db,
  conversation: number,
  rating: { closing: number; of: string; stars: number; words: string | undefined; now: number },
): Promise<void> {
  const { closing, of, stars, words = null, now } = rating;
  await db
    .insertInto("stars")
    .values({ conversation, closing, of, stars, words, time: now })
    .onConflict((conflict) => conflict.columns(["conversation", "closing"]).doUpdateSet({ words }))
    .execute();
}

/** What the closing was rated with; `undefined` as long as it was not. */
export async function starsOfClosing(
  db: Db,
  conversation: number,
  closing: number,
): Promise<{ stars: number; words: string | undefined } | undefined> {
  const row = await db
    .selectFrom("stars")
    .select(["stars", "words"])
    .where("conversation", "=", conversation)
    .where("closing", "=", closing)
    .executeTakeFirst();
  return row && { stars: row.stars, words: row.words ?? undefined };
}
