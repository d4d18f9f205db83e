import { setTimeout as sleep } from "node:timers/promises";
import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./schema.ts";

export type Tx = Transaction<Schema>;
export type Db = Kysely<Schema>;

/** The database can't be used now. What was asked for did not happen, and may be asked for again. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  /** `stale`: another process owns the database now; this one changes nothing any more. */
  readonly fault: "full" | "busy" | "broken" | "closed" | "stale";
  constructor(fault: StoreError["fault"], options: { cause?: unknown } = {}) {
    super(fault, options);
    this.fault = fault;
  }
}

type Job = { run(tx: Tx): Promise<void>; done(): void; fail(error: unknown): void };
type Ending = { readonly error: unknown } | undefined;

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
  readonly #db: Db;
  readonly #generation: number;
  #queue: Job[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  /** `generation` is that of the owner: when somebody else has opened the database since, every commit fails. */
  constructor(db: Db, generation: number) {
    this.#db = db;
    this.#generation = generation;
  }

  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StoreError("closed"));
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#queue.push({
        run: async (tx) => {
          result = await work(tx);
        },
        done: () => resolve(result),
        fail: reject,
      });
      this.#running ??= this.#drain();
    });
  }

  /** What others have committed so far. */
  async read<T>(work: (db: Db) => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreError("closed");
    try {
      return await work(this.#db);
    } catch (cause) {
      throw named(cause);
    }
  }

  /** Takes nothing new; resolves when nothing is queued any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      // Whoever asks in this turn of the event loop shares the commit.
      await new Promise(setImmediate);
      await this.#commit(this.#queue.splice(0, groupSize));
    }
    this.#running = undefined;
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const ending = await this.#attempt(jobs);
    // A locked database is nobody's fault in the group, nor one that has another owner: one try is enough for all.
    const shared = !ending || (ending.error instanceof StoreError && sharedFaults.has(ending.error.fault));
    for (const job of jobs) settle(job, shared || jobs.length === 1 ? ending : await this.#attempt([job]));
  }

  async #attempt(jobs: readonly Job[]): Promise<Ending> {
    const giveUp = performance.now() + busyPatienceMs;
    for (;;) {
      try {
        await this.#db.transaction().execute(async (tx) => {
          // With the write lock held, so that nobody can become the owner in between.
          const owner = await tx.selectFrom("owner").select("generation").executeTakeFirstOrThrow();
          if (owner.generation !== this.#generation) throw new StoreError("stale");
          for (const job of jobs) await job.run(tx);
        });
        return undefined;
      } catch (cause) {
        const error = named(cause);
        const busy = error instanceof StoreError && error.fault === "busy";
        if (!busy || performance.now() >= giveUp) return { error };
        await sleep(busyStepMs);
      }
    }
  }
}

const sharedFaults: ReadonlySet<StoreError["fault"]> = new Set(["busy", "stale"]);

function settle(job: Job, ending: Ending): void {
  if (ending) job.fail(ending.error);
  else job.done();
}

/** SQLite's result codes (sqlite.org, "Result and Error Codes"); what is no fault of storage stays as it is. */
function named(cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new StoreError("busy", { cause });
  if (code.startsWith("SQLITE_FULL")) return new StoreError("full", { cause });
  if (/^SQLITE_(IOERR|READONLY|CORRUPT|CANTOPEN|NOTADB|NOMEM|PROTOCOL)/.test(code))
    return new StoreError("broken", { cause });
  return cause;
}
