import { z } from "zod";
import type { Check } from "#ports/check.ts";
import { PlatformError } from "#ports/platform.ts";
import { type Calls, createCalls } from "./calls/calls.ts";
import { createClient } from "./calls/client.ts";
import { createLimits } from "./calls/limits.ts";
import type { Registered, SlackConfig } from "./config.ts";
import { isTokenRefused, wordOf } from "./faults.ts";
import { scopes } from "./manifest.ts";
import { INSTALL } from "./workspaces/install.ts";

const ANSWER_MS = 10_000;

/** What Slack says to the settings: the tokens, the scopes, the desk's channel, the staff. Never throws. */
export async function examineSlack(
  config: SlackConfig | undefined,
  { publicUrl }: { readonly publicUrl: string | undefined },
): Promise<readonly Check[]> {
  if (config === undefined)
    return [
      {
        name: "Slack",
        state: "off",
        detail: "not set up",
        mend: "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN: adapters/slack/README.md shows the way",
      },
    ];
  const { access } = config;
  if (access.kind === "app")
    return [
      ...(await checked("Slack app", credentials, () => app(access.app, config))),
      ...(await hearing(config, publicUrl)),
    ];
  const calls = await callsWith(access.botToken, config);
  const who = await checked("Slack", install, () => token(calls, config));
  // Nothing else can be asked with a token that does not work.
  if (who.some(({ name, state }) => name === "Slack" && state === "fault")) return who;
  return [
    ...who,
    ...(await hearing(config, publicUrl)),
    ...(await checked("Slack desk", invite, () => desk(calls, config))),
    ...(await checked("Slack staff", "set SLACK_STAFF_GROUP to a user group of the workspace", () =>
      staff(calls, config),
    )),
  ];
}

const install = "install the app to the workspace again and set SLACK_BOT_TOKEN to its bot token";
const invite = "make the channel, invite the bot there (/invite), and set DESK=slack:T…/C… to it";
const credentials = "set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET from Basic Information, App Credentials";
const subscriptions =
  "events that are not subscribed can't be seen from here: compare Event Subscriptions with `npx deskmate manifest slack`";

/** A code that was never given: Slack complains of it only when it knows the app. */
async function app(
  { clientId, clientSecret, publicUrl }: Registered,
  config: SlackConfig,
): Promise<readonly Check[]> {
  const calls = await callsWith(undefined, config);
  const args = { client_id: clientId, client_secret: clientSecret, code: "0" };
  const refused = await calls("oauth.v2.access", args, z.object({})).catch((error: unknown) => error);
  if (wordOf(refused) !== "invalid_code") throw refused;
  const detail = `workspaces install it at ${new URL(INSTALL, publicUrl).href}`;
  return [{ name: "Slack app", state: "ok", detail }];
}

const authorized = z.object({
  team: z.string(),
  user: z.string(),
  response_metadata: z
    .object({ scopes: z.array(z.string()) })
    .partial()
    .optional(),
});

async function token(calls: Calls, config: SlackConfig): Promise<readonly Check[]> {
  const { team, user, response_metadata } = await calls("auth.test", {}, authorized);
  const name = "Slack";
  const granted = response_metadata?.scopes;
  const missing = granted === undefined ? [] : wanted(config).filter((scope) => !granted.includes(scope));
  const found: Check = { name, state: "ok", detail: `${team}, as ${user}` };
  if (missing.length === 0) return [found];
  const mend = "add them under OAuth & Permissions, Bot Token Scopes, and install the app again";
  return [found, { name: "Slack scopes", state: "fault", detail: `${missing.join(", ")} missing`, mend }];
}

function wanted({ staffGroup }: SlackConfig): readonly string[] {
  return Object.keys(scopes).filter((scope) => scope !== "usergroups:read" || staffGroup !== undefined);
}

async function hearing(config: SlackConfig, publicUrl: string | undefined): Promise<readonly Check[]> {
  const name = "Slack events";
  if (config.hearing.mode === "http") {
    if (publicUrl === undefined || !publicUrl.startsWith("https:"))
      return [
        {
          name,
          state: "fault",
          detail: "Slack posts events to a public https address, and there is none",
          mend: "set PUBLIC_URL, or SLACK_APP_TOKEN for Socket Mode",
        },
      ];
    const detail = `posted by Slack to ${new URL("/slack/events", publicUrl).href}`;
    return [{ name, state: "ok", detail, mend: subscriptions }];
  }
  const calls = await callsWith(config.hearing.appToken, config);
  const mend = "switch Socket Mode on, and set SLACK_APP_TOKEN to an app-level token with connections:write";
  return checked(name, mend, async () => {
    await calls("apps.connections.open", {}, z.object({ url: z.string() }));
    return [{ name, state: "ok", detail: "over Socket Mode", mend: subscriptions }];
  });
}

const channel = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
  }),
});

async function desk(calls: Calls, config: SlackConfig): Promise<readonly Check[]> {
  if (config.desk === undefined) return [];
  const name = "Slack desk";
  const { channel: found } = await calls("conversations.info", { channel: config.desk.channel }, channel);
  const detail = `#${found.name ?? config.desk.channel}`;
  if (found.is_archived) return [{ name, state: "fault", detail: `${detail} is archived`, mend: invite }];
  if (!found.is_member)
    return [{ name, state: "fault", detail: `the bot is not in ${detail}`, mend: invite }];
  return [{ name, state: "ok", detail }];
}

async function staff(calls: Calls, { staffGroup, desk }: SlackConfig): Promise<readonly Check[]> {
  const name = "Slack staff";
  if (staffGroup !== undefined) {
    const group = z.object({ users: z.array(z.string()) });
    const { users } = await calls("usergroups.users.list", { usergroup: staffGroup }, group);
    return [{ name, state: "ok", detail: `${users.length} in the user group` }];
  }
  if (desk === undefined) return [];
  return [{ name, state: "ok", detail: "who is in the desk's channel" }];
}

async function callsWith(secret: string | undefined, { apiUrl }: SlackConfig): Promise<Calls> {
  const client = await createClient(apiUrl, ANSWER_MS);
  const token = { use: async () => secret, refused: () => undefined };
  return createCalls(client, { token, limits: createLimits(Date.now, 0), sleep: async () => undefined });
}

/** A refusal as a check, in Slack's own word. */
async function checked(
  name: string,
  mend: string,
  look: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    const fault = error instanceof PlatformError ? error.fault : "error";
    const isSilent = fault === "unavailable" || fault === "ambiguous" || fault === "limited";
    if (isSilent && !(error instanceof PlatformError && isTokenRefused(error)))
      return [
        { name, state: "fault", detail: "Slack did not answer", mend: "look at the network, and try again" },
      ];
    return [{ name, state: "fault", detail: `Slack says: ${wordOf(error) ?? fault}`, mend }];
  }
}
