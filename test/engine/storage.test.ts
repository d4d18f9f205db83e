import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterEach, expect, test, vi } from "vitest";
import type { Address } from "#ports/platform.ts";
import { StoreError } from "../../src/store/transactor.ts";
import { createHarness, type Harness } from "../harness.ts";

let open: Harness[] = [];

async function harness(): Promise<Harness> {
  const h = await createHarness();
  open.push(h);
  return h;
}

afterEach(async () => {
  for (const h of open) await h.close();
  open = [];
});

function student(index: number) {
  const at = `web:student/${index}` as Address;
  return { at, from: { id: `s${index}`, name: "S", kind: "student" } } as const;
}

function fillDisk(h: Harness): void {
  h.database.connection.pragma(
    `max_page_count = ${h.database.connection.pragma("page_count", { simple: true })}`,
  );
}

function freeDisk(h: Harness): void {
  h.database.connection.pragma("max_page_count = 1000000");
}

test("on a full disk accepting rejects with StoreError, and everything acknowledged is answered once there is room (S26, I1)", async () => {
  const h = await harness();
  fillDisk(h);
  const accepted: number[] = [];
  const errors: unknown[] = [];
  const text = `what is a loop? ${"please ".repeat(300)}`;
  for (let index = 0; index < 40; index++) {
    await h.hear({ type: "message", ...student(index), text }).then(
      () => accepted.push(index),
      (error: unknown) => errors.push(error),
    );
  }
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) expect(error).toMatchObject({ name: "StoreError", fault: "full" });
  freeDisk(h);
  await vi.waitFor(
    async () => {
      await h.idle();
      for (const index of accepted) expect(h.platform.texts(student(index).at)).toHaveLength(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  for (let index = 0; index < 40; index++)
    expect(h.platform.texts(student(index).at)).toHaveLength(accepted.includes(index) ? 1 : 0);
  const dead = await h.store.read((db) =>
    db.selectFrom("inbox").select("seq").where("state", "=", "dead").execute(),
  );
  expect(dead).toEqual([]);
});

test("a disk that fills up between the work and its end loses nothing and blames no event (S26)", async () => {
  const h = await harness();
  await h.hear({ type: "message", text: "warm up, what is a loop?" });
  await h.idle();
  let full = true;
  h.platform.wait = async (op) => {
    if (op === "signal" && full) fillDisk(h);
  };
  await h.hear({ type: "message", text: `what is a loop? ${"please ".repeat(3000)}` });
  await vi.waitFor(() => expect(JSON.stringify(h.logged)).toContain("event waits for the store"));
  full = false;
  freeDisk(h);
  await vi.waitFor(() => expect(h.platform.texts(h.student)).toHaveLength(2), { timeout: 15_000 });
  const rows = await h.store.read((db) => db.selectFrom("inbox").select(["state", "attempts"]).execute());
  for (const row of rows) expect(row).toEqual({ state: "done", attempts: 0 });
});

test("a message that was sent while the disk was full is shown once (S26, I4)", async () => {
  const h = await harness();
  h.platform.wait = async (op) => {
    if (op === "send") h.database.connection.pragma("query_only = 1");
  };
  await h.hear({ type: "message", text: "what is a loop?" });
  await vi.waitFor(() => expect(JSON.stringify(h.logged)).toContain("not written down yet"));
  h.database.connection.pragma("query_only = 0");
  h.platform.wait = () => undefined;
  await h.idle();
  expect(h.platform.texts(h.student)).toHaveLength(1);
  expect(h.platform.journal.map(({ op }) => op)).toEqual(["send"]);
});

test("a database locked by another hand: who comes waits a little or is refused, and it goes on by itself (S26)", async () => {
  const h = await harness();
  const other = new SQLite(join(h.folder, "deskmate.db"));
  other.exec("begin immediate");
  const short = h.hear({ type: "message", ...student(1), text: "what is a loop?" });
  await new Promise((resolve) => setTimeout(resolve, 300));
  other.exec("rollback");
  expect(await short).toBe(true);
  await h.idle();
  expect(h.platform.texts(student(1).at)).toHaveLength(1);

  other.exec("begin immediate");
  const start = performance.now();
  const many = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) =>
      h.hear({ type: "message", ...student(100 + index), text: "what is a loop?" }),
    ),
  );
  expect(performance.now() - start).toBeLessThan(8000);
  for (const outcome of many) {
    expect(outcome.status).toBe("rejected");
    if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(StoreError);
  }
  other.exec("rollback");
  other.close();
  await h.hear({ type: "message", ...student(2), text: "what is a loop?" });
  await vi.waitFor(() => expect(h.platform.texts(student(2).at)).toHaveLength(1), { timeout: 10_000 });
  for (let index = 0; index < 30; index++) expect(h.platform.texts(student(100 + index).at)).toEqual([]);
});

test("nothing is lost when the store closes under the work (I34)", async () => {
  const h = await harness();
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      h.hear({ type: "message", ...student(index), text: "what is a loop?" }),
    ),
  );
  await h.restart();
  await h.idle();
  for (let index = 0; index < 30; index++) expect(h.platform.texts(student(index).at)).toHaveLength(1);
});
