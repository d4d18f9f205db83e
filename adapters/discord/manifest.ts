import type { DiscordConfig } from "./config.ts";

/** The least that the bot needs in a server, by Discord's bits, each with what it is for. */
export const permissions = {
  "Add Reactions": { bit: 6, use: "shows whether a line was delivered" },
  "View Channels": { bit: 10, use: "hears the channels that it is let into" },
  "Send Messages": { bit: 11, use: "shows cards in the desk's channel, and commands where they were given" },
  "Embed Links": { bit: 14, use: "cards, and texts that are too long for a plain message" },
  "Attach Files": { bit: 15, use: "brings files over" },
  "Read Message History": { bit: 16, use: "reads after downtime what was written meanwhile" },
  "Create Public Threads": { bit: 35, use: "answers a question in a thread of its own" },
  "Send Messages in Threads": { bit: 38, use: "speaks there" },
} as const;

/** https://docs.discord.com/developers/events/gateway#list-of-intents */
export const intents = {
  GUILDS: { bit: 0, use: "channels and threads" },
  GUILD_MESSAGES: { bit: 9, use: "mentions, threads, channels to listen to" },
  GUILD_MESSAGE_REACTIONS: { bit: 10, use: "reactions in servers" },
  GUILD_MESSAGE_TYPING: { bit: 11, use: "shows staff that the student is typing, and the other way round" },
  DIRECT_MESSAGES: { bit: 12, use: "direct messages" },
  DIRECT_MESSAGE_REACTIONS: { bit: 13, use: "reactions in direct messages" },
  DIRECT_MESSAGE_TYPING: { bit: 14, use: "shows staff that the student is typing" },
  MESSAGE_CONTENT: { bit: 15, use: "what is said in threads, where nobody mentions the bot" },
} as const;

/** Switched on for the application or not; without it the bot does not hear who left. */
export const GUILD_MEMBERS = 1 << 1;

export const PERMISSIONS = Object.values(permissions).reduce((sum, { bit }) => sum | (1n << BigInt(bit)), 0n);
export const INTENTS = Object.values(intents).reduce((sum, { bit }) => sum | (1 << bit), 0);

/** What the switches of an application's Bot page let it hear, by its flags. */
export function grantedOf(flags: number): { readonly content: boolean; readonly members: boolean } {
  // https://docs.discord.com/developers/resources/application#application-object-application-flags
  const isOn = (full: number, limited: number) => (flags & ((1 << full) | (1 << limited))) !== 0;
  return { content: isOn(18, 19), members: isOn(14, 15) };
}

/** The page on which a server's owner lets the bot in, with the fewest rights. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: "bot applications.commands",
    permissions: String(PERMISSIONS),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** The invite link, and what must be switched on by hand: Discord has no manifest to paste. */
export function printInvite(config: DiscordConfig | undefined): string {
  const id = config && applicationOf(config.token);
  const link = inviteLink(id ?? "APPLICATION_ID");
  return [
    "Invite link:",
    `  ${link}`,
    ...(id === undefined ? ["  APPLICATION_ID stands on the application's page General Information."] : []),
    "",
    "Page Bot of https://discord.com/developers/applications, Privileged Gateway Intents:",
    `  Message Content Intent  on: ${intents.MESSAGE_CONTENT.use}`,
    "  Server Members Intent   on, if staff are to be told when a student leaves the server",
    "  Presence Intent         off",
    "",
    "The link asks for these permissions:",
    ...Object.entries(permissions).map(([name, { use }]) => `  ${name.padEnd(25)} ${use}`),
  ].join("\n");
}

/** A bot's token begins with its id in Base64, which is the application's; very old applications have another. */
function applicationOf(token: string): string | undefined {
  const id = Buffer.from(token.split(".")[0] ?? "", "base64url").toString("latin1");
  return /^\d{17,20}$/.test(id) ? id : undefined;
}
