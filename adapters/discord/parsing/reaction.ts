import { address, type Place } from "../address.ts";
import { spoken } from "../markup/spoken.ts";
import type { Message, Reaction } from "../wire.ts";
import { authorOf, type Context, type Heard, placeOf, shownAt } from "./context.ts";

/** Somebody's reaction, given or taken back; not the bot's own, and not other bots'. */
export function reaction(raw: Reaction, added: boolean, context: Context): Heard | undefined {
  const member = raw.member ?? context.member;
  const user = member?.user ?? { id: raw.user_id };
  const where = reactedAt(raw, context);
  if (where === undefined || user.id === context.self || user.bot) return undefined;
  const { target } = context;
  const about = target && added ? quoted(target, context) : undefined;
  const event = {
    id: context.told,
    at: address(where),
    from: authorOf(user, member, context),
    time: context.now,
    type: "reaction",
    message: raw.message_id,
    emoji: raw.emoji.id ? `:${raw.emoji.name ?? ""}:` : (raw.emoji.name ?? ""),
    added,
    ...(about && { about }),
  } as const;
  return { event, attachments: [] };
}

/** A message that an event points at. */
export function quoted(target: Message, context: Context) {
  if (!target.author) return undefined;
  return {
    message: target.id,
    from: authorOf(target.author, target.member, context),
    text: spoken(target, context.self),
  } as const;
}

/** A reaction on the bot's card belongs to the desk's channel, one on a person's message to the thread of that message. */
function reactedAt(raw: Reaction, { channel, target, self }: Context): Place | undefined {
  const message = { id: raw.message_id, channel_id: raw.channel_id };
  if (channel.kind !== "channel") return placeOf(message, channel);
  const author = raw.message_author_id ?? target?.author?.id;
  if (author === undefined) return undefined;
  return author === self ? shownAt(message, channel) : placeOf(message, channel);
}
