import { LRUCache } from "lru-cache";
import type { Channel } from "../parsing/context.ts";
import type { RawChannel, Told } from "../wire.ts";

/** More than the threads and channels that are alive at a time in most servers. */
const MOST_PLACES = 20_000;

const TEXT = new Set([0, 5]);
const THREADS = new Set([10, 11, 12]);

/** What is known of channels and threads: from what the gateway tells, else by asking. */
export class Directory {
  readonly #places = new LRUCache<string, Channel>({ max: MOST_PLACES });
  readonly #servers = new Set<string>();
  readonly #self: () => string | undefined;
  readonly #fetch: (id: string) => Promise<RawChannel | undefined>;

  /** `fetch` gives `undefined` for a channel that is gone or closed to the bot. */
  constructor(self: () => string | undefined, fetch: (id: string) => Promise<RawChannel | undefined>) {
    this.#self = self;
    this.#fetch = fetch;
  }

  /** The channel of a dispatch; direct messages need no asking. */
  async channelOf(raw: {
    readonly channel_id: string;
    readonly guild_id?: string | undefined;
  }): Promise<Channel> {
    if (raw.guild_id === undefined) return { kind: "dm" };
    const known = this.#places.get(raw.channel_id);
    if (known) return known;
    const found = await this.#fetch(raw.channel_id);
    return this.#places.get(raw.channel_id) ?? (found ? this.learn(found, raw.guild_id) : { kind: "other" });
  }

  isKnown(id: string): boolean {
    return this.#places.has(id);
  }

  learn(raw: RawChannel, inGuild?: string): Channel {
    const guild = raw.guild_id ?? inGuild;
    const channel = read(raw, guild, this.#self());
    this.#places.set(raw.id, channel);
    return channel;
  }

  forget(id: string): void {
    this.#places.delete(id);
  }

  /** The servers that the bot is in, as far as the gateway told of them. */
  servers(): readonly string[] {
    return [...this.#servers];
  }

  /** Takes what the gateway tells of places; gives those that a server begins with. */
  hear(told: Told): readonly RawChannel[] {
    switch (told.t) {
      case "GUILD_CREATE": {
        const { id, channels = [], threads = [] } = told.d;
        this.#servers.add(id);
        return this.#learnAll([...channels, ...threads], id);
      }
      case "GUILD_DELETE":
        // An outage tells the same, and is no farewell.
        if (!told.d.unavailable) this.#servers.delete(told.d.id);
        return [];
      case "THREAD_LIST_SYNC":
        return this.#learnAll(told.d.threads, told.d.guild_id);
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
        this.learn(told.d);
        return [];
      case "CHANNEL_DELETE":
      case "THREAD_DELETE":
        this.forget(told.d.id);
        return [];
      default:
        return [];
    }
  }

  #learnAll(places: readonly RawChannel[], guild: string): readonly RawChannel[] {
    for (const one of places) this.learn(one, guild);
    return places.filter(({ type }) => TEXT.has(type) || THREADS.has(type));
  }
}

function read(raw: RawChannel, guild: string | undefined, self: string | undefined): Channel {
  if (raw.type === 1) return { kind: "dm" };
  if (guild === undefined) return { kind: "other" };
  if (TEXT.has(raw.type)) return { kind: "channel", guild };
  if (THREADS.has(raw.type) && raw.parent_id)
    return { kind: "thread", guild, parent: raw.parent_id, isOurs: raw.owner_id === self };
  return { kind: "other" };
}
