import { LRUCache } from "lru-cache";
import { PlatformError } from "#ports/platform.ts";
import type { Api } from "../speaking/api.ts";
import type { Member, User } from "../wire.ts";

/** A role that was given or taken shows after this, where the message itself does not say. */
const FRESH_MS = 5 * 60_000;

/** Who is who, asked for only where what happened does not say. */
export class People {
  readonly #api: Api;
  readonly #known = new LRUCache<string, Member>({ max: 5000, ttl: FRESH_MS });
  readonly #direct = new LRUCache<string, string>({ max: 5000 });

  constructor(api: Api) {
    this.#api = api;
  }

  /** Somebody in a server, or beside all servers; an empty member for who is not there. */
  async get(guild: string | undefined, user: string): Promise<Member> {
    const key = `${guild ?? ""}/${user}`;
    const known = this.#known.get(key);
    if (known) return known;
    const asked: Promise<Member> = guild
      ? this.#api.call<Member>("GET", `/guilds/${guild}/members/${user}`)
      : this.#api.call<User>("GET", `/users/${user}`).then((found) => ({ user: found }));
    const member = await asked.catch((error) => {
      if (error instanceof PlatformError && (error.fault === "gone" || error.fault === "denied")) return {};
      throw error;
    });
    this.#known.set(key, member);
    return member;
  }

  /** Somebody left the server. */
  forget(guild: string, user: string): void {
    this.#known.delete(`${guild}/${user}`);
  }

  /** The channel of direct messages with somebody; Discord makes it once and gives the same again. */
  async directWith(user: string): Promise<string> {
    const known = this.#direct.get(user);
    if (known !== undefined) return known;
    const body = { recipient_id: user };
    const { id } = await this.#api.call<{ id: string }>("POST", "/users/@me/channels", { body });
    this.#direct.set(user, id);
    return id;
  }
}
