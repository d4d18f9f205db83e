import { createHash } from "node:crypto";

/** https://docs.discord.com/developers/topics/rate-limits */

export type Limit = { readonly requests: number; readonly perMs: number };
export type Verdict = {
  readonly status?: 429;
  readonly headers: Record<string, string>;
  readonly body?: object;
};

type Bucket = { left: number; resetAt: number; blockedUntil: number };

/** Counts requests per route and major id, and over all; tells what is left in headers. */
export class Limits {
  /** Requests that came before the time which Discord gave them. */
  violations = 0;
  global: Limit = { requests: 50, perMs: 1000 };
  #of: (route: string) => Limit;
  readonly #buckets = new Map<string, Bucket>();
  #globalLeft = 50;
  #globalResetAt = 0;
  #globalBlockedUntil = 0;

  constructor(of: (route: string) => Limit = () => ({ requests: 100, perMs: 1000 })) {
    this.#of = of;
  }

  set(of: (route: string) => Limit): void {
    this.#of = of;
  }

  /** Refuses all requests, or a route's, for a while; asking in that time is a violation. */
  block(ms: number, route?: string): void {
    if (route === undefined) this.#globalBlockedUntil = Date.now() + ms;
    else this.#bucket(route).blockedUntil = Date.now() + ms;
  }

  take(route: string, isExempt: boolean): Verdict {
    const now = Date.now();
    if (!isExempt) {
      if (now >= this.#globalResetAt) {
        this.#globalResetAt = now + this.global.perMs;
        this.#globalLeft = this.global.requests;
      }
      if (now < this.#globalBlockedUntil) this.violations += 1;
      if (now < this.#globalBlockedUntil || this.#globalLeft <= 0)
        return refused(Math.max(this.#globalBlockedUntil, this.#globalResetAt) - now, {
          "x-ratelimit-global": "true",
        });
      this.#globalLeft -= 1;
    }
    const bucket = this.#bucket(route);
    const limit = this.#of(route);
    if (now >= bucket.resetAt) Object.assign(bucket, { left: limit.requests, resetAt: now + limit.perMs });
    const hash = createHash("md5")
      .update(route.replace(/\d{17,20}/, ""))
      .digest("hex");
    const wait = Math.max(bucket.blockedUntil, bucket.left <= 0 ? bucket.resetAt : 0) - now;
    if (wait > 0) {
      this.violations += 1;
      return refused(wait, { "x-ratelimit-bucket": hash, "x-ratelimit-scope": "user" });
    }
    bucket.left -= 1;
    return {
      headers: {
        "x-ratelimit-limit": String(limit.requests),
        "x-ratelimit-remaining": String(bucket.left),
        "x-ratelimit-reset-after": String((bucket.resetAt - now) / 1000),
        "x-ratelimit-bucket": hash,
      },
    };
  }

  #bucket(route: string): Bucket {
    const known = this.#buckets.get(route) ?? { left: 0, resetAt: 0, blockedUntil: 0 };
    this.#buckets.set(route, known);
    return known;
  }
}

function refused(ms: number, headers: Record<string, string>): Verdict {
  const seconds = Math.max(ms, 1) / 1000;
  const isGlobal = "x-ratelimit-global" in headers;
  return {
    status: 429,
    headers: { ...headers, "retry-after": String(seconds) },
    body: { message: "You are being rate limited.", retry_after: seconds, global: isGlobal },
  };
}
