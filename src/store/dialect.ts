import type SQLite from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";

/** SQLite for kysely: with kept statements, and transactions that are safe against a full disk and a crash. */
export function sqliteDialect(connection: SQLite.Database): Dialect {
  return {
    createDriver: () => new Driver(connection),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class Driver extends SqliteDriver {
  readonly #connection: SQLite.Database;

  constructor(connection: SQLite.Database) {
    super({ database: keepingStatements(connection) });
    this.#connection = connection;
  }

  /** With the write lock at once: who waits for it in the middle of the work may wait in vain. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** On a full disk SQLite may have rolled back by itself; to ask again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#connection.inTransaction) await super.rollbackTransaction(connection);
  }
}

class Adapter extends SqliteAdapter {
  /** A migration that was cut off leaves nothing behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Enough for every query of the store; those with long lists come in many lengths and push each other out. */
const statementsKept = 256;

/** Preparing costs more than running (measured: a quarter of a message's whole way). */
function keepingStatements(
  connection: SQLite.Database,
): Pick<SQLite.Database, "prepare"> & { close(): void } {
  const kept = new Map<string, SQLite.Statement>();
  const prepare = (query: string) => {
    const known = kept.get(query);
    if (known) return known;
    const [oldest] = kept.keys();
    if (kept.size >= statementsKept && oldest !== undefined) kept.delete(oldest);
    const statement = connection.prepare(query);
    kept.set(query, statement);
    return statement;
  };
  return { prepare: prepare as SQLite.Database["prepare"], close: () => connection.close() };
}
