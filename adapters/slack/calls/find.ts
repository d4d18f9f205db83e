import type { Found } from "#ports/platform.ts";
import { type Place, repliesAt } from "../address.ts";
import { wordOf } from "../faults.ts";
import type { MessageIn } from "../payload.ts";
import { keyMark } from "../render.ts";
import type { Calls } from "./calls.ts";
import { read } from "./history.ts";

/** A message that Slack took may show up in the history only after a while: looked for at 0, 1, 3 and 8 s. */
export const LOOK_AGAIN_MS: readonly number[] = [1000, 2000, 5000];

/** Clocks differ: a message may be older by Slack's than by ours. The key decides, so looking further costs little. */
const EARLIER_MS = 60_000;
const MOST_PAGES = 5;

/**
 * Looks for the message that carries the key. Absent only when the last look has not found it; throws
 * PlatformError when one look can't be made.
 */
export async function find(
  calls: Calls,
  wanted: { readonly at: Place; readonly key: string; readonly since: number },
  wait: { readonly sleep: (ms: number) => Promise<void>; readonly waits: readonly number[] },
): Promise<Found> {
  const { at, since } = wanted;
  const key = keyMark(wanted.key);
  for (const ms of [0, ...wait.waits]) {
    if (ms > 0) await wait.sleep(ms);
    const found = await look(calls, { at, key, since }).catch(noThread);
    if (found !== undefined) return { id: found.ts, repliesAt: repliesAt(at, found.ts) };
  }
  return "absent";
}

/** A thread that is not there holds no message. */
function noThread(error: unknown): undefined {
  if (wordOf(error) !== "thread_not_found") throw error;
}

async function look(
  calls: Calls,
  { at, key, since }: { at: Place; key: string; since: number },
): Promise<MessageIn | undefined> {
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { messages, response_metadata } = await read(calls, at, { since: since - EARLIER_MS, cursor });
    const found = messages.find((one) => carries(one, key));
    if (found !== undefined) return found;
    cursor = response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return undefined;
  }
  return undefined;
}

/** The mark of the first block comes back always, the metadata not in every workspace. */
function carries({ blocks = [], metadata }: MessageIn, key: string): boolean {
  return blocks.some(({ block_id }) => block_id === key) || metadata?.event_payload?.["key"] === key;
}
