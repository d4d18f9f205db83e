import { LRUCache } from "lru-cache";
import { timeOf } from "../snowflake.ts";
import type { Interaction } from "../wire.ts";

/** Discord takes answers to an interaction for fifteen minutes; this leaves some time for the way. */
const FRESH_MS = 14.5 * 60_000;

/** Permission to answer one person where only they see it. */
export type Token = {
  readonly application: string;
  readonly token: string;
  readonly until: number;
  /** Whether Discord still shows that the bot is thinking: the first answer takes that place. */
  isOpen: boolean;
};

/** What people pressed or commanded lately: to answer them alone, in the place where they did. */
export class Tokens {
  readonly #newest = new LRUCache<string, Token>({ max: 5000 });
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  note(raw: Interaction, isOpen: boolean): Token | undefined {
    const user = raw.member?.user ?? raw.user;
    if (user === undefined) return undefined;
    const { application_id: application, token } = raw;
    const noted = { application, token, until: timeOf(raw.id) + FRESH_MS, isOpen };
    this.#newest.set(`${raw.channel_id}/${user.id}`, noted);
    return noted;
  }

  /** The newest that is still good, in the first of the channels that has one. */
  find(user: string, channels: readonly string[]): Token | undefined {
    for (const channel of channels) {
      const token = this.#newest.get(`${channel}/${user}`);
      if (token && token.until > this.#now()) return token;
    }
    return undefined;
  }
}
