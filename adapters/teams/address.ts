import type { Address } from "#ports/platform.ts";

/** The places of this platform: a person's chat with the bot, a channel, the thread of a post in it. */
export type Place =
  | { readonly kind: "chat"; readonly tenant: string; readonly chat: string }
  | { readonly kind: "channel"; readonly tenant: string; readonly channel: string }
  | { readonly kind: "thread"; readonly tenant: string; readonly channel: string; readonly root: string };

const PREFIX = "teams:";

/** `teams:TENANT/p/CHAT`, `teams:TENANT/c/CHANNEL`, and for a thread `/ROOT` behind its channel's. */
export function address(place: Place): Address {
  const base = `${PREFIX}${encode(place.tenant)}`;
  switch (place.kind) {
    case "chat":
      return `${base}/p/${encode(place.chat)}` as Address;
    case "channel":
      return `${base}/c/${encode(place.channel)}` as Address;
    case "thread":
      return `${base}/c/${encode(place.channel)}/${encode(place.root)}` as Address;
  }
}

/** What an address means; `undefined` when it means nothing here. */
export function place(at: Address): Place | undefined {
  if (!at.startsWith(PREFIX)) return undefined;
  const [tenant, kind, id, root, ...more] = at.slice(PREFIX.length).split("/").map(decode);
  if (!tenant || !id || more.length > 0 || root === "") return undefined;
  if (kind === "p" && root === undefined) return { kind: "chat", tenant, chat: id };
  if (kind !== "c") return undefined;
  return root === undefined
    ? { kind: "channel", tenant, channel: id }
    : { kind: "thread", tenant, channel: id, root };
}

/** The conversation id that the Connector knows a place by. */
export function conversationId(place: Place): string {
  switch (place.kind) {
    case "chat":
      return place.chat;
    case "channel":
      return place.channel;
    case "thread":
      return `${place.channel};messageid=${place.root}`;
  }
}

/** The chat or channel that a place is in: what is known of it holds for all its threads. */
export function base(place: Place): Address {
  if (place.kind !== "thread") return address(place);
  const { tenant, channel } = place;
  return address({ kind: "channel", tenant, channel });
}

/** Teams' ids hold `:` and `@`, which stay readable; slashes, spaces and `;` may not. */
function encode(id: string): string {
  return encodeURIComponent(id).replaceAll("%3A", ":").replaceAll("%40", "@");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
