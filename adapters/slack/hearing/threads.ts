import { LRUCache } from "lru-cache";
import type { Address, Host } from "#ports/platform.ts";

/** The threads that are the bot's to hear: that it opened, or was called into. They stay so after a restart. */
export type Threads = {
  isOurs(at: Address): Promise<boolean>;
  makeOurs(at: Address): Promise<void>;
};

export function createThreads(host: Host): Threads {
  const known = new LRUCache<Address, true>({ max: 10_000 });
  return {
    async isOurs(at) {
      if (known.has(at)) return true;
      const isOurs = (await host.kept(`thread:${at}`)) !== undefined;
      if (isOurs) known.set(at, true);
      return isOurs;
    },
    async makeOurs(at) {
      if (known.has(at)) return;
      await host.keep(`thread:${at}`, "1");
      known.set(at, true);
    },
  };
}
