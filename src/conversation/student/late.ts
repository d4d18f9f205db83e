import type { Conversation, Say } from "../conversation.ts";
import type { Context } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { whenIn } from "../phrases/when.ts";
import { policy } from "../policy.ts";

/** What is worked on long after it was written, since the bot or the platform was away. */

type Post = Extract<Say, { type: "post" }>;

/** What the bot says first on a late message, by the student's clock; `undefined` on a fresh one. */
export function aboutLate(
  turn: number,
  { language, timeZone }: Conversation,
  context: Context,
): string | undefined {
  const written = writtenLate(turn, context);
  if (written === undefined) return undefined;
  return phrases(language).late(whenIn(language, written, timeZone ?? context.roster.zone, context.now));
}

/** Staff see when a late line was written, by the desk's clock. */
export function withTime(line: Post, turn: number, context: Context): Post {
  const written = writtenLate(turn, context);
  const { as } = line.message;
  if (written === undefined || as === undefined) return line;
  const when = whenIn(context.deskLanguage, written, context.roster.zone, context.now);
  return { ...line, message: { ...line.message, as: `${as} · ${when}` } };
}

function writtenLate(turn: number, { turns, now }: Context): number | undefined {
  const time = turns.find(({ number }) => number === turn)?.time;
  return time !== undefined && now - time > policy.lateAfter ? time : undefined;
}
