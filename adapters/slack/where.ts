import type { Address } from "#ports/platform.ts";
import { address, isDirect } from "./address.ts";
import {
  isRevised,
  type MessageIn,
  type Payload,
  type PressedIn,
  type ReactedIn,
  teamsOf,
  type WrittenIn,
} from "./payload.ts";
import { asked } from "./speaking/modal.ts";
import { ticketEmoji } from "./text/emoji.ts";

/** What does not change while the process runs: who the bot is in a workspace, and where it listens. */
export type Self = {
  readonly team: string;
  readonly user: string;
  readonly listenChannels: readonly string[];
};

/**
 * Where an event belongs and who made it; `undefined` when it is not for the bot, whatever else is known.
 * Without `isSure` it is for the bot only if the thread is one of its own.
 */
export type Where = {
  readonly user: string;
  readonly isSure: boolean;
  readonly place: Belonging;
  /** Heard in a channel that the bot listens to, not addressed to it. */
  readonly overheard?: true;
};

/** A place, or what must be looked up to know it. */
export type Belonging =
  | { readonly at: Address }
  /** The person's own direct message with the bot. */
  | "direct"
  /** Where this message stands. */
  | { readonly of: { readonly channel: string; readonly ts: string } }
  /** Where the person wrote last, if that was in this channel, or anywhere. */
  | { readonly last: { readonly channel?: string } };

/** People's messages have one of these, or none. */
const spoken = new Set([undefined, "file_share", "thread_broadcast", "me_message"]);

export function where(payload: Payload, self: Self): Where | undefined {
  if (!teamsOf(payload).includes(self.team)) return undefined;
  switch (payload.type) {
    case "event_callback":
      return happened(payload.event, self);
    case "block_actions":
      return { user: payload.user.id, isSure: true, place: pressed(payload, self) };
    case "view_submission": {
      const form = asked(payload.view.private_metadata, self.team);
      return form && { user: payload.user.id, isSure: true, place: { at: form.at } };
    }
    case "message_action":
      return { user: payload.user.id, isSure: true, place: "direct" };
    case "command":
      return { user: payload.user_id, isSure: true, place: "direct" };
  }
}

type Happened = Extract<Payload, { type: "event_callback" }>["event"];

function happened(event: Happened, self: Self): Where | undefined {
  switch (event.type) {
    case "message":
    case "app_mention":
      return written(event, self);
    case "reaction_added":
    case "reaction_removed":
      return reacted(event, self);
    case "user_change":
      return event.user.deleted ? { user: event.user.id, isSure: true, place: { last: {} } } : undefined;
    case "member_left_channel": {
      const { user, channel } = event;
      return user === self.user ? undefined : { user, isSure: true, place: { last: { channel } } };
    }
    case "app_uninstalled":
    case "tokens_revoked":
      return undefined;
  }
}

function written(event: WrittenIn, self: Self): Where | undefined {
  const { channel, subtype } = event;
  const about = subject(event);
  if (about === undefined) return undefined;
  const { user, bot_id } = about;
  if (user === undefined || user === self.user || bot_id) return undefined;
  const place = { at: belongs(channel, about, self) };
  if (isDirect(channel)) return { user, isSure: true, place };
  const isNew = subtype !== "message_changed" && subtype !== "message_deleted";
  const isReply = about.thread_ts !== undefined && about.thread_ts !== about.ts;
  if (about.parent_user_id === self.user || (isNew && isCalled(event, self)))
    return { user, isSure: true, place };
  if (isReply || !isNew) return { user, isSure: false, place };
  // A new message at the top of a channel is in no thread of the bot's.
  return self.listenChannels.includes(channel) ? { user, isSure: true, place, overheard: true } : undefined;
}

/** What people show each other on their own messages is nothing for the bot, but for the sign that calls it. */
function reacted({ user, item, item_user, reaction }: ReactedIn, self: Self): Where | undefined {
  const { channel, ts } = item;
  if (user === self.user) return undefined;
  if (isDirect(channel)) return { user, isSure: true, place: { at: address({ team: self.team, channel }) } };
  const isSure = item_user === self.user || ticketEmoji.has(reaction);
  return { user, isSure, place: { of: { channel, ts } } };
}

/** The message that the event is about; `undefined` for events that are about no words of a person. */
export function subject(event: WrittenIn): MessageIn | undefined {
  switch (event.subtype) {
    case "message_changed": {
      const { message, previous_message } = event;
      if (message === undefined) return undefined;
      if (isTombstone(message)) return previous_message;
      return spoken.has(message.subtype) && isRevised(previous_message, message) ? message : undefined;
    }
    case "message_deleted":
      return event.previous_message;
    default:
      return spoken.has(event.subtype) ? event : undefined;
  }
}

/** What is left of a deleted message that has replies. */
export function isTombstone(message: MessageIn): boolean {
  return message.subtype === "tombstone";
}

function isCalled({ type, text }: WrittenIn, { user }: Self): boolean {
  return type === "app_mention" || (text ?? "").includes(`<@${user}`);
}

/** A channel's message belongs to the thread that it is in, or that answers to it open. */
export function belongs(channel: string, { ts, thread_ts }: MessageIn, { team }: Self): Address {
  return isDirect(channel) ? address({ team, channel }) : address({ team, channel, thread: thread_ts ?? ts });
}

/** Where a message of the bot's stands: a card at the top of its channel, the rest in threads. */
function pressed({ channel, message, container }: PressedIn, { team }: Self): Belonging {
  if (message === undefined && container.thread_ts === undefined)
    return { of: { channel: channel.id, ts: container.message_ts } };
  const { ts, thread_ts } = message ?? { ts: container.message_ts, thread_ts: container.thread_ts };
  return { at: standing(channel.id, { ts, thread_ts }, team) };
}

export function standing(
  channel: string,
  { ts, thread_ts }: { readonly ts: string; readonly thread_ts?: string | undefined },
  team: string,
): Address {
  const isTop = thread_ts === undefined || thread_ts === ts || isDirect(channel);
  return address(isTop ? { team, channel } : { team, channel, thread: thread_ts });
}
