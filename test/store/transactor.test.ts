import { join } from "node:path";
import SQLite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { StoreError, Transactor, type Tx } from "../../src/store/transactor.ts";
import { temporaryFolder } from "./folder.ts";

async function setUp(): Promise<{ database: Database; transactor: Transactor; folder: string }> {
  const folder = temporaryFolder();
  const database = await openDatabase(folder);
  const transactor = new Transactor(database.db, database.generation);
  onTestFinished(async () => {
    await transactor.close();
    await database.close();
  });
  return { database, transactor, folder };
}

const keep =
  (key: string, value = "x") =>
  async (tx: Tx) => {
    await tx.insertInto("kept").values({ key, value }).execute();
    return key;
  };

const keys = (transactor: Transactor) =>
  transactor.read(async (db) =>
    (await db.selectFrom("kept").select("key").orderBy("key").execute()).map(({ key }) => key),
  );

test("writes that are asked for together share one commit, in the order they were asked for", async () => {
  const { transactor, folder } = await setUp();
  const other = new SQLite(join(folder, "deskmate.db"));
  const elsewhere = () => other.prepare("select key from kept").all();
  const results = await Promise.all([
    transactor.transact(keep("c")),
    transactor.transact(keep("a")),
    transactor.transact(async (tx) => {
      expect(elsewhere()).toEqual([]);
      return (await tx.selectFrom("kept").select("key").execute()).length;
    }),
  ]);
  expect(results).toEqual(["c", "a", 2]);
  expect(elsewhere()).toHaveLength(2);
  other.close();
});

test("one that throws takes nothing with it: the others of its group are kept", async () => {
  const { transactor } = await setUp();
  const outcomes = await Promise.allSettled([
    transactor.transact(keep("a")),
    transactor.transact(async (tx) => {
      await keep("half")(tx);
      throw new TypeError("no");
    }),
    transactor.transact(keep("b")),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(outcomes[1]).toMatchObject({ reason: expect.any(TypeError) });
  expect(await keys(transactor)).toEqual(["a", "b"]);
});

test("what does not fit on the disk is refused as full, what fits beside it is kept, and room makes all well (S26)", async () => {
  const { database, transactor } = await setUp();
  const { connection } = database;
  await transactor.transact(keep("before"));
  connection.pragma(`max_page_count = ${connection.pragma("page_count", { simple: true })}`);
  const outcomes = await Promise.allSettled([
    transactor.transact(keep("small")),
    transactor.transact(keep("big", "x".repeat(1_000_000))),
    transactor.transact(keep("tiny")),
  ]);
  expect(outcomes[1]).toMatchObject({ reason: { name: "StoreError", fault: "full" } });
  expect(connection.inTransaction).toBe(false);
  connection.pragma("max_page_count = 1000000");
  await transactor.transact(keep("big", "x".repeat(1_000_000)));
  const kept = await keys(transactor);
  expect(kept).toEqual(expect.arrayContaining(["before", "big"]));
  for (const [index, key] of ["small", undefined, "tiny"].entries())
    if (key) expect(kept.includes(key)).toBe(outcomes[index]?.status === "fulfilled");
});

test("a locked database is waited for once for all, then refused as busy; reads go on (S26)", async () => {
  const { transactor, folder } = await setUp();
  await transactor.transact(keep("before"));
  const other = new SQLite(join(folder, "deskmate.db"));
  other.exec("begin immediate");
  const start = performance.now();
  const writes = Array.from({ length: 20 }, (_, index) => transactor.transact(keep(`k${index}`)));
  expect(await keys(transactor)).toEqual(["before"]);
  for (const outcome of await Promise.allSettled(writes))
    expect(outcome).toMatchObject({ status: "rejected", reason: { name: "StoreError", fault: "busy" } });
  expect(performance.now() - start).toBeLessThan(4500);
  other.exec("commit");
  other.close();
  await transactor.transact(keep("after"));
  expect(await keys(transactor)).toEqual(["after", "before"]);
});

test("after closing nothing is taken, and what was taken before is on the disk", async () => {
  const { transactor, database } = await setUp();
  const last = transactor.transact(keep("last"));
  await transactor.close();
  await last;
  await expect(transactor.transact(keep("late"))).rejects.toThrow(StoreError);
  await expect(transactor.read((db) => db.selectFrom("kept").selectAll().execute())).rejects.toThrow(
    StoreError,
  );
  expect(database.connection.prepare("select key from kept").all()).toEqual([{ key: "last" }]);
});

test("a commit reaches the disk, and each one does: the journal is a WAL with full synchronisation", async () => {
  const { database } = await setUp();
  expect(database.connection.pragma("synchronous", { simple: true })).toBe(2);
  expect(database.connection.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(database.connection.pragma("foreign_keys", { simple: true })).toBe(1);
});
