import type { Author, InboundEvent } from "#ports/platform.ts";
import { address, type Place } from "./address.ts";
import { pressed } from "./button.ts";
import { ASK, ASK_ABOUT, HUMAN, TICKET } from "./commands.ts";
import { spoken } from "./markup/spoken.ts";
import { timeOf } from "./snowflake.ts";
import type { Attachment, Command, Dispatch, Member, Message, Press, User } from "./wire.ts";

/** Where a dispatch happened. Messages in threads count if the bot opened the thread; `other` is no place to answer. */
export type Channel =
  | { readonly kind: "dm" }
  | { readonly kind: "channel"; readonly guild: string }
  | { readonly kind: "thread"; readonly guild: string; readonly parent: string; readonly isOurs: boolean }
  | { readonly kind: "other" };

/** What a dispatch does not say itself. */
export type Context = {
  /** The bot's own id. */
  readonly self: string;
  readonly staffRoles: ReadonlySet<string>;
  readonly listen: ReadonlySet<string>;
  readonly channel: Channel;
  /** Who wrote a message that was changed or deleted, as far as it was heard; of a deleted one, Discord does not say. */
  readonly author?: Author | undefined;
  /** The bot's message that shows a command to everybody; the case's thread is made from it. */
  readonly response?: string | undefined;
  readonly now: number;
};

/** An event, with the files that are still to be fetched. */
export type Heard = { readonly event: InboundEvent; readonly attachments: readonly Attachment[] };

/** What a dispatch of the gateway means; `undefined` when it is not for us. */
export function parse(dispatch: Dispatch, context: Context): Heard | undefined {
  switch (dispatch.t) {
    case "MESSAGE_CREATE":
      return message(dispatch.d, context);
    case "MESSAGE_UPDATE":
      return edited(dispatch.d, context);
    case "MESSAGE_DELETE":
      return deleted(dispatch.d, context);
    case "INTERACTION_CREATE":
      return dispatch.d.type === 3 ? press(dispatch.d, context) : command(dispatch.d, context);
  }
}

/** Whether a person wrote it, in words of their own; joins, pins and the like are not. */
export function isWritten({ type, author, webhook_id }: Message, self: string): boolean {
  if (type !== 0 && type !== 19) return false;
  return webhook_id === undefined && author?.bot !== true && author !== undefined && author.id !== self;
}

function message(raw: Message, context: Context): Heard | undefined {
  if (!isWritten(raw, context.self) || !raw.author) return undefined;
  const where = heardAt(raw, context);
  if (where === undefined) return undefined;
  const event = {
    id: raw.id,
    at: address(where),
    from: author(raw.author, raw.member, context),
    time: Date.parse(raw.timestamp ?? "") || timeOf(raw.id),
    type: "message",
    message: raw.id,
    text: spoken(raw, context.self),
    files: [],
  } as const;
  return { event, attachments: attachmentsOf(raw) };
}

/** The place where a message is answered, if it is for the bot. */
function heardAt(raw: Message, context: Context): Place | undefined {
  const { channel, self, listen } = context;
  const isMentioned = raw.mentions?.some(({ id }) => id === self) ?? false;
  switch (channel.kind) {
    case "dm":
      return { kind: "dm", channel: raw.channel_id };
    case "thread":
      return channel.isOurs || isMentioned ? placeOf(raw, channel) : undefined;
    case "channel":
      return isMentioned || (listen.has(raw.channel_id) && isQuestion(raw))
        ? placeOf(raw, channel)
        : undefined;
    case "other":
      return undefined;
  }
}

/** A message in a channel is answered in the thread that is made from it, which will have its id. */
export function placeOf(
  raw: { readonly id: string; readonly channel_id: string },
  channel: Channel,
): Place | undefined {
  switch (channel.kind) {
    case "dm":
      return { kind: "dm", channel: raw.channel_id };
    case "thread":
      return { kind: "thread", guild: channel.guild, parent: channel.parent, channel: raw.channel_id };
    case "channel":
      return { kind: "thread", guild: channel.guild, parent: raw.channel_id, channel: raw.id };
    case "other":
      return undefined;
  }
}

/** A reply, or a question with a name in it, is between people. */
function isQuestion({ type, content = "", mentions = [] }: Message): boolean {
  return type === 0 && mentions.length === 0 && /[?？][\s\p{Emoji_Presentation}"'”’)）*_]*$/u.test(content);
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
    from: author(raw.author, raw.member, context),
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

function press(raw: Press, context: Context): Heard | undefined {
  const meant = pressed(raw.data.custom_id);
  const from = presser(raw, context);
  const where = shownAt(raw, context.channel);
  if (meant === undefined || from === undefined || where === undefined) return undefined;
  const { action, value } = meant;
  const event = {
    id: raw.id,
    at: address(where),
    from,
    time: timeOf(raw.id),
    type: "action",
    action,
    value,
    ...(raw.message && { on: raw.message.id }),
  } as const;
  return { event, attachments: [] };
}

/** A click belongs to where the button stands; in a channel that is the desk's own. */
function shownAt(raw: Press, channel: Channel): Place | undefined {
  if (channel.kind === "channel") return { kind: "channel", guild: channel.guild, channel: raw.channel_id };
  return placeOf(raw, channel);
}

function command(raw: Command, context: Context): Heard | undefined {
  const from = presser(raw, context);
  const { response, channel } = context;
  if (from === undefined || response === undefined) return undefined;
  const where = placeOf({ id: response, channel_id: raw.channel_id }, channel);
  if (where === undefined) return undefined;
  const base = { id: raw.id, at: address(where), from, time: timeOf(raw.id) } as const;
  const asked = askedBy(raw, context.self);
  if (asked !== undefined) {
    const locale = raw.locale === undefined ? {} : { locale: raw.locale };
    const event = {
      ...base,
      type: "message",
      message: response,
      text: asked.text,
      files: [],
      ...locale,
    } as const;
    return { event, attachments: asked.attachments };
  }
  const { name } = raw.data;
  if (name !== HUMAN && name !== TICKET) return undefined;
  return { event: { ...base, type: "action", action: "person", value: "" }, attachments: [] };
}

/** The question of a command: its words, or the message that it points at. */
export function askedBy(
  { data }: Command,
  self: string,
): { readonly text: string; readonly attachments: readonly Attachment[] } | undefined {
  if (data.name === ASK) {
    const question = data.options?.find(({ name }) => name === "question")?.value;
    return typeof question === "string" ? { text: question, attachments: [] } : undefined;
  }
  if (data.name !== ASK_ABOUT || data.target_id === undefined) return undefined;
  const target = data.resolved?.messages?.[data.target_id];
  return target && { text: spoken(target, self), attachments: attachmentsOf(target) };
}

function presser(raw: Press | Command, context: Context): Author | undefined {
  const user = raw.member?.user ?? raw.user;
  return user && author(user, raw.member, context);
}

function author(user: User, member: Member | undefined, { staffRoles, channel }: Context): Author {
  const name = member?.nick || user.global_name || user.username;
  const isStaff = channel.kind !== "dm" && (member?.roles ?? []).some((role) => staffRoles.has(role));
  return { id: user.id, name, kind: user.bot ? "bot" : isStaff ? "staff" : "student" };
}

function attachmentsOf({ attachments = [], message_snapshots = [] }: Message): readonly Attachment[] {
  return [...attachments, ...message_snapshots.flatMap(({ message }) => message.attachments ?? [])];
}
