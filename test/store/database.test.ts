import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import SQLite from "better-sqlite3";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { migrations, openDatabase } from "../../src/store/database.ts";
import { sqliteDialect } from "../../src/store/dialect.ts";
import { temporaryFolder } from "./folder.ts";

const module = resolve("src/store/database.ts");
const node = resolve("node_modules/.bin/node");

/** Opens the folder in a process of its own; what it says. */
async function openElsewhere(folder: string, then = ""): Promise<string> {
  const code = `import { openDatabase } from ${JSON.stringify(module)};
    const database = await openDatabase(${JSON.stringify(folder)}).catch((error) => {
      console.log(error.name + ": " + error.message);
      process.exit(0);
    });
    console.log("opened");
    ${then}`;
  const { stdout } = await promisify(execFile)(node, ["--input-type=module", "-e", code]).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

test("a second process on the folder is refused in words, and may have it when the first is gone (S41)", async () => {
  const folder = temporaryFolder();
  const first = await openDatabase(folder);
  expect(await openElsewhere(folder)).toMatch(/^DatabaseError: another Deskmate already runs on /);
  await expect(openDatabase(folder)).rejects.toThrow("another Deskmate already runs");
  await first.close();
  expect(await openElsewhere(folder)).toBe("opened\n");
});

test("a process that was killed leaves no lock behind (I34)", async () => {
  const folder = temporaryFolder();
  expect(await openElsewhere(folder, `process.kill(process.pid, "SIGKILL");`)).toBe("opened\n");
  const database = await openDatabase(folder);
  await database.close();
});

test("a database of a newer version is refused in words and left as it is (S41)", async () => {
  const folder = temporaryFolder();
  await (await openDatabase(folder)).close();
  const raw = new SQLite(join(folder, "deskmate.db"));
  raw.exec("insert into kysely_migration values ('0099-later', '2027-01-01T00:00:00.000Z')");
  await expect(openDatabase(folder)).rejects.toThrow("made by a newer version");
  expect(raw.prepare("select count(*) as n from kysely_migration").get()).toEqual({
    n: Object.keys(migrations).length + 1,
  });
  raw.close();
});

test("a migration that is cut off leaves nothing, so that the next start does it whole (S41)", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "deskmate.db");
  const db = new Kysely<unknown>({ dialect: sqliteDialect(new SQLite(file)) });
  const cutOff = async (inside: Kysely<unknown>) => {
    await inside.schema.createTable("inbox").addColumn("seq", "integer").execute();
    throw new Error("the power went");
  };
  const getMigrations = async () => ({ "0001-spine": { up: cutOff } });
  const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest();
  expect(error).toBeInstanceOf(Error);
  await db.destroy();
  const database = await openDatabase(folder);
  expect(await database.db.selectFrom("inbox").selectAll().execute()).toEqual([]);
  await database.close();
});

test("what is no database, and a folder that can't be used, are said in words", async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "deskmate.db"),
    "a letter to my aunt, long enough to be read as a page".repeat(100),
  );
  await expect(openDatabase(folder)).rejects.toMatchObject({
    name: "DatabaseError",
    message: expect.stringContaining("can't be opened as Deskmate's database"),
  });
  // The lock was let go: a mended folder can be opened.
  const sound = join(folder, "sound");
  mkdirSync(sound);
  await (await openDatabase(sound)).close();
  await expect(openDatabase(join(folder, "deskmate.db", "inside"))).rejects.toMatchObject({
    name: "DatabaseError",
    message: expect.stringContaining("can't be used"),
  });
});
