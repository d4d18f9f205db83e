import { z } from "zod";
import type { Address } from "#ports/platform.ts";
import { place } from "./address.ts";

/** How events come: over a socket that the process opens, or posted by Slack to the one port. */
export type Hearing =
  | { readonly mode: "socket"; readonly appToken: string }
  | { readonly mode: "http"; readonly signingSecret: string };

/** What the adapter needs to work in one workspace. */
export type SlackConfig = {
  readonly botToken: string;
  readonly hearing: Hearing;
  /** Channels in which questions are answered without a mention. */
  readonly listenChannels: readonly string[];
  /** The user group whose members are staff; without one, who is in the desk's channel is staff. */
  readonly staffGroup: string | undefined;
  /** The channel of the desk, when the desk is in Slack. */
  readonly deskChannel: string | undefined;
  readonly apiUrl: string;
  /** The only origin that files come from, and the only one besides the API that sees the token. */
  readonly filesOrigin: string;
};

const API = "https://slack.com/api/";
const FILES = "https://files.slack.com";

const blankIsUnset = (value: unknown): unknown =>
  typeof value === "string" && value.trim() === "" ? undefined : value;
const setting = <T extends z.ZodType>(inner: T) => z.preprocess(blankIsUnset, inner.optional());

/** A secret that is there but blank is a mistake of whoever set it, never a reason to go without. */
const secret = (pattern: RegExp, error: string) => z.string().trim().regex(pattern, { error }).optional();

const channel = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,}$/, { error: "must be channel ids such as C0123456789, not names" });

/**
 * The settings by their names in the environment; `undefined` when Slack is not set up at all. `DESK` is the
 * core's setting: here it tells whose members are staff.
 */
export const slackSettings = z
  .object({
    SLACK_BOT_TOKEN: secret(/^xoxb-\S+$/, "must be the bot token, which begins with xoxb-"),
    SLACK_APP_TOKEN: secret(/^xapp-\S+$/, "must be an app-level token, which begins with xapp-"),
    SLACK_SIGNING_SECRET: secret(/^\S{16,}$/, "must be the signing secret from the app's Basic Information"),
    SLACK_LISTEN_CHANNELS: setting(
      z
        .string()
        .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ""))
        .pipe(z.array(channel)),
    ),
    SLACK_STAFF_GROUP: setting(
      z.string().regex(/^S[A-Z0-9]{2,}$/, { error: "must be the id of a user group, such as S0123456789" }),
    ),
    SLACK_API_URL: setting(
      z.string().refine(isLoopback, { error: "is for tests and must be on this machine" }),
    ),
    DESK: setting(z.string()),
  })
  .transform((env, context): SlackConfig | undefined => {
    const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = env;
    const others = [env.SLACK_LISTEN_CHANNELS, env.SLACK_STAFF_GROUP];
    if ([botToken, appToken, signingSecret, ...others].every((value) => value === undefined))
      return undefined;
    const hearing: Hearing | undefined =
      appToken !== undefined
        ? { mode: "socket", appToken }
        : signingSecret !== undefined
          ? { mode: "http", signingSecret }
          : undefined;
    const fault = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message, input: undefined });
    if (botToken === undefined) fault("SLACK_BOT_TOKEN", "is needed to speak in Slack");
    if (hearing === undefined)
      fault("SLACK_APP_TOKEN", "is needed to hear Slack (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)");
    if (botToken === undefined || hearing === undefined) return z.NEVER;
    const apiUrl = env.SLACK_API_URL ?? API;
    return {
      botToken,
      hearing,
      listenChannels: env.SLACK_LISTEN_CHANNELS ?? [],
      staffGroup: env.SLACK_STAFF_GROUP,
      deskChannel: env.DESK === undefined ? undefined : place(env.DESK as Address)?.channel,
      apiUrl,
      filesOrigin: apiUrl === API ? FILES : new URL(apiUrl).origin,
    };
  });

function isLoopback(address: string): boolean {
  return URL.canParse(address) && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname);
}
