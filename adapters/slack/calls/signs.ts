import { LRUCache } from "lru-cache";
import { z } from "zod";
import { PlatformError } from "#ports/platform.ts";
import { isDirect, type Place } from "../address.ts";
import type { Calls } from "./calls.ts";

/** Slack takes the status away after two minutes, or when the bot has written. */
const AGAIN_MS = 10_000;

/**
 * Shows in a thread that the bot is at work. In a direct message outside of threads Slack has no such sign.
 * https://docs.slack.dev/reference/methods/assistant.threads.setStatus
 */
export function createSigns(calls: Calls, now: () => number): (at: Place) => Promise<void> {
  const shown = new LRUCache<string, number>({ max: 1000 });
  let isOffered = true;
  return async ({ channel, thread }) => {
    if (!isOffered || thread === undefined || isDirect(channel)) return;
    const key = `${channel}/${thread}`;
    if (now() - (shown.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    shown.set(key, now());
    try {
      await calls(
        "assistant.threads.setStatus",
        { channel_id: channel, thread_ts: thread, status: "…" },
        z.object({}),
      );
    } catch (error) {
      // Not every workspace has it: one refusal is enough.
      if (error instanceof PlatformError && (error.fault === "denied" || error.fault === "invalid"))
        isOffered = false;
      throw error;
    }
  };
}
