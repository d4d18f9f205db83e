import { address, type Place } from "./address.ts";
import { spoken } from "./markup/spoken.ts";
import { attachmentsOf, authorOf, type Context, type Heard, placeOf } from "./parsing/context.ts";
import { interaction } from "./parsing/interaction.ts";
import { reaction } from "./parsing/reaction.ts";
import { timeOf } from "./snowflake.ts";
import type { Dispatch, Message } from "./wire.ts";

/** What a dispatch of the gateway means; `undefined` when it is not for us. */
export function parse(dispatch: Dispatch, context: Context): Heard | undefined {
  switch (dispatch.t) {
    case "MESSAGE_CREATE":
      return message(dispatch.d, context);
    case "MESSAGE_UPDATE":
      return edited(dispatch.d, context);
    case "MESSAGE_DELETE":
      return deleted(dispatch.d, context);
    case "MESSAGE_REACTION_ADD":
    case "MESSAGE_REACTION_REMOVE":
      return reaction(dispatch.d, dispatch.t === "MESSAGE_REACTION_ADD", context);
    case "INTERACTION_CREATE":
      return interaction(dispatch.d, context);
    case "GUILD_MEMBER_REMOVE":
      return left(context);
  }
}

/** Whether a person wrote it, in words of their own; joins, pins and the like are not. */
export function isWritten({ type, author, webhook_id }: Message, self: string): boolean {
  if (type !== 0 && type !== 19) return false;
  return webhook_id === undefined && author?.bot !== true && author !== undefined && author.id !== self;
}

function message(raw: Message, context: Context): Heard | undefined {
  if (!isWritten(raw, context.self) || !raw.author) return undefined;
  const called = heardAt(raw, context);
  const where = called ?? overheardAt(raw, context);
  if (where === undefined) return undefined;
  const event = {
    id: raw.id,
    at: address(where),
    from: authorOf(raw.author, raw.member, context),
    time: Date.parse(raw.timestamp ?? "") || timeOf(raw.id),
    type: "message",
    message: raw.id,
    text: spoken(raw, context.self),
    files: [],
    ...(called === undefined && { overheard: true as const }),
  } as const;
  return { event, attachments: attachmentsOf(raw) };
}

/** The place where a message is answered, if it is for the bot. */
function heardAt(raw: Message, { channel, self }: Context): Place | undefined {
  const isMentioned = raw.mentions?.some(({ id }) => id === self) ?? false;
  switch (channel.kind) {
    case "dm":
      return placeOf(raw, channel);
    case "thread":
      return channel.isOurs || isMentioned ? placeOf(raw, channel) : undefined;
    case "channel":
      return isMentioned ? placeOf(raw, channel) : undefined;
    case "other":
      return undefined;
  }
}

/** In a channel that is listened to, all but what people say to each other: replies, and lines with names in them. */
function overheardAt(raw: Message, { channel, listen }: Context): Place | undefined {
  if (channel.kind !== "channel" || !listen.has(raw.channel_id)) return undefined;
  return raw.type === 0 && (raw.mentions ?? []).length === 0 ? placeOf(raw, channel) : undefined;
}

function edited(raw: Message, context: Context): Heard | undefined {
  // Previews that arrive later change a message too, but nobody edited it.
  if (!raw.edited_timestamp || raw.content === undefined) return undefined;
  if (!isWritten(raw, context.self) || !raw.author) return undefined;
  const where = placeOf(raw, context.channel);
  // In a server most messages were never for the bot, and their changes are not either.
  if (where === undefined || (where.kind !== "dm" && context.author === undefined)) return undefined;
  const event = {
    id: `${raw.id}+${raw.edited_timestamp}`,
    at: address(where),
    from: authorOf(raw.author, raw.member, context),
    time: Date.parse(raw.edited_timestamp) || context.now,
    type: "edited",
    message: raw.id,
    text: spoken(raw, context.self),
  } as const;
  return { event, attachments: [] };
}

function deleted(
  raw: { readonly id: string; readonly channel_id: string },
  context: Context,
): Heard | undefined {
  const where = placeOf(raw, context.channel);
  if (where === undefined || context.author === undefined || context.author.kind === "bot") return undefined;
  const event = {
    id: `${raw.id}+x`,
    at: address(where),
    from: context.author,
    time: context.now,
    type: "deleted",
    message: raw.id,
  } as const;
  return { event, attachments: [] };
}

/** Somebody with a case left the server. */
function left({ told, home, now }: Context): Heard | undefined {
  if (home === undefined) return undefined;
  const { at, from } = home;
  return { event: { id: `${told}/${at}`, at, from, time: now, type: "left" }, attachments: [] };
}
