import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Mark } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import { wordOf } from "../faults.ts";
import type { Calls } from "./calls.ts";

const reactions: Readonly<Record<Mark, string>> = {
  delivered: "white_check_mark",
  internal: "lock",
  failed: "warning",
};

/** Shows a mark as the bot's reaction; the one that stood there before goes. Throws PlatformError. */
export function createMarks(calls: Calls): (at: Place, ts: string, mark: Mark) => Promise<void> {
  const last = new LRUCache<string, Mark>({ max: 5000 });
  return async ({ channel }, ts, mark) => {
    const message = { channel, timestamp: ts };
    const before = last.get(`${channel}:${ts}`);
    await settled(
      "already_reacted",
      calls("reactions.add", { ...message, name: reactions[mark] }, z.object({})),
    );
    last.set(`${channel}:${ts}`, mark);
    if (before === undefined || before === mark) return;
    await settled(
      "no_reaction",
      calls("reactions.remove", { ...message, name: reactions[before] }, z.object({})),
    );
  };
}

/** What is as it should be already needs nothing. */
async function settled(word: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (wordOf(error) !== word) throw error;
  }
}
