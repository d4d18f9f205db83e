import { existsSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { Kysely } from "kysely";
import { DatabaseError, migrations } from "./database.ts";
import { sqliteDialect } from "./dialect.ts";
import type { Schema } from "./schema.ts";

/** Reads the database of the folder, also beside a process that runs on it; changes nothing. Throws DatabaseError. */
export async function readBeside<T>(folder: string, work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  const db = new Kysely<Schema>({ dialect: sqliteDialect(open(folder)) });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

function open(folder: string): SQLite.Database {
  const file = join(folder, "deskmate.db");
  if (!existsSync(file))
    throw new DatabaseError(`there is no database in ${folder} yet; start Deskmate once`);
  let connection: SQLite.Database | undefined;
  try {
    connection = new SQLite(file, { readonly: true, timeout: 3000 });
    const row = connection.prepare("select max(name) as name from kysely_migration").get() as {
      name: string;
    };
    if (row.name !== Object.keys(migrations).at(-1))
      throw new DatabaseError(
        `the database in ${folder} is of another version of Deskmate; start this version once, then ask again`,
      );
    return connection;
  } catch (cause) {
    connection?.close();
    if (cause instanceof DatabaseError) throw cause;
    throw new DatabaseError(`the database in ${folder} can't be read now`, { cause });
  }
}
