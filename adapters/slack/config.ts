import { z } from "zod";
import type { Address } from "#ports/platform.ts";
import { type Place, place } from "./address.ts";

/** How events come: over a socket that the process opens, or posted by Slack to the one port. */
export type Hearing =
  | { readonly mode: "socket"; readonly appToken: string }
  | { readonly mode: "http"; readonly signingSecret: string };

/** An app that workspaces install by themselves. */
export type Registered = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** 32 bytes, under which the workspaces' tokens are kept. */
  readonly key: Buffer;
  /** Where Slack sends people back to. */
  readonly publicUrl: string;
  readonly authorizeUrl: string;
};

/** With whose token: of the one workspace in the settings, or of each that has installed the app. */
export type Access =
  | { readonly kind: "token"; readonly botToken: string }
  | { readonly kind: "app"; readonly app: Registered };

/** What the adapter needs to work. */
export type SlackConfig = {
  readonly access: Access;
  readonly hearing: Hearing;
  /** Channels in which questions are answered without a mention. */
  readonly listenChannels: readonly string[];
  /** The user group whose members are staff; without one, who is in the desk's channel is staff. */
  readonly staffGroup: string | undefined;
  /** Where the desk is, when it is in Slack. */
  readonly desk: Place | undefined;
  readonly apiUrl: string;
  /** The only origin that files come from, and the only one besides the API that sees the token. */
  readonly filesOrigin: string;
  /** The only origin that is answered at an address which came with an event. */
  readonly hooksOrigin: string;
};

const API = "https://slack.com/api/";
const FILES = "https://files.slack.com";
const HOOKS = "https://hooks.slack.com";

const blankIsUnset = (value: unknown): unknown =>
  typeof value === "string" && value.trim() === "" ? undefined : value;
const setting = <T extends z.ZodType>(inner: T) => z.preprocess(blankIsUnset, inner.optional());

/** A secret that is there but blank is a mistake of whoever set it, never a reason to go without. */
const secret = (pattern: RegExp, error: string) => z.string().trim().regex(pattern, { error }).optional();

const channel = z
  .string()
  .regex(/^[CG][A-Z0-9]{2,}$/, { error: "must be channel ids such as C0123456789, not names" });

const environment = z.object({
  SLACK_BOT_TOKEN: secret(/^xoxb-\S+$/, "must be the bot token, which begins with xoxb-"),
  SLACK_APP_TOKEN: secret(/^xapp-\S+$/, "must be an app-level token, which begins with xapp-"),
  SLACK_SIGNING_SECRET: secret(/^\S{16,}$/, "must be the signing secret from the app's Basic Information"),
  SLACK_CLIENT_ID: secret(/^\d+\.\d+$/, "must be the client id from the app's Basic Information"),
  SLACK_CLIENT_SECRET: secret(/^\S{16,}$/, "must be the client secret from the app's Basic Information"),
  SLACK_TOKEN_KEY: secret(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits: openssl rand -hex 32"),
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
  PUBLIC_URL: setting(z.string()),
});
type Environment = z.output<typeof environment>;

/**
 * The settings by their names in the environment; `undefined` when Slack is not set up at all. `DESK` and
 * `PUBLIC_URL` are the core's: here they tell whose members are staff, and where an installation ends.
 */
export const slackSettings = environment.transform((env, context): SlackConfig | undefined => {
  const { DESK, PUBLIC_URL: _, SLACK_API_URL: apiUrl = API, ...own } = env;
  if (Object.values(own).every((value) => value === undefined)) return undefined;
  const fault: Fault = (name, message) =>
    context.addIssue({ code: "custom", path: [name], message, input: undefined });
  const access = accessOf(env, apiUrl, fault);
  const hearing = hearingOf(env, fault);
  if (access === undefined || hearing === undefined) return z.NEVER;
  const { origin } = new URL(apiUrl);
  return {
    access,
    hearing,
    listenChannels: env.SLACK_LISTEN_CHANNELS ?? [],
    staffGroup: env.SLACK_STAFF_GROUP,
    desk: DESK === undefined ? undefined : place(DESK as Address),
    apiUrl,
    filesOrigin: apiUrl === API ? FILES : origin,
    hooksOrigin: apiUrl === API ? HOOKS : origin,
  };
});

type Fault = (name: string, message: string) => void;

function accessOf(env: Environment, apiUrl: string, fault: Fault): Access | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = env;
  const { SLACK_TOKEN_KEY: key, PUBLIC_URL: publicUrl } = env;
  const isApp = [clientId, clientSecret, key].some((value) => value !== undefined);
  if (!isApp) {
    if (botToken !== undefined) return { kind: "token", botToken };
    fault("SLACK_BOT_TOKEN", "is needed to speak in Slack; or SLACK_CLIENT_ID, for several workspaces");
    return undefined;
  }
  if (botToken !== undefined)
    fault("SLACK_BOT_TOKEN", "is for one workspace: take it away, or SLACK_CLIENT_ID and what belongs to it");
  if (clientId === undefined) fault("SLACK_CLIENT_ID", "is needed for workspaces to install the app");
  if (clientSecret === undefined) fault("SLACK_CLIENT_SECRET", "is needed for workspaces to install the app");
  if (key === undefined)
    fault("SLACK_TOKEN_KEY", "is needed to keep the workspaces' tokens: openssl rand -hex 32");
  if (publicUrl === undefined) fault("PUBLIC_URL", "is needed: Slack leads people back there");
  if (botToken !== undefined || !clientId || !clientSecret || !key || !publicUrl) return undefined;
  const authorizeUrl = new URL("/oauth/v2/authorize", apiUrl).href;
  return {
    kind: "app",
    app: { clientId, clientSecret, key: Buffer.from(key, "hex"), publicUrl, authorizeUrl },
  };
}

function hearingOf(env: Environment, fault: Fault): Hearing | undefined {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = env;
  if (appToken !== undefined) return { mode: "socket", appToken };
  if (signingSecret !== undefined) return { mode: "http", signingSecret };
  fault("SLACK_APP_TOKEN", "is needed to hear Slack (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)");
  return undefined;
}

function isLoopback(address: string): boolean {
  return URL.canParse(address) && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname);
}
