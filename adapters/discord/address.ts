import type { Address } from "#ports/platform.ts";

/** The places of Discord: a channel of direct messages, a server's channel, a thread in one. */
export type Place =
  | { readonly kind: "dm"; readonly channel: string }
  | { readonly kind: "channel"; readonly guild: string; readonly channel: string }
  | { readonly kind: "thread"; readonly guild: string; readonly parent: string; readonly channel: string };

export function address(place: Place): Address {
  switch (place.kind) {
    case "dm":
      return `discord:dm/${place.channel}` as Address;
    case "channel":
      return `discord:${place.guild}/${place.channel}` as Address;
    case "thread":
      return `discord:${place.guild}/${place.parent}/${place.channel}` as Address;
  }
}

/** What an address means; `undefined` when it means nothing here. */
export function place(at: Address): Place | undefined {
  const [, dm] = /^discord:dm\/(\d{1,20})$/.exec(at) ?? [];
  if (dm !== undefined) return { kind: "dm", channel: dm };
  const [, guild, parent, thread] = /^discord:(\d{1,20})\/(\d{1,20})(?:\/(\d{1,20}))?$/.exec(at) ?? [];
  if (guild === undefined || parent === undefined) return undefined;
  return thread === undefined
    ? { kind: "channel", guild, channel: parent }
    : { kind: "thread", guild, parent, channel: thread };
}

/**
 * The channel that holds a message shown at a place. A thread that was made from a message has the message's id,
 * and that message itself stands in the channel above.
 */
export function holderOf(where: Place, message: string): string {
  return where.kind === "thread" && where.channel === message ? where.parent : where.channel;
}
