import { PlatformError } from "#ports/platform.ts";

/** A wait that Discord forgot to name. */
const UNNAMED_MS = 30_000;
/** A token that was refused stays refused until somebody sets another. */
const REVOKED_MS = 60_000;

export type Response = { readonly status: number; readonly headers: { get(name: string): string | null } };

/**
 * Keeps requests back until the time that Discord gave with a 429, per route or for all of them, and for good
 * after a refused token. discord.js does the same only for what its headers count, and forgets a 429 that it
 * may not wait out itself.
 */
export class Gate {
  readonly #now: () => number;
  readonly #until = new Map<string, number>();
  #allUntil = 0;
  #isRevoked = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  get isRevoked(): boolean {
    return this.#isRevoked;
  }

  /** Throws `limited` before the time has come, and `unavailable` once the token was refused. */
  pass(method: string, url: string): void {
    // Answers to interactions carry a token of their own and stand outside the global limit.
    const isOwn = isInteraction(url);
    if (this.#isRevoked && !isOwn) throw new PlatformError("unavailable", { retryAfterMs: REVOKED_MS });
    const route = routeOf(method, url);
    const until = Math.max(isOwn ? 0 : this.#allUntil, this.#until.get(route) ?? 0);
    const wait = until - this.#now();
    if (wait > 0) throw new PlatformError("limited", { retryAfterMs: wait });
    this.#until.delete(route);
  }

  /** Remembers what an answer asks to wait for. */
  note(method: string, url: string, { status, headers }: Response): void {
    if (status === 401 && !isInteraction(url)) this.#isRevoked = true;
    if (status !== 429) return;
    const seconds = Number(
      headers.get("retry-after") ?? headers.get("x-ratelimit-reset-after") ?? Number.NaN,
    );
    const until = this.#now() + (seconds > 0 ? Math.ceil(seconds * 1000) : UNNAMED_MS);
    // A page in HTML comes from before Discord: it is about this machine, not about a route.
    const isJson = headers.get("content-type")?.includes("json") ?? false;
    const isGlobal =
      headers.get("x-ratelimit-global") !== null || headers.get("x-ratelimit-scope") === "global";
    if (isGlobal || !isJson) this.#allUntil = Math.max(this.#allUntil, until);
    else this.#until.set(routeOf(method, url), until);
  }
}

function isInteraction(url: string): boolean {
  return /\/v\d+\/(?:interactions|webhooks)\//.test(url);
}

/** Routes share a limit when they differ in ids only, except in the channel's or server's. */
function routeOf(method: string, url: string): string {
  const path = url.replace(/\?.*$/, "").replace(/^.*?\/v\d+\//, "");
  const [kind = "", major = "", ...rest] = path.split("/");
  const tail = rest
    .join("/")
    .replace(/\d{17,20}/g, "*")
    .replace(/reactions\/.*/, "reactions/*");
  return `${method.toUpperCase()} ${kind}/${major}/${tail}`;
}
