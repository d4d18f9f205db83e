import { LRUCache } from "lru-cache";
import type { Mark, Reaction, Signal } from "#ports/platform.ts";
import { holderOf, type Place } from "../address.ts";
import type { Directory } from "../known/directory.ts";
import type { Api } from "./api.ts";
import type { Drafts } from "./drafts.ts";
import type { Threads } from "./threads.ts";

const emoji: Readonly<Record<Mark, string>> = { delivered: "✅", internal: "🔒", failed: "⚠️" };
/** Discord shows typing for ten seconds. */
const TYPING_MS = 8000;

type Parts = {
  readonly api: Api;
  readonly directory: Directory;
  readonly threads: Threads;
  readonly drafts: Drafts;
  readonly now: () => number;
};

/** What the bot shows without saying it: reactions, that it types, and answers as they form. */
export function createSigns({ api, directory, threads, drafts, now }: Parts) {
  const typedAt = new LRUCache<string, number>({ max: 1000 });
  const marked = new LRUCache<string, Mark>({ max: 5000 });
  const mine = (where: Place, id: string, sign: string) =>
    `/channels/${holderOf(where, id)}/messages/${id}/reactions/${encodeURIComponent(sign)}/@me` as const;

  async function typing(where: Place): Promise<void> {
    // Before the first answer there is no thread yet.
    const isThere = where.kind !== "thread" || directory.isKnown(where.channel);
    const channel = isThere ? where.channel : where.parent;
    if (now() - (typedAt.get(channel) ?? 0) < TYPING_MS) return;
    typedAt.set(channel, now());
    await api.call("POST", `/channels/${channel}/typing`);
  }

  return {
    async mark(where: Place, id: string, mark: Mark): Promise<void> {
      const before = marked.get(id);
      await threads.awake(where.channel, () => api.call("PUT", mine(where, id, emoji[mark])));
      marked.set(id, mark);
      // The old sign beside the new one is untidy, no more: it is tried once.
      if (before !== undefined && before !== mark)
        await api.call("DELETE", mine(where, id, emoji[before])).catch(() => undefined);
    },

    /** The emoji that a server made itself are shown by its members only: the bot knows no more than their name. */
    async react(where: Place, id: string, { emoji: sign, added }: Reaction): Promise<void> {
      if (sign === "" || sign.startsWith(":")) return;
      await threads.awake(where.channel, () => api.call(added ? "PUT" : "DELETE", mine(where, id, sign)));
    },

    async signal(where: Place, signal: Signal): Promise<void> {
      await typing(where);
      if (signal.type === "draft") await drafts.show(where, signal.text);
    },
  };
}
