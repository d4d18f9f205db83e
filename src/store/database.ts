import { mkdirSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { sqliteDialect } from "./dialect.ts";
import * as spine from "./migrations/0001-spine.ts";
import * as tickets from "./migrations/0002-tickets.ts";
import * as card from "./migrations/0003-card.ts";
import type { Schema } from "./schema.ts";

/** Why the data folder can't be used, in words for the person who started the process. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

export type Database = {
  readonly db: Kysely<Schema>;
  /** Which opening of the database this is: whoever opens it later has a greater one, and only that may write. */
  readonly generation: number;
  /** For tests that make the disk fail. */
  readonly connection: SQLite.Database;
  close(): Promise<void>;
};

/** By name, in their order. */
export const migrations = { "0001-spine": spine, "0002-tickets": tickets, "0003-card": card };

/**
 * Pages in the log (16 MB) before they are copied into the database. Each page is copied once, however often it was
 * written, and a copy needs the disk twice: with SQLite's 1000, a crowd of messages had one every few commits.
 */
const logPages = 4000;

/** A backup may hold the file for a moment. */
const openPatienceMs = 3000;

/**
 * Opens the database in the folder, in one process only, and brings it to the newest form. Every commit is on
 * the disk when it returns (`synchronous=FULL`). Throws DatabaseError.
 */
export async function openDatabase(folder: string): Promise<Database> {
  const lock = lockFolder(folder);
  try {
    const connection = open(join(folder, "deskmate.db"));
    const db = new Kysely<Schema>({ dialect: sqliteDialect(connection) });
    const close = async () => {
      await db.destroy();
      lock.close();
    };
    try {
      await migrate(db, folder);
    } catch (error) {
      await db.destroy();
      throw error;
    }
    const { generation } = await db
      .updateTable("owner")
      .set((eb) => ({ generation: eb("generation", "+", 1) }))
      .returning("generation")
      .executeTakeFirstOrThrow();
    // From here on the transactor waits, without holding up the process.
    connection.pragma("busy_timeout = 0");
    return { db, generation, connection, close };
  } catch (error) {
    lock.close();
    throw error;
  }
}

async function migrate(db: Kysely<Schema>, folder: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const newer = (await executed(db)).some((name) => !Object.hasOwn(migrations, name));
  throw new DatabaseError(
    newer
      ? `the database in ${folder} was made by a newer version of Deskmate; install that version, or use another DATA_DIR`
      : `the database in ${folder} could not be brought to this version: ${words(error)}`,
    { cause: error },
  );
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
  const lock = make(folder);
  try {
    lock.pragma("locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock.close();
    const taken = cause instanceof SQLite.SqliteError && cause.code.startsWith("SQLITE_BUSY");
    throw new DatabaseError(
      taken
        ? `another Deskmate already runs on ${folder}; stop it first, or use another DATA_DIR`
        : `${folder} can't be locked: ${words(cause)}`,
      { cause },
    );
  }
}

function make(folder: string): SQLite.Database {
  try {
    mkdirSync(folder, { recursive: true });
    return new SQLite(join(folder, "deskmate.lock"), { timeout: 0 });
  } catch (cause) {
    throw new DatabaseError(`the data folder ${folder} can't be used: ${words(cause)}`, { cause });
  }
}

function open(file: string): SQLite.Database {
  let connection: SQLite.Database | undefined;
  try {
    connection = new SQLite(file, { timeout: openPatienceMs });
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = FULL");
    connection.pragma("foreign_keys = ON");
    connection.pragma(`wal_autocheckpoint = ${logPages}`);
    return connection;
  } catch (cause) {
    connection?.close();
    throw new DatabaseError(`${file} can't be opened as Deskmate's database: ${words(cause)}`, { cause });
  }
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : "unknown fault";
}
