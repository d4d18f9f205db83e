import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Log, Platform } from "#ports/platform.ts";
import type { Clock } from "../clock.ts";
import { dueConversations } from "../store/conversations.ts";
import { insertInternal, newestEvent, oldestEvents, type Pending, postponeEvent } from "../store/inbox.ts";
import { sendLane, suspectAll, takeDue } from "../store/outbox.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/transactor.ts";
import { deliver } from "./deliver.ts";
import type { Case, Engine } from "./engine.ts";

const limits = {
  /** Conversations worked on at once; most of them wait for a model. */
  lanes: 256,
  /** Messages on their way at once. */
  sends: 128,
  /** Tries of an event before it is given up: what failed five times fails again. */
  attempts: 5,
  /** Tries that end with the process: from here on it is tried alone, so that no other is blamed. */
  suspicious: 2,
  /** One event may take this long; answering has a shorter deadline of its own. */
  handleMs: 60_000,
  /** How often it looks for what became due without anybody saying so. */
  lookEveryMs: 500,
} as const;

/** Moves what waits: inbox → engine, outbox → platform, each conversation's in order, others side by side. */
export class Pump {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #platforms: ReadonlyMap<string, Platform>;
  readonly #desk: Address;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #sends = new Map<string, Promise<void>>();
  /** Events up to this one were waiting when the process started: one of them may have ended the last one. */
  #leftOver = 0;
  #alone = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;

  constructor(parts: {
    store: Store;
    engine: Engine;
    platforms: ReadonlyMap<string, Platform>;
    desk: Address;
    clock: Clock;
    log: Log;
  }) {
    this.#store = parts.store;
    this.#engine = parts.engine;
    this.#platforms = parts.platforms;
    this.#desk = parts.desk;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  async start(): Promise<void> {
    const suspects = await this.#store.transact(suspectAll);
    this.#leftOver = await this.#store.read(newestEvent);
    if (suspects > 0) this.#log.info("messages to be looked for", { count: suspects });
    this.#timer = setInterval(() => this.wake(), limits.lookEveryMs);
    this.wake();
  }

  /** Something may be due: looks soon, however often it is called. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#looking !== undefined) this.#again = true;
    else this.#looking = this.#lookWhileAsked();
  }

  /** Takes nothing new and waits for what is under way, at most this long. */
  async stop(patienceMs: number): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    const underWay = async () => {
      await this.#looking;
      await Promise.all([...this.#lanes.values(), ...this.#sends.values()]);
    };
    await Promise.race([underWay(), sleep(patienceMs, undefined, { ref: false })]);
  }

  /** Resolves when nothing is under way and nothing is due now. */
  async idle(): Promise<void> {
    for (;;) {
      this.wake();
      await this.#looking;
      if (this.#lanes.size === 0 && this.#sends.size === 0) return;
      await Promise.all([...this.#lanes.values(), ...this.#sends.values()]);
    }
  }

  async #lookWhileAsked(): Promise<void> {
    do {
      // Whoever wakes in this turn of the event loop is served by one look.
      await new Promise(setImmediate);
      this.#again = false;
      try {
        await this.#look();
      } catch (error) {
        // The next look comes by itself; what could not be taken up stays where it is.
        this.#log.error("the store does not answer", {
          reason: error instanceof StoreError ? error.fault : "error",
        });
      }
    } while (this.#again && !this.#stopped);
    this.#looking = undefined;
  }

  async #look(): Promise<void> {
    const now = this.#clock.now();
    await this.#wakeConversations(now);
    await this.#takeEvents(now);
    await this.#takeSends(now);
  }

  async #wakeConversations(now: number): Promise<void> {
    const due = await this.#store.read((db) => dueConversations(db, now));
    if (due.length === 0) return;
    await this.#store.transact(async (tx) => {
      for (const { number, wakeAt } of due)
        await insertInternal(tx, `woke:${number}:${wakeAt}`, {
          type: "woke",
          conversation: number,
          time: now,
        });
    });
  }

  async #takeEvents(now: number): Promise<void> {
    if (this.#lanes.size >= limits.lanes || this.#alone) return;
    const waiting = await this.#store.read((db) => oldestEvents(db, now, limits.lanes + this.#lanes.size));
    for (const pending of waiting) {
      if (this.#lanes.size >= limits.lanes || this.#alone || this.#stopped) return;
      const place = "at" in pending.event ? pending.event.at : "";
      if (this.#lanes.has(place)) continue;
      const conversation = await this.#engine.find(pending.event);
      const lane = conversation ? String(conversation.number) : place;
      if (this.#lanes.has(lane)) continue;
      const suspicious = pending.seq <= this.#leftOver && pending.attempts >= limits.suspicious;
      if (suspicious && this.#lanes.size > 0) continue;
      this.#alone = suspicious;
      const work = this.#work({ pending, conversation }).finally(() => {
        this.#lanes.delete(lane);
        if (suspicious) this.#alone = false;
        this.wake();
      });
      this.#lanes.set(lane, work);
    }
  }

  async #work(found: Case): Promise<void> {
    let { pending } = found;
    try {
      if (pending.seq <= this.#leftOver) pending = await this.#countAttempt(pending);
      if (pending.attempts > limits.attempts) return await this.#engine.bury(found, "ended the process");
      await withDeadline(this.#engine.handle({ ...found, pending }), limits.handleMs);
    } catch (error) {
      await this.#failed(found, pending, error);
    }
  }

  /** Before the work, so that an event that ends the process is known at the next start. */
  async #countAttempt(pending: Pending): Promise<Pending> {
    const attempts = pending.attempts + 1;
    await this.#store.transact((tx) => postponeEvent(tx, pending.seq, attempts, 0));
    return { ...pending, attempts };
  }

  async #failed(found: Case, pending: Pending, error: unknown): Promise<void> {
    const { seq } = pending;
    const attempts = pending.attempts + 1;
    const reason = error instanceof Error ? error.name : "error";
    try {
      // A disk that is full is not the event's fault: it waits and is not blamed.
      if (error instanceof StoreError) {
        this.#log.error("event waits for the store", { seq, reason: error.fault });
        return await sleep(limits.lookEveryMs, undefined, { ref: false });
      }
      this.#log.warn("event failed", { seq, attempts, reason });
      if (attempts >= limits.attempts) return await this.#engine.bury(found, reason);
      const nextAt = this.#clock.now() + 100 * 4 ** (attempts - 1);
      await this.#store.transact((tx) => postponeEvent(tx, seq, attempts, nextAt));
    } catch (worse) {
      this.#log.error("event could not be put aside", {
        seq,
        reason: worse instanceof Error ? worse.name : "error",
      });
      await sleep(limits.lookEveryMs, undefined, { ref: false });
    }
  }

  async #takeSends(now: number): Promise<void> {
    const room = limits.sends - this.#sends.size;
    if (room <= 0 || this.#stopped) return;
    const skip = new Set(this.#sends.keys());
    const due = await this.#store.transact((tx) => takeDue(tx, { now, skip, limit: room, desk: this.#desk }));
    for (const sending of due) {
      const lane = sendLane(sending.conversation, sending.side);
      const parts = { store: this.#store, platforms: this.#platforms, clock: this.#clock, log: this.#log };
      const work = deliver(sending, parts).finally(() => {
        this.#sends.delete(lane);
        this.wake();
      });
      this.#sends.set(lane, work);
    }
  }
}

async function withDeadline(work: Promise<void>, ms: number): Promise<void> {
  const late = new AbortController();
  const deadline = sleep(ms, undefined, { signal: late.signal, ref: false }).then(
    () => {
      throw new Error("deadline");
    },
    () => undefined,
  );
  try {
    await Promise.race([work, deadline]);
  } finally {
    late.abort();
  }
}
