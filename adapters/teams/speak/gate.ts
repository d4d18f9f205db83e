import { LRUCache } from "lru-cache";
import { type Address, PlatformError } from "#ports/platform.ts";

const LONGEST_MS = 3_600_000;

/**
 * Keeps calls away from a chat or channel until the moment that the Connector has named for it, and only from
 * that one: its limits are for each bot in each chat, or in each channel with all its threads.
 */
export function createGate(now: () => number) {
  const closed = new LRUCache<Address, number>({ max: 10_000 });
  return async <T>(at: Address, call: () => Promise<T>): Promise<T> => {
    const left = (closed.get(at) ?? 0) - now();
    if (left > 0) throw new PlatformError("limited", { retryAfterMs: left });
    try {
      return await call();
    } catch (error) {
      if (error instanceof PlatformError && error.fault === "limited" && error.retryAfterMs !== undefined)
        closed.set(at, now() + Math.min(error.retryAfterMs, LONGEST_MS));
      throw error;
    }
  };
}
