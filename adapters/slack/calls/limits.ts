/** Waits per bucket: what Slack ordered, and a pace that keeps it from ordering one. */
export type Limits = {
  /**
   * How long to wait before the next request to the bucket. What is at most `patience` counts as used: the
   * caller waits and then sends.
   */
  take(bucket: string, patience: number): number;
  /** How much of an ordered wait is left. */
  left(bucket: string): number;
  /** How often Slack ordered a wait: who waited meanwhile has lost the place. */
  orders(bucket: string): number;
  /** Slack ordered a wait: nothing goes to the bucket before it is over, then one at a time. */
  order(bucket: string, waitMs: number): void;
};

/** This many may go at once where nothing went for a while. */
const BURST = 4;

/** Buckets that nobody has used for a while are forgotten when there are more than this. */
const MANY = 5000;

/**
 * One request each `paceMs` to a bucket, with a small burst. https://docs.slack.dev/apis/web-api/rate-limits:
 * about one message a second to a channel, with some tolerance for bursts.
 */
export function createLimits(now: () => number, paceMs: number): Limits {
  /** When a bucket would be used up evenly. */
  const used = new Map<string, number>();
  const ordered = new Map<string, { readonly until: number; readonly count: number }>();
  const tolerance = (BURST - 1) * paceMs;
  const tidy = (at: number) => {
    if (used.size <= MANY) return;
    for (const [bucket, until] of used) if (until < at) used.delete(bucket);
    for (const [bucket, { until }] of ordered) if (until < at) ordered.delete(bucket);
  };
  return {
    take(bucket, patience) {
      const at = now();
      const next = Math.max(used.get(bucket) ?? 0, at);
      const wait = Math.max(0, next - tolerance - at);
      if (wait <= patience) used.set(bucket, next + paceMs);
      tidy(at);
      return wait;
    },
    left: (bucket) => Math.max(0, (ordered.get(bucket)?.until ?? 0) - now()),
    orders: (bucket) => ordered.get(bucket)?.count ?? 0,
    order(bucket, waitMs) {
      const { until = 0, count = 0 } = ordered.get(bucket) ?? {};
      ordered.set(bucket, { until: Math.max(until, now() + waitMs), count: count + 1 });
      used.set(bucket, Math.max(used.get(bucket) ?? 0, now() + waitMs + tolerance));
    },
  };
}
