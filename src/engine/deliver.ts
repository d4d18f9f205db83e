import { setTimeout as sleep } from "node:timers/promises";
import {
  type Address,
  type Fault,
  type Log,
  type Platform,
  PlatformError,
  type Sent,
} from "#ports/platform.ts";
import type { Clock } from "../clock.ts";
import type { Language } from "../conversation/conversation.ts";
import type { Undelivered } from "../conversation/input.ts";
import { phrases } from "../conversation/phrases/phrases.ts";
import type { Roster } from "../desk/roster.ts";
import { turnNumbered } from "../store/cases/turns.ts";
import { setDeskThread } from "../store/conversations.ts";
import { insertInternal } from "../store/inbox.ts";
import { enqueueMark } from "../store/outbox.ts";
import type { Sending } from "../store/sending/due.ts";
import { enqueueAt } from "../store/sending/outside.ts";
import {
  allArrived,
  giveUpThread,
  loseThread,
  settleDead,
  settleDelivered,
  settleLater,
} from "../store/sending/settle.ts";
import type { Store } from "../store/store.ts";
import { StoreError, type Tx } from "../store/transactor.ts";
import { late, within } from "./within.ts";

type Parts = {
  readonly store: Store;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly roster: Pick<Roster, "channelFor">;
  readonly deskLanguage: Language;
  readonly clock: Clock;
  readonly log: Log;
};

const limits = {
  /** A platform that has not answered by then may have taken the message. */
  sendMs: 20_000,
  /** A call that has not ended by then never will. */
  callMs: 300_000,
  /** Waits between tries: 0.5 s, doubled, at most a minute. */
  firstWaitMs: 500,
  longestWaitMs: 60_000,
  /** Nobody is left longer without a word about a message that may not have arrived (invariant I8). */
  uncertainMs: 60_000,
  giveUpMs: 24 * 3_600_000,
} as const;

/** How an attempt ended. */
type Outcome =
  | { readonly type: "done"; readonly sent?: Sent }
  | {
      readonly type: "later";
      readonly state: "pending" | "ambiguous";
      readonly fault: Fault;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly type: "dead"; readonly fault: Undelivered };

type Call = { readonly since: number; readonly ended: Promise<Sent | undefined> };

/** Brings messages to their platforms and writes down how it ended. */
export class Courier {
  readonly #parts: Parts;
  /** Calls that did not end in time. A second one beside it could show the message twice. */
  readonly #calls = new Map<number, Call>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * One attempt. A message that may have been sent is looked for, never sent blindly again. Never throws: what
   * could not be written down before the end is found as `sending` at the next start.
   */
  async deliver(sending: Sending): Promise<void> {
    const { store, log } = this.#parts;
    let outcome = await this.#attempt(sending);
    if (outcome.type !== "later") this.#calls.delete(sending.id);
    for (let wait: number = limits.firstWaitMs; ; wait = Math.min(wait * 2, limits.longestWaitMs)) {
      try {
        return await store.transact((tx) => this.#settle(tx, sending, outcome));
      } catch (error) {
        const reason = error instanceof StoreError ? error.fault : "error";
        log.error("delivery is not written down yet", { outbox: sending.id, reason });
        if (reason === "closed" || reason === "stale") return;
        if (reason === "error") outcome = { type: "dead", fault: "invalid" };
        await sleep(wait, undefined, { ref: false });
      }
    }
  }

  async #attempt(sending: Sending): Promise<Outcome> {
    const { act, ambiguousSince, key } = sending;
    if (act.op === "nothing") return { type: "done" };
    const platform = this.#platformOf(act.at);
    if (!platform) return { type: "later", state: stateBefore(sending), fault: "unavailable" };
    if (act.op === "post" && ambiguousSince !== undefined && !this.#calls.has(sending.id)) {
      const found = await this.#find(platform, sending, () => platform.find(act.at, key, ambiguousSince));
      if (found !== "absent") return found;
    }
    return this.#call(platform, sending, () => perform(platform, act, key));
  }

  /** Whatever a search runs into: the message stays one that may have been sent. */
  async #find(
    platform: Platform,
    sending: Sending,
    find: () => ReturnType<Platform["find"]>,
  ): Promise<Outcome | "absent"> {
    try {
      const found = await within(find(), limits.sendMs);
      if (found === "absent") return "absent";
      // In danger it is better to say something twice than not at all.
      if (found === "unknowable") return sending.isUrgent ? "absent" : { type: "dead", fault: "unconfirmed" };
      if (found === late) return { type: "later", state: "ambiguous", fault: "ambiguous" };
      return found.isUnconfirmed && sending.isUrgent ? "absent" : { type: "done", sent: found };
    } catch (error) {
      const { fault, retryAfterMs } = this.#faultOf(platform, sending, error);
      if (fault === "gone" || fault === "denied" || fault === "invalid")
        return { type: "dead", fault: "unconfirmed" };
      return { type: "later", state: "ambiguous", fault, retryAfterMs };
    }
  }

  async #call(
    platform: Platform,
    sending: Sending,
    start: () => Promise<Sent | undefined>,
  ): Promise<Outcome> {
    const { id, act } = sending;
    const now = performance.now();
    const call = this.#calls.get(id) ?? { since: now, ended: start() };
    try {
      const sent = await within(call.ended, limits.sendMs);
      if (sent === late) {
        if (now - call.since < limits.callMs) this.#calls.set(id, call);
        else this.#calls.delete(id);
        return { type: "later", state: uncertain(act.op), fault: "ambiguous" };
      }
      // The words of a change that waits may be others by now.
      if (this.#calls.delete(id) && act.op !== "post") return await this.#call(platform, sending, start);
      return { type: "done", ...(sent && { sent }) };
    } catch (error) {
      this.#calls.delete(id);
      const { fault, retryAfterMs } = this.#faultOf(platform, sending, error);
      return outcomeOf(fault, act.op, retryAfterMs);
    }
  }

  #faultOf(
    platform: Platform,
    sending: Sending,
    error: unknown,
  ): { fault: Fault; retryAfterMs?: number | undefined } {
    if (error instanceof PlatformError) return error;
    // An adapter's own mistake: nothing is known about the message.
    const reason = error instanceof Error ? error.name : "error";
    this.#parts.log.error("adapter failed", { platform: platform.name, outbox: sending.id, reason });
    return { fault: "ambiguous" };
  }

  async #settle(tx: Tx, sending: Sending, outcome: Outcome): Promise<void> {
    const { clock, log } = this.#parts;
    const now = clock.now();
    if (outcome.type === "done") return settleDone(tx, sending, outcome.sent, now);
    const { id, attempts } = sending;
    const expired = now - sending.created > limits.giveUpMs;
    if (outcome.type === "later" && !expired) {
      const { state, fault } = outcome;
      const waitMs = waitAfter(attempts, outcome.retryAfterMs);
      log.warn("delivery waits", { outbox: id, fault, attempts });
      await settleLater(tx, id, { state, now, waitMs, reason: fault });
      const since = sending.ambiguousSince ?? now;
      if (state === "ambiguous" && now - since > limits.uncertainMs)
        await tellAuthor(tx, sending, "unconfirmed", now);
      return;
    }
    const fault = outcome.type === "dead" ? outcome.fault : "expired";
    if (fault === "gone" && (await loseThread(tx, sending, now))) {
      log.warn("the thread of a case is gone", { conversation: sending.conversation, outbox: id });
      return tellCase(tx, sending, "thread", now);
    }
    log.warn("delivery given up", { outbox: id, fault });
    await settleDead(tx, id, fault, now);
    if (sending.slot === "card" && sending.conversation !== undefined)
      await giveUpThread(tx, sending.conversation, now);
    if (sending.isUrgent && sending.side === "student") await this.#tellHelpLost(tx, now);
    await tellAuthor(tx, sending, fault, now);
  }

  /** The help lines for somebody in danger did not arrive: people were called, and must not rely on them. */
  async #tellHelpLost(tx: Tx, now: number): Promise<void> {
    const { roster, deskLanguage } = this.#parts;
    const text = phrases(deskLanguage).desk.helpLost;
    const place = roster.channelFor(undefined);
    await enqueueAt(tx, { place, side: "desk", parts: [{ text, tone: "note" }], now, urgent: true });
  }

  #platformOf(at: Address): Platform | undefined {
    return this.#parts.platforms.get(at.slice(0, at.indexOf(":")));
  }
}

/** The platform's own word, if it has a sensible one; else our own, rarer each time. */
function waitAfter(attempts: number, retryAfterMs: number | undefined): number {
  const { firstWaitMs, longestWaitMs, giveUpMs } = limits;
  if (retryAfterMs !== undefined && Number.isFinite(retryAfterMs))
    return Math.min(Math.max(retryAfterMs, firstWaitMs), giveUpMs);
  return Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs);
}

async function perform(
  platform: Platform,
  act: Exclude<Sending["act"], { op: "nothing" }>,
  key: string,
): Promise<Sent | undefined> {
  switch (act.op) {
    case "post":
      return platform.send(act.at, act.message, key);
    case "edit":
      await platform.edit(act.at, act.target, act.message);
      return undefined;
    case "remove":
      await platform.remove(act.at, act.target);
      return undefined;
    case "mark":
      await platform.mark(act.at, act.target, act.mark);
      return undefined;
    case "react":
      await platform.react(act.at, act.target, act.reaction);
      return undefined;
  }
}

function outcomeOf(fault: Fault, op: string, retryAfterMs: number | undefined): Outcome {
  switch (fault) {
    case "limited":
    case "unavailable":
      return { type: "later", state: "pending", fault, retryAfterMs };
    case "ambiguous":
      return { type: "later", state: uncertain(op), fault, retryAfterMs };
    case "gone":
      return op === "post" ? { type: "dead", fault } : { type: "done" };
    case "denied":
    case "invalid":
      return { type: "dead", fault };
  }
}

/** Changes may be repeated freely: their end is the same however often they happen. */
function uncertain(op: string): "pending" | "ambiguous" {
  return op === "post" ? "ambiguous" : "pending";
}

function stateBefore({ ambiguousSince }: Sending): "pending" | "ambiguous" {
  return ambiguousSince === undefined ? "pending" : "ambiguous";
}

async function settleDone(tx: Tx, sending: Sending, sent: Sent | undefined, now: number): Promise<void> {
  const { act, side, conversation, turn, slot } = sending;
  await settleDelivered(tx, sending, sent, now);
  if (act.op !== "post" || conversation === undefined) return;
  if (slot === "card" && sent) await setDeskThread(tx, conversation, sent.repliesAt);
  if (sent?.isUnconfirmed) return tellAuthor(tx, sending, "unconfirmed", now);
  if (side !== "student" || turn === undefined || slot === undefined) return;
  // Staff see on their own line that all of it arrived.
  const words = await turnNumbered(tx, turn);
  if (words?.side === "desk" && (await allArrived(tx, { conversation, side, slot })))
    await enqueueMark(tx, { conversation, turn, mark: "delivered", now });
}

/** Once for all parts of a message, and once for a change of it. */
async function tellAuthor(tx: Tx, sending: Sending, fault: Undelivered, now: number): Promise<void> {
  const { act, conversation, id, slot, turn } = sending;
  const what = slot === "card" ? "card" : turn;
  if (act.op === "mark" || act.op === "react" || what === undefined || conversation === undefined) return;
  const change = act.op === "edit" || act.op === "remove" ? act.op : "post";
  // Its parts were made at the same moment; words that are sent anew, at another.
  const key = what === "card" ? `undelivered:${id}` : `undelivered:${change}:${what}:${sending.created}`;
  await insertInternal(tx, key, { type: "undelivered", conversation, what, fault, time: now });
}

async function tellCase(tx: Tx, sending: Sending, what: "thread", now: number): Promise<void> {
  const { id, conversation, attempts } = sending;
  if (conversation === undefined) return;
  const event = { type: "undelivered", conversation, what, fault: "gone", time: now } as const;
  await insertInternal(tx, `undelivered:${what}:${id}:${attempts}`, event);
}
