import { LRUCache } from "lru-cache";
import { z } from "zod";
import { PlatformError } from "#ports/platform.ts";
import { address, isDirect, type Place } from "../address.ts";
import type { Calls } from "../calls/calls.ts";
import type { Reactions } from "./reactions.ts";

/** Slack takes the status away after two minutes, or when the bot has written. */
const AGAIN_MS = 10_000;
const SEEN = "👀";

/** That the bot is at work. Throws PlatformError. */
export type Signs = {
  /** Somebody wrote this there: what the sign stands on outside of threads. */
  heard(at: Place, ts: string): void;
  show(at: Place): Promise<void>;
  /** The bot has written: Slack takes the status away itself, the reaction goes now. */
  end(at: Place): Promise<void>;
};

/**
 * In a thread Slack's own status, https://docs.slack.dev/reference/methods/assistant.threads.setStatus. A direct
 * message outside of threads has none: there it is a reaction on what was written last.
 */
export function createSigns(calls: Calls, reactions: Reactions, now: () => number): Signs {
  const shown = new LRUCache<string, number>({ max: 1000 });
  const newest = new LRUCache<string, string>({ max: 5000 });
  const seen = new LRUCache<string, string>({ max: 5000 });
  let isOffered = true;
  const showStatus = async ({ channel, thread }: Place) => {
    const key = `${channel}/${thread}`;
    if (!isOffered || now() - (shown.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    shown.set(key, now());
    const status = { channel_id: channel, thread_ts: thread, status: "…" };
    try {
      await calls("assistant.threads.setStatus", status, z.object({}));
    } catch (error) {
      // Not every workspace has it: one refusal is enough.
      if (error instanceof PlatformError && (error.fault === "denied" || error.fault === "invalid"))
        isOffered = false;
      throw error;
    }
  };
  return {
    heard: (at, ts) => void newest.set(address(at), ts),
    async show(at) {
      if (at.thread !== undefined) return showStatus(at);
      const ts = newest.get(address(at));
      if (!isDirect(at.channel) || ts === undefined || seen.get(address(at)) === ts) return;
      seen.set(address(at), ts);
      await reactions.react(at, ts, { emoji: SEEN, added: true });
    },
    async end(at) {
      shown.delete(`${at.channel}/${at.thread}`);
      const ts = seen.get(address(at));
      seen.delete(address(at));
      if (ts !== undefined) await reactions.react(at, ts, { emoji: SEEN, added: false });
    },
  };
}
