import type { Address } from "#ports/platform.ts";
import { address, isDirect } from "./address.ts";
import { isRevised, type MessageIn, type Payload, type WrittenIn } from "./payload.ts";

/** What does not change while the process runs: who the bot is, and where it listens. */
export type Self = {
  readonly team: string;
  /** The bot as a user, and as the sender of messages. */
  readonly user: string;
  readonly bot: string | undefined;
  readonly listenChannels: readonly string[];
};

/**
 * Where an event belongs and who made it; `undefined` when it is not for the bot, whatever else is known.
 * Without `isSure` it is for the bot only if the thread is one of its own. Without `at` it belongs to the
 * person's own direct message.
 */
export type Where = {
  readonly user: string;
  readonly isSure: boolean;
  readonly at?: Address;
};

/** People's messages have one of these, or none. */
const spoken = new Set([undefined, "file_share", "thread_broadcast", "me_message"]);

export function where(payload: Payload, self: Self): Where | undefined {
  switch (payload.type) {
    case "event_callback": {
      const { team_id, authorizations, event } = payload;
      // A message from a shared channel carries its author's workspace; ours is among those it was sent to.
      const teams = authorizations?.length ? authorizations.map((one) => one.team_id) : [team_id];
      return teams.includes(self.team) ? written(event, self) : undefined;
    }
    case "block_actions": {
      const { channel, message, user, team } = payload;
      if (team.id !== self.team) return undefined;
      return { user: user.id, isSure: true, at: standing(channel.id, message, self) };
    }
    case "message_action":
      return payload.team.id === self.team ? { user: payload.user.id, isSure: true } : undefined;
    case "command":
      return payload.team_id === self.team ? { user: payload.user_id, isSure: true } : undefined;
  }
}

function written(event: WrittenIn, self: Self): Where | undefined {
  const { channel, subtype } = event;
  const about = subject(event);
  if (about === undefined) return undefined;
  const { user, bot_id } = about;
  if (user === undefined || user === self.user || bot_id) return undefined;
  const at = belongs(channel, about, self);
  if (isDirect(channel)) return { user, isSure: true, at };
  const isNew = subtype !== "message_changed" && subtype !== "message_deleted";
  const isReply = about.thread_ts !== undefined && about.thread_ts !== about.ts;
  const isSure =
    about.parent_user_id === self.user || (isNew && (isCalled(event, self) || isAsked(event, isReply, self)));
  // A new message at the top of a channel is in no thread of the bot's.
  return isSure || isReply || !isNew ? { user, isSure, at } : undefined;
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

function isAsked({ channel, text }: WrittenIn, isReply: boolean, { listenChannels }: Self): boolean {
  return !isReply && listenChannels.includes(channel) && /[?？]["'”’)\]）」』*_~`\s]*$/.test(text ?? "");
}

/** A channel's message belongs to the thread that it is in, or that answers to it open. */
function belongs(channel: string, { ts, thread_ts }: MessageIn, { team }: Self): Address {
  return isDirect(channel) ? address({ team, channel }) : address({ team, channel, thread: thread_ts ?? ts });
}

/** Where a message of the bot's stands: a card at the top of its channel, the rest in threads. */
function standing(
  channel: string,
  { ts, thread_ts }: { ts: string; thread_ts?: string | undefined },
  { team }: Self,
): Address {
  const isTop = thread_ts === undefined || thread_ts === ts;
  return isTop || isDirect(channel)
    ? address({ team, channel })
    : address({ team, channel, thread: thread_ts });
}
