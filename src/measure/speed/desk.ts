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
  readonly listP50ms: number;
  readonly listP99ms: number;
  /** What the desk's page is told of all that is open. */
  readonly pageP50ms: number;
  readonly pageP99ms: number;
  /** One look for cases whose time has come, when a minute of the clock has passed. */
  readonly scanP99ms: number;
  /** How much slower they are beside many resolved tickets: 1 is not at all. */
  readonly listRatio: number;
  readonly pageRatio: number;
  readonly scanRatio: number;
  /** What a thousand lists and scans leave in memory. */
  readonly grownMB: number;
};

const open = 10_000;
const resolved = 100_000;
/** As the page asks for, of each state. */
const onPage = 300;
const rounds = 400;
const noon = Date.parse("2026-11-23T12:00:00Z");

/** Measures a desk with many tickets, on the disk, with the queries that staff and the clock use. */
export async function measureDesk(): Promise<DeskFigures> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-desk-"));
  const few = await openStore(join(folder, "few"));
  const many = await openStore(join(folder, "many"));
  try {
    for (const store of [few, many]) await fill(store, open, true);
    await fill(many, resolved, false);
    const [alone, beside] = await measure([few, many]);
    const before = used();
    for (let round = 0; round < 1000; round++) await look(many, noon + round * 60_000);
    const grownMB = Math.max(0, used() - before) / 1e6;
    return {
      listP50ms: median(beside.list),
      listP99ms: p99(beside.list),
      pageP50ms: median(beside.page),
      pageP99ms: p99(beside.page),
      scanP99ms: p99(beside.scan),
      listRatio: median(beside.list) / median(alone.list),
      pageRatio: median(beside.page) / median(alone.page),
      scanRatio: median(beside.scan) / median(alone.scan),
      grownMB,
    };
  } finally {
    await few.close();
    await many.close();
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

type Times = { readonly list: number[]; readonly page: number[]; readonly scan: number[] };

/** In turn, so that whatever else the machine does meets both. What is not warm yet is left out. */
async function measure([few, many]: readonly [Store, Store]): Promise<readonly [Times, Times]> {
  const measured: [Times, Times] = [
    { list: [], page: [], scan: [] },
    { list: [], page: [], scan: [] },
  ];
  for (let round = -rounds / 4; round < rounds; round++)
    for (const [index, store] of [few, many].entries()) {
      const times = await look(store, noon + 60_000);
      if (round < 0) continue;
      for (const what of ["list", "page", "scan"] as const) measured[index]?.[what].push(times[what]);
    }
  return measured;
}

/** What staff and the clock ask for, each with the time that it took. */
async function look(store: Store, now: number): Promise<Record<keyof Times, number>> {
  const start = performance.now();
  await store.read((db) => listTickets(db, { states: ["waiting", "human"] }, 20));
  const listed = performance.now();
  await store.open(onPage);
  const shown = performance.now();
  await store.read((db) => dueConversations(db, now));
  return { list: listed - start, page: shown - listed, scan: performance.now() - shown };
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
