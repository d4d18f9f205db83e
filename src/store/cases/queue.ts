import { type Kysely, sql } from "kysely";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** Who waits for a person, and in which place. */

/** How many other cases have waited for a person since before `since`. */
export async function waitingBefore(db: Db, number: number, since: number): Promise<number> {
  const row = await db
    .selectFrom("conversations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("state", "=", sql.lit("waiting"))
    .where("since", "<=", since)
    .where("number", "!=", number)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The cases that have waited for a person since `since` or later, the longest wait first. */
export async function waitingAfter(db: Db, since: number, limit: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom("conversations")
    .select("number")
    .where("state", "=", sql.lit("waiting"))
    .where("since", ">=", since)
    .orderBy("since")
    .limit(limit)
    .execute();
  return rows.map(({ number }) => number);
}
