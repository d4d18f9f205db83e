import { LRUCache } from "lru-cache";
import type { Address, Host } from "#ports/platform.ts";

/** What a restart must not forget of who wrote where. */
export type Threads = {
  /** Whether the thread is the bot's to hear: one that it opened, or was called into. */
  isOurs(at: Address): Promise<boolean>;
  makeOurs(at: Address): Promise<void>;
  /** Where a person wrote to the bot last. */
  lastOf(team: string, user: string): Promise<Address | undefined>;
  wroteAt(team: string, user: string, at: Address): Promise<void>;
};

export function createThreads(host: Host): Threads {
  const ours = new LRUCache<Address, true>({ max: 10_000 });
  const last = new LRUCache<string, Address>({ max: 10_000 });
  return {
    async isOurs(at) {
      if (ours.has(at)) return true;
      const isOurs = (await host.kept(`thread:${at}`)) !== undefined;
      if (isOurs) ours.set(at, true);
      return isOurs;
    },
    async makeOurs(at) {
      if (ours.has(at)) return;
      await host.keep(`thread:${at}`, "1");
      ours.set(at, true);
    },
    async lastOf(team, user) {
      const name = `last:${team}/${user}`;
      return last.get(name) ?? ((await host.kept(name)) as Address | undefined);
    },
    async wroteAt(team, user, at) {
      const name = `last:${team}/${user}`;
      if (last.get(name) === at) return;
      await host.keep(name, at);
      last.set(name, at);
    },
  };
}
