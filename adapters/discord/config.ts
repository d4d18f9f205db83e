import { z } from "zod";
import type { Address } from "#ports/platform.ts";
import { type Place, place } from "./address.ts";

/** What the Discord adapter needs to know. */
export type DiscordConfig = {
  readonly token: string;
  /** The ids of the roles whose members are staff. */
  readonly staffRoles: ReadonlySet<string>;
  /** The ids of the channels where questions are answered without being mentioned. */
  readonly listen: ReadonlySet<string>;
  /** The channel of the desk, when the desk is on Discord. */
  readonly desk: Extract<Place, { kind: "channel" }> | undefined;
  /** Over how many connections the servers are shared; `auto`: as many as Discord advises. */
  readonly shards: number | "auto";
  /** Where the API is, without the version. */
  readonly apiUrl: string;
};

const DISCORD = "https://discord.com/api";

const text = z.string().optional();
const MOST_SHARDS = 100;
const shards = z
  .string()
  .default("")
  .transform((value, context): number | "auto" => {
    const given = value.trim();
    if (given === "auto") return given;
    const count = given === "" ? 1 : Number(given);
    if (Number.isInteger(count) && count >= 1 && count <= MOST_SHARDS) return count;
    context.addIssue({ code: "custom", message: `must be auto, or a number from 1 to ${MOST_SHARDS}` });
    return z.NEVER;
  });
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
 * off. `DESK` is the core's setting: here it tells `doctor` which channel the bot must be able to use. A blank token beside other settings is a fault, never a start without one.
 */
export const discordSettings = z
  .object({
    DISCORD_TOKEN: text,
    DISCORD_STAFF_ROLE: ids,
    DISCORD_LISTEN_CHANNELS: ids,
    DISCORD_SHARDS: shards,
    DISCORD_API_URL: text,
    DESK: text,
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
    const at = place((env.DESK ?? "") as Address);
    const desk = at?.kind === "channel" ? at : undefined;
    return { token, staffRoles, listen, desk, shards: env.DISCORD_SHARDS, apiUrl: apiUrl.replace(/\/$/, "") };
  });

/** The token goes to Discord, or to a fake on this machine. */
function isApi(url: string): boolean {
  return url === DISCORD || (URL.canParse(url) && /^http:\/\/127\.0\.0\.1:\d+\/api\/?$/.test(url));
}
