import { type Kysely, sql } from "kysely";

/** What the desk is told of a turn besides its words: its sources, what was read in its files, why it did not help. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ["sources text", "read text", "because text"])
    await sql`alter table turns add column ${sql.raw(column)}`.execute(db);
}
