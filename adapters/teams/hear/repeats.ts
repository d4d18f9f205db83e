import { LRUCache } from "lru-cache";

/** Teams sends a press again, under another id, when it has not seen the answer to the first. */
const WINDOW_MS = 60_000;

/**
 * Names presses so that the same one within a minute has the same name, wherever the minute falls. After a
 * restart the border of a clock minute may part two; the core then sees a second press of the same button.
 */
export function createRepeats(now: () => number): (id: string) => string {
  const seen = new LRUCache<string, string>({ max: 10_000, ttl: WINDOW_MS, perf: { now } });
  return (id) => {
    const known = seen.get(id) ?? `${id}@${Math.floor(now() / WINDOW_MS)}`;
    if (!seen.has(id)) seen.set(id, known);
    return known;
  };
}
