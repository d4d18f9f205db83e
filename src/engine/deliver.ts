import { setTimeout as sleep } from "node:timers/promises";
import { type Fault, type Log, type Platform, PlatformError, type Sent } from "#ports/platform.ts";
import type { Clock } from "../clock.ts";
import type { Undelivered } from "../conversation/input.ts";
import { setDeskThread, turnNumbered } from "../store/conversations.ts";
import { insertInternal } from "../store/inbox.ts";
import { enqueueMark, type Sending, settleDead, settleDelivered, settleLater } from "../store/outbox.ts";
import type { Store } from "../store/store.ts";

type Parts = {
  readonly store: Store;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly clock: Clock;
  readonly log: Log;
};

const hour = 3_600_000;
const limits = {
  /** A platform that has not answered by then may have taken the message. */
  sendMs: 20_000,
  /** Waits between tries: 0.5 s, doubled, at most a minute. */
  firstWaitMs: 500,
  longestWaitMs: 60_000,
  giveUpMs: 24 * hour,
} as const;

/**
 * Brings one message to its platform and writes down how it ended. A message that may have been sent is looked
 * for, never sent blindly again. Never throws: what could not be written down is found as `sending` later.
 */
export async function deliver(sending: Sending, parts: Parts): Promise<void> {
  try {
    await settle(sending, await attempt(sending, parts), parts);
  } catch (error) {
    parts.log.error("delivery could not be written down", {
      outbox: sending.id,
      reason: error instanceof Error ? error.name : "error",
    });
    await writeDownLater(sending, parts);
  }
}

/** How an attempt ended. */
type Outcome =
  | { readonly type: "done"; readonly sent?: Sent }
  | {
      readonly type: "later";
      readonly state: "pending" | "ambiguous";
      readonly fault: Fault;
      readonly retryAfterMs?: number;
    }
  | { readonly type: "dead"; readonly fault: Undelivered };

async function attempt(sending: Sending, { platforms, log }: Parts): Promise<Outcome> {
  const { act, ambiguousSince, key } = sending;
  if (act.op === "nothing") return { type: "done" };
  if (act.op === "nowhere") return { type: "dead", fault: "gone" };
  const platform = platforms.get(act.at.slice(0, act.at.indexOf(":")));
  if (!platform) return { type: "later", state: "pending", fault: "unavailable" };
  try {
    if (act.op !== "post") return await withDeadline(change(platform, act));
    if (ambiguousSince !== undefined) {
      const found = await withDeadline(platform.find(act.at, key, ambiguousSince));
      if (found === "unknowable") return { type: "dead", fault: "unconfirmed" };
      if (found !== "absent") return { type: "done", sent: found };
    }
    return { type: "done", sent: await withDeadline(platform.send(act.at, act.message, key)) };
  } catch (error) {
    if (!(error instanceof PlatformError)) {
      // An adapter's own mistake: nothing is known about the message.
      log.error("adapter failed", {
        platform: platform.name,
        reason: error instanceof Error ? error.name : "error",
      });
    }
    return outcomeOf(error, act.op);
  }
}

async function change(
  platform: Platform,
  act: Exclude<Sending["act"], { op: "post" | "nothing" | "nowhere" }>,
): Promise<Outcome> {
  switch (act.op) {
    case "edit":
      await platform.edit(act.at, act.target, act.message);
      break;
    case "remove":
      await platform.remove(act.at, act.target);
      break;
    case "mark":
      await platform.mark(act.at, act.target, act.mark);
  }
  return { type: "done" };
}

function outcomeOf(error: unknown, op: string): Outcome {
  const fault = error instanceof PlatformError ? error.fault : "ambiguous";
  const wait = error instanceof PlatformError ? error.retryAfterMs : undefined;
  const retryAfterMs = wait === undefined ? {} : { retryAfterMs: wait };
  switch (fault) {
    case "limited":
    case "unavailable":
      return { type: "later", state: "pending", fault, ...retryAfterMs };
    case "ambiguous":
      // Changes may be repeated freely: their end is the same however often they happen.
      return { type: "later", state: op === "post" ? "ambiguous" : "pending", fault, ...retryAfterMs };
    case "gone":
      return op === "post" ? { type: "dead", fault } : { type: "done" };
    case "denied":
    case "invalid":
      return { type: "dead", fault };
  }
}

async function settle(sending: Sending, outcome: Outcome, parts: Parts): Promise<void> {
  const { store, clock, log } = parts;
  const now = clock.now();
  if (outcome.type === "done") return settleDone(sending, outcome.sent, parts);
  const expired = now - sending.created > limits.giveUpMs;
  if (outcome.type === "later" && !expired) {
    const backoff = Math.min(limits.firstWaitMs * 2 ** (sending.attempts - 1), limits.longestWaitMs);
    const nextAt = now + (outcome.retryAfterMs ?? backoff);
    log.warn("delivery waits", { outbox: sending.id, fault: outcome.fault, attempts: sending.attempts });
    const { state, fault } = outcome;
    return store.transact((tx) => settleLater(tx, sending.id, { state, nextAt, reason: fault }));
  }
  const fault = outcome.type === "dead" ? outcome.fault : "expired";
  log.warn("delivery given up", { outbox: sending.id, fault });
  await store.transact(async (tx) => {
    await settleDead(tx, sending.id, fault, now);
    const what = sending.slot === "card" ? "card" : sending.turn;
    if (sending.act.op === "mark" || what === undefined) return;
    const { conversation, id } = sending;
    await insertInternal(tx, `undelivered:${id}`, {
      type: "undelivered",
      conversation,
      what,
      fault,
      time: now,
    });
  });
}

async function settleDone(sending: Sending, sent: Sent | undefined, { store, clock }: Parts): Promise<void> {
  const now = clock.now();
  const { act, side, conversation, turn, slot } = sending;
  await store.transact(async (tx) => {
    await settleDelivered(tx, sending, sent, now);
    if (act.op !== "post") return;
    if (slot === "card" && sent) await setDeskThread(tx, conversation, sent.repliesAt);
    if (side !== "student" || turn === undefined) return;
    // Staff see on their own line that it arrived.
    const words = await turnNumbered(tx, turn);
    if (words?.side === "desk") await enqueueMark(tx, { conversation, turn, mark: "delivered", now });
  });
}

/** The disk refused: until it takes the row, the message counts as maybe sent, as after a crash. */
async function writeDownLater(sending: Sending, { store, clock, log }: Parts): Promise<void> {
  for (let wait: number = limits.firstWaitMs; ; wait = Math.min(wait * 2, limits.longestWaitMs)) {
    await sleep(wait, undefined, { ref: false });
    try {
      const nextAt = clock.now();
      const state = sending.act.op === "post" ? "ambiguous" : "pending";
      return await store.transact((tx) => settleLater(tx, sending.id, { state, nextAt, reason: "store" }));
    } catch (error) {
      log.error("delivery still not written down", {
        outbox: sending.id,
        reason: error instanceof Error ? error.name : "error",
      });
    }
  }
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const deadline = sleep(limits.sendMs, undefined, { signal: ended.signal, ref: false }).then(
    () => {
      throw new PlatformError("ambiguous");
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, deadline]);
  } finally {
    ended.abort();
  }
}
