import { setTimeout as sleep } from "node:timers/promises";
import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./schema.ts";

export type Tx = Transaction<Schema>;
export type Db = Kysely<Schema>;

/** The database can't take a write now. What was asked for did not happen, and may be asked for again. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly fault: "full" | "busy" | "broken";
  constructor(fault: StoreError["fault"], options: { cause?: unknown } = {}) {
    super(fault, options);
    this.fault = fault;
  }
}

type Job = { run(tx: Tx): Promise<void>; settle(error: unknown): void };

/** How many writes share one commit. In groups of 32 the disk is no longer the limit. */
const groupSize = 64;
const busyPatienceMs = 3000;
const busyStepMs = 20;

/**
 * Group commit: writes that are asked for while another commit is under way share the next one. Each is all or
 * nothing by itself: when one of a group throws, the group is rolled back and each is done alone. So `work`
 * may run twice and must do nothing but use `tx`. Resolves when its commit is on the disk.
 */
export class Transactor {
  readonly #db: Kysely<Schema>;
  #queue: Job[] = [];
  #running: Promise<void> | undefined;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | undefined;
      this.#queue.push({
        run: async (tx) => {
          result = { value: await work(tx) };
        },
        settle: (error) => (result && error === undefined ? resolve(result.value) : reject(error)),
      });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when nothing is queued any more. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #drain(): Promise<void> {
    // Whoever asks in this turn of the event loop shares the commit.
    await new Promise(setImmediate);
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, groupSize));
    this.#running = undefined;
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const error = await this.#attempt(jobs);
    if (error === undefined || jobs.length === 1) {
      for (const job of jobs) job.settle(error);
      return;
    }
    for (const job of jobs) job.settle(await this.#attempt([job]));
  }

  async #attempt(jobs: readonly Job[]): Promise<unknown> {
    const giveUp = performance.now() + busyPatienceMs;
    for (;;) {
      try {
        await this.#db.transaction().execute(async (tx) => {
          for (const job of jobs) await job.run(tx);
        });
        return undefined;
      } catch (cause) {
        const fault = storageFault(cause);
        if (fault === "busy" && performance.now() < giveUp) await sleep(busyStepMs);
        else return fault ? new StoreError(fault, { cause }) : cause;
      }
    }
  }
}

/** SQLite's result codes (sqlite.org, "Result and Error Codes"). */
function storageFault(cause: unknown): StoreError["fault"] | undefined {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) return "busy";
  if (code.startsWith("SQLITE_FULL")) return "full";
  if (/^SQLITE_(IOERR|READONLY|CORRUPT|CANTOPEN|NOTADB)/.test(code)) return "broken";
  return undefined;
}
