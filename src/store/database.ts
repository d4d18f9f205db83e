import { mkdirSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import * as spine from "./migrations/0001-spine.ts";
import type { Schema } from "./schema.ts";

/** Why the data folder can't be used, in words for the person who started the process. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

export type Database = {
  readonly db: Kysely<Schema>;
  /** For tests that make the disk fail. */
  readonly connection: SQLite.Database;
  close(): Promise<void>;
};

const migrations = { "0001-spine": spine };

/**
 * Opens the database in the folder, in one process only, and brings it to the newest form. Every commit is on
 * the disk when it returns (`synchronous=FULL`). Throws DatabaseError.
 */
export async function openDatabase(folder: string): Promise<Database> {
  const lock = lockFolder(folder);
  const connection = open(join(folder, "deskmate.db"));
  try {
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = FULL");
    connection.pragma("foreign_keys = ON");
  } catch (cause) {
    lock.close();
    throw new DatabaseError(`${join(folder, "deskmate.db")} is not a database that Deskmate can read`, {
      cause,
    });
  }
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) });
  const close = async () => {
    await db.destroy();
    lock.close();
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const known = new Set(Object.keys(migrations));
    const newer = await executed(db).then((names) => names.some((name) => !known.has(name)));
    await close();
    throw new DatabaseError(
      newer
        ? `the database in ${folder} was made by a newer version of Deskmate; install that version, or use another DATA_DIR`
        : `the database in ${folder} could not be brought to this version`,
      { cause: error },
    );
  }
  return { db, connection, close };
}

async function executed(db: Kysely<Schema>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return [];
  const rows = await (db as unknown as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom("kysely_migration")
    .select("name")
    .execute();
  return rows.map((row) => row.name);
}

/** A lock that the operating system lets go when the process dies, however it dies. */
function lockFolder(folder: string): SQLite.Database {
  mkdirSync(folder, { recursive: true });
  const lock = open(join(folder, "deskmate.lock"));
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new DatabaseError(
      `another Deskmate already runs on ${folder}; stop it first, or use another DATA_DIR`,
      { cause },
    );
  }
  return lock;
}

function open(file: string): SQLite.Database {
  try {
    // Waiting is done by the transactor, without holding up the process.
    return new SQLite(file, { timeout: 0 });
  } catch (cause) {
    throw new DatabaseError(
      `${file} can't be opened: ${cause instanceof Error ? cause.message : "unknown fault"}`,
      { cause },
    );
  }
}
