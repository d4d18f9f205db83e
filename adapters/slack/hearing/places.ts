import { LRUCache } from "lru-cache";
import type { Address } from "#ports/platform.ts";
import { PlatformError } from "#ports/platform.ts";
import type { Calls } from "../calls/calls.ts";
import { read } from "../calls/history.ts";
import type { MessageIn } from "../payload.ts";

/** Where messages stand, as far as it is remembered: what Slack says of them later names no thread. */
export type Places = {
  stands(channel: string, ts: string, at: Address): void;
  of(channel: string, ts: string): Address | undefined;
  /** The message itself; `undefined` when it is not there, or shown to one person alone. Throws PlatformError. */
  look(channel: string, ts: string): Promise<MessageIn | undefined>;
};

export function createPlaces(calls: Calls, team: string): Places {
  const known = new LRUCache<string, Address>({ max: 10_000 });
  return {
    stands: (channel, ts, at) => void known.set(`${channel}/${ts}`, at),
    of: (channel, ts) => known.get(`${channel}/${ts}`),
    async look(channel, ts) {
      try {
        // For a message in a thread this answers with that message alone.
        const { messages } = await read(calls, { team, channel, thread: ts }, { since: 0, limit: 1 });
        return messages.find((message) => message.ts === ts);
      } catch (error) {
        if (error instanceof PlatformError && error.fault === "gone") return undefined;
        throw error;
      }
    },
  };
}
