import { LRUCache } from "lru-cache";

/** How many requests of a kind one session may make in how many milliseconds. */
export type Limit = { readonly most: number; readonly within: number };

/** Far above what a person does, far below what hurts. */
export const LIMITS = {
  events: { most: 30, within: 10_000 },
  typing: { most: 10, within: 10_000 },
  uploads: { most: 20, within: 60_000 },
} as const satisfies Record<string, Limit>;

/** Counts requests per session; answers with the seconds to wait when there were too many. */
export function createLimiter(limit: Limit, now: () => number): (who: string) => number | undefined {
  const windows = new LRUCache<string, { since: number; count: number }>({ max: 20_000 });
  return (who) => {
    const time = now();
    const window = windows.get(who);
    if (window === undefined || time - window.since >= limit.within || time < window.since) {
      windows.set(who, { since: time, count: 1 });
      return undefined;
    }
    window.count++;
    if (window.count <= limit.most) return undefined;
    return Math.ceil((window.since + limit.within - time) / 1000);
  };
}
