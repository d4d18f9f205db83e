import { z } from "zod";

/** What the Discord adapter needs to know. */
export type DiscordConfig = {
  readonly token: string;
  /** The ids of the roles whose members are staff. */
  readonly staffRoles: ReadonlySet<string>;
  /** The ids of the channels where questions are answered without being mentioned. */
  readonly listen: ReadonlySet<string>;
  /** Where the API is, without the version. */
  readonly apiUrl: string;
};

const DISCORD = "https://discord.com/api";

const text = z.string().optional();
const ids = z
  .string()
  .default("")
  .transform((list) => list.split(/[\s,]+/).filter((id) => id !== ""))
  .pipe(
    z.array(
      z.string().regex(/^\d{17,20}$/, "must be numbers: switch on Developer Mode in Discord, then Copy ID"),
    ),
  )
  .transform((list) => new Set(list));

/**
 * The settings by their names in the environment. The result is `undefined` when none is given: then Discord is
 * off. A blank token beside other settings is a fault, never a start without one.
 */
export const discordSettings = z
  .object({
    DISCORD_TOKEN: text,
    DISCORD_STAFF_ROLE: ids,
    DISCORD_LISTEN_CHANNELS: ids,
    DISCORD_API_URL: text,
  })
  .transform((env, context): DiscordConfig | undefined => {
    const { DISCORD_STAFF_ROLE: staffRoles, DISCORD_LISTEN_CHANNELS: listen } = env;
    const fault = (setting: string, message: string) => {
      context.addIssue({ code: "custom", path: [setting], message, input: undefined });
      return undefined;
    };
    const token = (env.DISCORD_TOKEN ?? "").trim().replace(/^Bot\s+/i, "");
    if (token === "") {
      const isMeant = env.DISCORD_TOKEN?.length || staffRoles.size > 0 || listen.size > 0;
      return isMeant
        ? fault("DISCORD_TOKEN", "is blank: copy it from the application's Bot page")
        : undefined;
    }
    if (!/^[\x21-\x7E]+$/.test(token)) return fault("DISCORD_TOKEN", "holds characters that no token has");
    const apiUrl = env.DISCORD_API_URL?.trim() || DISCORD;
    if (!isApi(apiUrl)) return fault("DISCORD_API_URL", "is for tests on this machine only: leave it out");
    return { token, staffRoles, listen, apiUrl: apiUrl.replace(/\/$/, "") };
  });

/** The token goes to Discord, or to a fake on this machine. */
function isApi(url: string): boolean {
  return url === DISCORD || (URL.canParse(url) && /^http:\/\/127\.0\.0\.1:\d+\/api\/?$/.test(url));
}

const bit = (n: number): bigint => 1n << BigInt(n);

/** The least that the bot needs in a server. */
export const PERMISSIONS: bigint =
  bit(6) | // add reactions
  bit(10) | // view channels
  bit(11) | // send messages
  bit(14) | // embed links
  bit(15) | // attach files
  bit(16) | // read message history
  bit(35) | // create public threads
  bit(38); // send messages in threads

/** What is heard: servers, their messages, direct messages, and what they say. */
export const INTENTS = (1 << 0) | (1 << 9) | (1 << 12) | (1 << 15);

/** The page on which a server's owner lets the bot in. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: "bot applications.commands",
    permissions: String(PERMISSIONS),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}
