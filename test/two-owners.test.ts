import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { startProcess } from "../src/measure/speed/process.ts";
import { WebClient } from "../src/measure/speed/web-client.ts";
import { openDatabase } from "../src/store/database.ts";

/**
 * Two processes over one database, as happens when a disk far away forgets its locks: here the lock's file is
 * deleted. Only the one that came last may write.
 */
const races = 1000;
const STILL_MS = 2000;

test("S23, I33: a process that stood still while another took over changes 0 rows when it goes on", async () => {
  const folder = await folderOfCases(1);
  const old = await deskmate(folder);
  const anna = await WebClient.staff(old.url);
  old.process.kill("SIGSTOP");
  // Reaches the one that stands still, and waits there.
  const late = claim(anna);
  unlinkSync(join(folder, "deskmate.lock"));
  const next = await deskmate(folder);
  const bo = await WebClient.staff(next.url);
  await claim(bo);
  await until(() => claims(folder).length === 1);
  await sleep(STILL_MS);
  const before = rows(folder);
  old.process.kill("SIGCONT");
  await sleep(STILL_MS);
  expect(rows(folder)).toEqual(before);
  // Whoever it was is told nothing but that it could not be kept.
  await Promise.all([anna.close(), bo.close(), late]);
}, 60_000);

test(`S43, I43: ${races} cases that two processes claim at once, while one takes over from the other, have one owner each`, async () => {
  const folder = await folderOfCases(races);
  const old = await claiming(folder, "Anna");
  old.begin();
  await old.says("claimed");
  unlinkSync(join(folder, "deskmate.lock"));
  const next = await claiming(folder, "Bo");
  next.begin();
  await Promise.all([old.says("done"), next.says("done")]);
  const owners = claims(folder);
  expect(owners).toHaveLength(races);
  expect(new Set(owners.map(({ conversation }) => conversation)).size).toBe(races);
  expect(new Set(owners.map(({ after }) => after))).toEqual(new Set(["Anna", "Bo"]));
}, 120_000);

/** A database in which so many students wait for a person. */
async function folderOfCases(count: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-owners-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { db, close } = await openDatabase(folder);
  const now = Date.now();
  const row = (index: number) => ({
    student_id: `s${index}`,
    student_name: `S${index}`,
    student_at: `web:student/s${index}`,
    desk_at: `web:desk/c${index}`,
    language: "en",
    state: "waiting",
    since: now,
    detail: JSON.stringify({ reason: "asked", reminders: 0 }),
    wake_at: now + 3_600_000,
    updated: now,
    time_zone: null,
    category: null,
    ticket: "{}",
    staff_id: null,
    desk_channel: null,
    opened: now,
    closed: null,
  });
  for (let start = 0; start < count; start += 500) {
    const some = Array.from({ length: Math.min(500, count - start) }, (_, index) => row(start + index));
    await db.insertInto("conversations").values(some).execute();
  }
  await close();
  return folder;
}

async function deskmate(folder: string) {
  const settings = { PORT: "0", DATA_DIR: folder, KNOWLEDGE_DIR: resolve("knowledge"), LOG_LEVEL: "silent" };
  const started = await startProcess(settings);
  onTestFinished(() => started.kill());
  return started;
}

async function claiming(folder: string, name: string) {
  const script = join(import.meta.dirname, "engine/claiming.ts");
  const child: ChildProcess = spawn(process.execPath, [script, folder, name, String(races)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = new Set<string>();
  if (!child.stdout) throw new Error("it can't be heard");
  createInterface(child.stdout).on("line", (line) => said.add(line));
  const ended = once(child, "exit").then(() => {
    throw new Error(`${name} ended`);
  });
  ended.catch(() => undefined);
  const says = (word: string) => Promise.race([until(() => said.has(word)), ended]);
  await says("ready");
  return { says, begin: () => void child.stdin?.write("go\n") };
}

function claim(staff: WebClient): Promise<number> {
  return staff.post({ at: "desk", id: randomUUID(), type: "action", action: "claim", value: "1" });
}

function claims(folder: string) {
  const sql = "select conversation, after from audit where what = 'staff' and after is not null";
  return read(folder, (db) => db.prepare(sql).all() as { conversation: number; after: string }[]);
}

/** All that is kept, row by row. */
function rows(folder: string) {
  return read(folder, (db) =>
    ["owner", "inbox", "conversations", "turns", "outbox", "audit", "kept"].map((table) =>
      db.prepare(`select * from ${table}`).all(),
    ),
  );
}

function read<T>(folder: string, look: (db: SQLite.Database) => T): T {
  const db = new SQLite(join(folder, "deskmate.db"), { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error("waited a minute in vain");
    await sleep(20);
  }
}
