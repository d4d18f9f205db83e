import type { Address } from "#ports/platform.ts";

/** A place in a workspace: a channel or direct message, or a thread in a channel by the `ts` of its first message. */
export type Place = { readonly team: string; readonly channel: string; readonly thread?: string };

/** What an address means here; `undefined` when it belongs to another platform or means nothing. */
export function place(at: Address): Place | undefined {
  const [, team, channel, thread] = /^slack:([TE]\w{1,30})\/([CDG]\w{1,30})(?:\/(\d+\.\d+))?$/.exec(at) ?? [];
  if (team === undefined || channel === undefined) return undefined;
  return thread === undefined ? { team, channel } : { team, channel, thread };
}

export function address({ team, channel, thread }: Place): Address {
  return `slack:${team}/${channel}${thread === undefined ? "" : `/${thread}`}` as Address;
}

/** Where answers to a message arrive: a message in a channel opens a thread, a direct message stays what it is. */
export function repliesAt(at: Place, ts: string): Address {
  if (at.thread !== undefined || isDirect(at.channel)) return address(at);
  return address({ ...at, thread: ts });
}

/** Whether the channel is the conversation of one person with the bot. */
export function isDirect(channel: string): boolean {
  return channel.startsWith("D");
}

/**
 * A person as the core knows them. Slack's ids of people are unique in their workspace only: where there are
 * several, the workspace stands before it. https://docs.slack.dev/reference/objects/user-object
 */
export function personId(team: string, user: string, isShared: boolean): string {
  return isShared ? `${team}/${user}` : user;
}

/** A person as their workspace knows them. */
export function userOf(person: string): string {
  return person.slice(person.lastIndexOf("/") + 1);
}
