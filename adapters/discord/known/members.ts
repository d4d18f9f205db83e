import { LRUCache } from "lru-cache";
import { PlatformError } from "#ports/platform.ts";
import type { Api } from "../speaking/api.ts";
import type { Member } from "../wire.ts";

/** A role that was given or taken shows after this, where the message itself does not say. */
const FRESH_MS = 5 * 60_000;

/** Who is who in a server, asked for only where a message does not say. */
export class Members {
  readonly #api: Api;
  readonly #known = new LRUCache<string, Member>({ max: 5000, ttl: FRESH_MS });

  constructor(api: Api) {
    this.#api = api;
  }

  /** An empty member for somebody who left. */
  async get(guild: string, user: string): Promise<Member> {
    const key = `${guild}/${user}`;
    const known = this.#known.get(key);
    if (known) return known;
    const member = await this.#api.call<Member>("GET", `/guilds/${guild}/members/${user}`).catch((error) => {
      if (error instanceof PlatformError && (error.fault === "gone" || error.fault === "denied")) return {};
      throw error;
    });
    this.#known.set(key, member);
    return member;
  }
}
