import { LRUCache } from "lru-cache";
import { z } from "zod";
import { type Address, type Found, type Host, PlatformError, type Sent } from "#ports/platform.ts";

const sent = z.object({ id: z.string(), repliesAt: z.string().transform((at) => at as Address) });

type Post = (to: Address) => Promise<Sent>;

/**
 * What stands for messages that Teams has not confirmed: a small card whose reader may ask for the message, which
 * then takes the card's place. At most one card for a key: where it is not confirmed either, nothing more is
 * posted.
 */
export function createOffers(host: Pick<Host, "keep" | "kept">, post: Post) {
  const name = (key: string) => `offer:${key}`;
  const offered = new LRUCache<string, Sent>({ max: 1000 });
  const found = (key: string, card: Sent): Found => {
    offered.set(key, card);
    return { ...card, isUnconfirmed: true };
  };
  return {
    async offer(to: Address, key: string): Promise<Found> {
      const before = await host.kept(name(key));
      if (before !== undefined && before !== "again") {
        const card = before === "" ? undefined : sent.safeParse(JSON.parse(before)).data;
        return card ? found(key, card) : "unknowable";
      }
      // Written before the first byte leaves: who finds it does not know whether the card arrived.
      await host.keep(name(key), "");
      try {
        const card = await post(to);
        await host.keep(name(key), JSON.stringify(card));
        return found(key, card);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        if (error.fault !== "limited" && error.fault !== "unavailable") return "unknowable";
        await host.keep(name(key), "again");
        throw error;
      }
    },
    /** The card that stands for a key: a message that must be seen, and is sent again, goes into it. */
    standing: (key: string) => offered.get(key),
    /** A message for one person only: nothing of it is offered to all who read there. */
    never: (key: string) => host.keep(name(key), ""),
  };
}
