import type { Address, Author, InboundEvent } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import type { Attachment, Member, Message, User } from "../wire.ts";

/** Where something happened. Messages in threads count if the bot opened the thread; `other` is no place to answer. */
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
  /** Which telling it is, the same when Discord repeats itself: for what has no id of its own. */
  readonly told: string;
  /** Who wrote a message that was changed or deleted, as far as it was heard; of a deleted one, Discord does not say. */
  readonly author?: Author | undefined;
  /** Who reacted, where the dispatch names an id only. */
  readonly member?: Member | undefined;
  /** The message that somebody reacted to, where the core can't know it. */
  readonly target?: Message | undefined;
  /** A case of somebody who left, and who they are in it. */
  readonly home?: { readonly at: Address; readonly from: Author } | undefined;
  /** The bot's message that shows a command to everybody; the case's thread is made from it. */
  readonly response?: string | undefined;
  readonly now: number;
};

/** An event, with the files that are still to be fetched. */
export type Heard = { readonly event: InboundEvent; readonly attachments: readonly Attachment[] };

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

/** Where the bot's own message stands; in a channel that is the channel itself, such as the desk. */
export function shownAt(
  raw: { readonly id: string; readonly channel_id: string },
  channel: Channel,
): Place | undefined {
  if (channel.kind === "channel") return { kind: "channel", guild: channel.guild, channel: raw.channel_id };
  return placeOf(raw, channel);
}

/** Who somebody is to us: staff by their roles in a server, never in direct messages. */
export function authorOf(
  user: User,
  member: Member | undefined,
  { staffRoles, channel }: Pick<Context, "staffRoles" | "channel">,
): Author {
  const name = member?.nick || user.global_name || user.username || "";
  const isStaff = channel.kind !== "dm" && (member?.roles ?? []).some((role) => staffRoles.has(role));
  return { id: user.id, name, kind: user.bot ? "bot" : isStaff ? "staff" : "student" };
}

export function attachmentsOf({ attachments = [], message_snapshots = [] }: Message): readonly Attachment[] {
  return [...attachments, ...message_snapshots.flatMap(({ message }) => message.attachments ?? [])];
}
