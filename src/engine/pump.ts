import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Log, Platform } from "#ports/platform.ts";
import type { Clock } from "../clock.ts";
import type { Language } from "../conversation/conversation.ts";
import type { Roster } from "../desk/roster.ts";
import { dueConversations } from "../store/conversations.ts";
import {
  type Head,
  insertInternal,
  newestEvent,
  oldestEvents,
  type Pending,
  pendingEvent,
  postponeEvent,
} from "../store/inbox.ts";
import { suspectAll } from "../store/sending/settle.ts";
import type { Store } from "../store/store.ts";
import { StoreError } from "../store/transactor.ts";
import type { Case, Engine } from "./engine.ts";
import { TooEarly } from "./handling/staff/desk.ts";
import { Outgoing } from "./outgoing.ts";
import { sendReminders } from "./remind.ts";
import { late, within } from "./within.ts";

const limits = {
  /** Conversations worked on at once; most of them wait for a model. */
  lanes: 256,
  /** Tries of an event before it is given up: what failed five times fails again. */
  attempts: 5,
  /** From one try to the next, four times as long each time. */
  firstWaitMs: 100,
  /** Tries that ended with the process: such events are tried one by one, so that only the guilty one is blamed. */
  suspicious: 2,
  /** One event may take this long; answering has a shorter deadline of its own. */
  handleMs: 60_000,
  /** How often it looks for what became due without anybody saying so. */
  lookEveryMs: 500,
  /** While the disk is full, answers are thought of in vain: tries become rarer, up to this. */
  longestRefusalMs: 8000,
  /** What answers an unknown thread waits for the thread to become known. */
  earlyMs: 500,
} as const;

type PumpParts = {
  readonly store: Store;
  readonly engine: Engine;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly roster: Roster;
  readonly deskLanguage: Language;
  readonly clock: Clock;
  readonly log: Log;
};

/** Moves what waits: inbox → engine, outbox → platform, each conversation's in order, others side by side. */
export class Pump {
  readonly #store: Store;
  readonly #engine: Engine;
  readonly #outgoing: Outgoing;
  readonly #parts: PumpParts;
  readonly #clock: Clock;
  readonly #log: Log;
  /** Events being worked on, with the places and conversations that they hold. */
  readonly #lanes = new Map<number, { holds: readonly string[]; work: Promise<void> }>();
  /** Events up to this one were waiting when the process started: one of them may have ended the last one. */
  #leftOver = 0;
  readonly #counted = new Set<number>();
  #suspect: number | undefined;
  #state: "new" | "running" | "stopped" = "new";
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  /** How often in a row the store refused the end of an event. */
  #refusals = 0;

  constructor(parts: PumpParts) {
    this.#store = parts.store;
    this.#engine = parts.engine;
    this.#outgoing = new Outgoing(parts, () => this.wake());
    this.#parts = parts;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  async start(): Promise<void> {
    const suspects = await this.#store.transact(suspectAll);
    this.#leftOver = await this.#store.read(newestEvent);
    if (suspects > 0) this.#log.info("messages to be looked for", { count: suspects });
    this.#state = "running";
    this.#timer = setInterval(() => this.wake(), limits.lookEveryMs);
    this.wake();
  }

  /** Something may be due: looks soon, however often it is called. */
  wake(): void {
    if (this.#state !== "running") return;
    if (this.#looking !== undefined) this.#again = true;
    else this.#looking = this.#lookWhileAsked();
  }

  /** Takes nothing new and waits for what is under way, at most this long. */
  async stop(patienceMs: number): Promise<void> {
    this.#halt();
    const underWay = async () => {
      await this.#looking;
      await this.#underWay();
    };
    await within(underWay(), patienceMs);
  }

  #halt(): void {
    this.#state = "stopped";
    clearInterval(this.#timer);
    this.#outgoing.stop();
  }

  /** Resolves when nothing is under way and nothing is due now. */
  async idle(): Promise<void> {
    for (;;) {
      this.wake();
      await this.#looking;
      if (this.#lanes.size === 0 && this.#outgoing.isIdle) return;
      await this.#underWay();
    }
  }

  async #underWay(): Promise<void> {
    await Promise.all([...[...this.#lanes.values()].map(({ work }) => work), this.#outgoing.underWay()]);
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
        const reason = error instanceof StoreError ? error.fault : "error";
        this.#log.error("the store does not answer", { reason });
        // Whoever owns the database now does the work.
        if (reason === "stale") this.#halt();
      }
    } while (this.#again && this.#state === "running");
    this.#looking = undefined;
  }

  async #look(): Promise<void> {
    const now = this.#clock.now();
    await this.#wakeConversations(now);
    await this.#takeEvents(now);
    await sendReminders(this.#parts);
    await this.#outgoing.take(now);
  }

  async #wakeConversations(now: number): Promise<void> {
    const due = await this.#store.read((db) => dueConversations(db, now));
    if (due.length === 0) return;
    await this.#store.transact(async (tx) => {
      for (const conversation of due)
        await insertInternal(tx, `woke:${conversation}`, { type: "woke", conversation, time: now });
    });
  }

  async #takeEvents(now: number): Promise<void> {
    if (this.#lanes.size >= limits.lanes) return;
    const heads = await this.#store.read((db) => oldestEvents(db, now, limits.lanes * 4));
    const held = new Set([...this.#lanes.values()].flatMap(({ holds }) => holds));
    for (const head of heads) {
      if (this.#lanes.size >= limits.lanes || this.#state !== "running") return;
      if (!this.#lanes.has(head.seq)) await this.#takeEvent(head, held);
    }
  }

  /** Takes the event up if nothing before it holds its place or its conversation; else it holds them itself. */
  async #takeEvent(head: Head, held: Set<string>): Promise<void> {
    // A channel of the desk is a place of many conversations.
    const { channels } = this.#parts.roster;
    const place = head.place === undefined || channels.includes(head.place as Address) ? [] : [head.place];
    if (place.some((key) => held.has(key))) return;
    const pending = await this.#store.read((db) => pendingEvent(db, head.seq));
    const { conversation, fault } = await this.#find(pending);
    const holds = conversation ? [...place, String(conversation.number)] : place;
    const isFree = !holds.some((key) => held.has(key));
    for (const key of holds) held.add(key);
    if (!isFree || !head.isDue) return;
    const isSuspicious = pending.seq <= this.#leftOver && pending.attempts >= limits.suspicious;
    if (isSuspicious && this.#suspect !== undefined) return;
    if (isSuspicious) this.#suspect = pending.seq;
    const found = { pending, conversation };
    const work = (fault ? this.#failed(found, pending.attempts + 1, fault) : this.#work(found)).finally(
      () => {
        this.#lanes.delete(pending.seq);
        if (isSuspicious) this.#suspect = undefined;
        this.wake();
      },
    );
    this.#lanes.set(pending.seq, { holds, work });
  }

  async #find({ event }: Pending): Promise<{ conversation?: Case["conversation"]; fault?: unknown }> {
    try {
      return { conversation: await this.#engine.find(event) };
    } catch (fault) {
      if (fault instanceof StoreError) throw fault;
      return { fault };
    }
  }

  async #work(found: Case): Promise<void> {
    let { pending } = found;
    const isCounted = pending.seq <= this.#leftOver && !this.#counted.has(pending.seq);
    try {
      if (isCounted) pending = await this.#countAttempt(pending);
      // The try that ended the first process was not counted.
      if (isCounted && pending.attempts >= limits.attempts)
        return await this.#engine.bury({ ...found, pending }, "ended the process");
      const ended = await within(this.#engine.handle({ ...found, pending }), limits.handleMs);
      if (ended === late) throw new Error("deadline");
      this.#refusals = 0;
    } catch (error) {
      const tries = isCounted ? pending.attempts : pending.attempts + 1;
      await this.#failed({ ...found, pending }, tries, error);
    }
  }

  /** Before the work, once in each process, so that an event that ends the process is known at the next start. */
  async #countAttempt(pending: Pending): Promise<Pending> {
    const attempts = pending.attempts + 1;
    const counted = { ...pending, attempts };
    await this.#postpone(counted, 0);
    this.#counted.add(pending.seq);
    return counted;
  }

  async #failed(found: Case, tries: number, error: unknown): Promise<void> {
    const { seq, attempts } = found.pending;
    const reason = error instanceof Error ? error.name : "error";
    try {
      // A full disk is not the event's fault, nor is coming early: they wait and are not blamed.
      if (error instanceof StoreError) return await this.#refused(seq, error);
      if (error instanceof TooEarly) return await this.#postpone({ seq, attempts }, limits.earlyMs);
      this.#log.warn("event failed", { seq, tries, reason });
      if (tries >= limits.attempts) return await this.#engine.bury(found, reason);
      await this.#postpone({ seq, attempts: tries }, limits.firstWaitMs * 4 ** (tries - 1));
    } catch (worse) {
      await this.#refused(seq, worse);
    }
  }

  async #postpone(event: { seq: number; attempts: number }, waitMs: number): Promise<void> {
    const now = this.#clock.now();
    await this.#store.transact((tx) => postponeEvent(tx, event, { now, waitMs }));
  }

  /** Keeps the lane for a while, in memory: the store can't be told. */
  async #refused(seq: number, error: unknown): Promise<void> {
    const reason = error instanceof StoreError ? error.fault : "error";
    this.#log.error("event waits for the store", { seq, reason });
    if (reason === "closed" || reason === "stale") return;
    const wait = limits.lookEveryMs * 2 ** Math.min(this.#refusals, 10);
    this.#refusals += 1;
    await sleep(Math.min(wait, limits.longestRefusalMs), undefined, { ref: false });
  }
}
