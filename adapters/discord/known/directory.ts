import { LRUCache } from "lru-cache";
import type { Channel } from "../parse.ts";
import type { RawChannel } from "../wire.ts";

/** More than the threads and channels that are alive at a time in most servers. */
const MOST_PLACES = 20_000;

const TEXT = new Set([0, 5]);
const THREADS = new Set([10, 11, 12]);

/** What is known of channels and threads: from what the gateway tells, else by asking. */
export class Directory {
  readonly #places = new LRUCache<string, Channel>({ max: MOST_PLACES });
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

  /** Takes what the gateway tells of places; gives those that a server begins with. */
  hear(type: string, data: unknown): readonly RawChannel[] {
    const raw = data as RawChannel & { readonly channels?: RawChannel[]; readonly threads?: RawChannel[] };
    switch (type) {
      case "GUILD_CREATE":
      case "THREAD_LIST_SYNC": {
        const guild = type === "GUILD_CREATE" ? raw.id : raw.guild_id;
        const inside = [...(type === "GUILD_CREATE" ? (raw.channels ?? []) : []), ...(raw.threads ?? [])];
        for (const one of inside) this.learn(one, guild);
        return inside.filter(({ type: kind }) => TEXT.has(kind) || THREADS.has(kind));
      }
      case "CHANNEL_CREATE":
      case "CHANNEL_UPDATE":
      case "THREAD_CREATE":
      case "THREAD_UPDATE":
        this.learn(raw);
        return [];
      case "CHANNEL_DELETE":
      case "THREAD_DELETE":
        this.forget(raw.id);
        return [];
      default:
        return [];
    }
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
