import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Mark, Reaction } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import type { Calls } from "../calls/calls.ts";
import { wordOf } from "../faults.ts";
import { emojiName } from "../text/emoji.ts";

const signs: Readonly<Record<Mark, string>> = { delivered: "✅", internal: "🔒", failed: "⚠️" };

/** The bot's reactions on messages. Throws PlatformError. */
export type Reactions = {
  /** Nothing for an emoji that Slack has no name for. */
  react(at: Place, ts: string, reaction: Reaction): Promise<void>;
  /** Shows a mark; the one that stood there before goes. */
  mark(at: Place, ts: string, mark: Mark): Promise<void>;
};

export function createReactions(calls: Calls): Reactions {
  const last = new LRUCache<string, Mark>({ max: 5000 });
  const react: Reactions["react"] = async ({ channel }, timestamp, { emoji, added }) => {
    const name = emojiName(emoji);
    if (name === undefined) return;
    const [method, isSoAlready] = added
      ? ["reactions.add", "already_reacted"]
      : ["reactions.remove", "no_reaction"];
    try {
      await calls(method, { channel, timestamp, name }, z.object({}));
    } catch (error) {
      if (wordOf(error) !== isSoAlready) throw error;
    }
  };
  return {
    react,
    async mark(at, ts, mark) {
      const message = `${at.channel}:${ts}`;
      const before = last.get(message);
      await react(at, ts, { emoji: signs[mark], added: true });
      last.set(message, mark);
      if (before !== undefined && before !== mark)
        await react(at, ts, { emoji: signs[before], added: false });
    },
  };
}
