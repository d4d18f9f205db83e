import { limits } from "../limits.ts";

/** Leaves a failing model alone for a while, so that not every turn waits for it. */
export type Breaker = {
  /** False while it rests. After the rest one turn tries; the others wait for how that ends. */
  ready(): boolean;
  worked(): void;
  failed(retryAfterMs?: number): void;
};

export function createBreaker(
  now: () => number,
  failures = limits.failures,
  restMs = limits.restMs,
): Breaker {
  let inRow = 0;
  let until = 0;
  return {
    ready() {
      if (inRow < failures && until === 0) return true;
      if (now() < until) return false;
      until = now() + restMs;
      return true;
    },
    worked() {
      inRow = 0;
      until = 0;
    },
    failed(retryAfterMs) {
      inRow++;
      if (retryAfterMs !== undefined) until = now() + Math.min(retryAfterMs, limits.longestRestMs);
      else if (inRow >= failures) until = now() + restMs;
    },
  };
}
