import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Address } from "#ports/platform.ts";
import { dueConversations } from "../../store/conversations.ts";
import { openStore, type Store } from "../../store/store.ts";
import { listTickets } from "../../store/tickets.ts";

export type DeskFigures = {
  /** Open tickets, listed as staff see them: twenty of them, and their number. */
  readonly listP99ms: number;
  /** One look for cases whose time has come, when a minute of the clock has passed. */
  readonly scanP99ms: number;
  /** How much slower the list and the scan are beside many resolved tickets: 1 is not at all. */
  readonly listRatio: number;
  readonly scanRatio: number;
  /** What a thousand lists and scans leave in memory. */
  readonly grownMB: number;
};

const open = 10_000;
const resolved = 100_000;
const rounds = 400;
const noon = Date.parse("2026-11-23T12:00:00Z");

/** Measures a desk with many tickets, on the disk, with the queries that staff and the clock use. */
export async function measureDesk(): Promise<DeskFigures> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-desk-"));
  const store = await openStore(folder);
  try {
    await fill(store, open, true);
    const alone = await measure(store);
    await fill(store, resolved, false);
    const beside = await measure(store);
    const before = used();
    for (let round = 0; round < 1000; round++) await look(store, noon + round * 60_000);
    const grownMB = Math.max(0, used() - before) / 1e6;
    return {
      listP99ms: p99(beside.list),
      scanP99ms: p99(beside.scan),
      listRatio: median(beside.list) / median(alone.list),
      scanRatio: median(beside.scan) / median(alone.scan),
      grownMB,
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Half of the open ones wait, half are with one of twenty staff; ten become due each minute. */
async function fill(store: Store, count: number, isOpen: boolean): Promise<void> {
  for (let start = 0; start < count; start += 1000) {
    const rows = Array.from({ length: 1000 }, (_, index) => row(start + index, isOpen));
    await store.transact((tx) => tx.insertInto("conversations").values(rows).execute());
  }
}

function row(index: number, isOpen: boolean) {
  const isWaiting = index % 2 === 0;
  const staff = { id: `staff${index % 20}`, name: `Staff ${index % 20}` };
  const since = noon - (index % 5000) * 1000;
  const state = isOpen ? (isWaiting ? "waiting" : "human") : "resolved";
  return {
    student_id: `s${index % 4000}`,
    student_name: `Student ${index}`,
    student_at: `loop:${isOpen ? "open" : "resolved"}/${index}` as Address,
    desk_at: `loop:desk/${isOpen ? "open" : "resolved"}${index}`,
    language: "en",
    state,
    since: isOpen ? since : null,
    detail: JSON.stringify(isWaiting ? { reason: "asked", reminders: 0 } : { staff, reminders: 0 }),
    wake_at: isOpen ? noon + index * 6000 : null,
    updated: since,
    time_zone: null,
    category: null,
    ticket: "{}",
    staff_id: isOpen && !isWaiting ? staff.id : null,
    desk_channel: null,
    opened: since,
    closed: isOpen ? null : since,
  };
}

async function measure(store: Store): Promise<{ list: readonly number[]; scan: readonly number[] }> {
  const list: number[] = [];
  const scan: number[] = [];
  for (let round = 0; round < rounds; round++) {
    list.push(await timed(() => store.read((db) => listTickets(db, { states: ["waiting", "human"] }, 20))));
    scan.push(await timed(() => store.read((db) => dueConversations(db, noon + 60_000))));
  }
  return { list: list.slice(rounds / 4), scan: scan.slice(rounds / 4) };
}

async function look(store: Store, now: number): Promise<void> {
  await store.read((db) => listTickets(db, { states: ["waiting", "human"] }, 20));
  await store.read((db) => dueConversations(db, now));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What is still needed after a collection, in bytes. */
function used(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

function p99(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
