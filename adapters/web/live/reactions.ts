import { z } from "zod";
import type { Address, Host } from "#ports/platform.ts";
import type { WireReaction } from "../wire.ts";

/** Reactions on messages of a place, kept with the host so that they are there after a reload. */
export type Reactions = {
  at(place: Address): Promise<Reading>;
  /** Puts or takes back one; answers with all that stand on the message then. */
  change(place: Address, message: string, change: Change): Promise<readonly WireReaction[]>;
};
export type Change = { readonly by: string; readonly emoji: string; readonly added: boolean };
type Reading = ReadonlyMap<string, readonly WireReaction[]>;

/** As many messages as a page shows; reactions on older ones are forgotten. */
const MOST_MESSAGES = 200;
const MOST_EMOJI = 20;

const kept = z.array(
  z.tuple([z.string(), z.array(z.object({ emoji: z.string(), by: z.array(z.string()) }))]),
);

export function createReactions(host: Pick<Host, "kept" | "keep">): Reactions {
  const key = (place: Address) => `reactions:${place}`;
  const read = async (place: Address): Promise<Map<string, readonly WireReaction[]>> => {
    const found = await host.kept(key(place));
    return new Map(found === undefined ? [] : kept.parse(JSON.parse(found)));
  };
  // One change after the other: each is read, changed and kept.
  let last: Promise<unknown> = Promise.resolve();
  return {
    at: read,
    change(place, message, change) {
      const done = last.then(async () => {
        const all = await read(place);
        const now = changed(all.get(message) ?? [], change);
        all.delete(message);
        if (now.length > 0) all.set(message, now);
        await host.keep(key(place), JSON.stringify([...all].slice(-MOST_MESSAGES)));
        return now;
      });
      last = done.catch(() => undefined);
      return done;
    },
  };
}

function changed(before: readonly WireReaction[], { by, emoji, added }: Change): readonly WireReaction[] {
  const known = before.find((one) => one.emoji === emoji);
  const others = known?.by.filter((one) => one !== by) ?? [];
  const next = { emoji, by: added ? [...others, by] : others };
  const all = known ? before.map((one) => (one === known ? next : one)) : [...before, next];
  return all.filter((one) => one.by.length > 0).slice(0, MOST_EMOJI);
}
