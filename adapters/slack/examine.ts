import { z } from "zod";
import type { Check } from "#ports/check.ts";
import { PlatformError } from "#ports/platform.ts";
import { type Calls, createCalls } from "./calls/calls.ts";
import { createClient } from "./calls/client.ts";
import { createLimits } from "./calls/limits.ts";
import type { SlackConfig } from "./config.ts";
import { wordOf } from "./faults.ts";
import { scopes } from "./manifest.ts";

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
  const calls = await callsWith(config.botToken, config);
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

function wanted({ staffGroup, deskChannel }: SlackConfig): readonly string[] {
  const forStaff = ["channels:read", "groups:read"];
  return Object.keys(scopes).filter((scope) => {
    if (scope === "usergroups:read") return staffGroup !== undefined;
    return !forStaff.includes(scope) || deskChannel !== undefined;
  });
}

async function hearing(config: SlackConfig, publicUrl: string | undefined): Promise<readonly Check[]> {
  const name = "Slack events";
  if (config.hearing.mode === "http") {
    const at = publicUrl === undefined ? "/slack/events" : new URL("/slack/events", publicUrl).href;
    return [{ name, state: "ok", detail: `posted by Slack to ${at}` }];
  }
  const calls = await callsWith(config.hearing.appToken, config);
  const mend = "switch Socket Mode on, and set SLACK_APP_TOKEN to an app-level token with connections:write";
  return checked(name, mend, async () => {
    await calls("apps.connections.open", {}, z.object({ url: z.string() }));
    return [{ name, state: "ok", detail: "over Socket Mode" }];
  });
}

const channel = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_member: z.boolean().optional(),
    is_archived: z.boolean().optional(),
  }),
});

async function desk(calls: Calls, { deskChannel }: SlackConfig): Promise<readonly Check[]> {
  if (deskChannel === undefined) return [];
  const name = "Slack desk";
  const { channel: found } = await calls("conversations.info", { channel: deskChannel }, channel);
  const detail = `#${found.name ?? deskChannel}`;
  if (found.is_archived) return [{ name, state: "fault", detail: `${detail} is archived`, mend: invite }];
  if (!found.is_member)
    return [{ name, state: "fault", detail: `the bot is not in ${detail}`, mend: invite }];
  return [{ name, state: "ok", detail }];
}

async function staff(calls: Calls, { staffGroup, deskChannel }: SlackConfig): Promise<readonly Check[]> {
  const name = "Slack staff";
  if (staffGroup !== undefined) {
    const group = z.object({ users: z.array(z.string()) });
    const { users } = await calls("usergroups.users.list", { usergroup: staffGroup }, group);
    return [{ name, state: "ok", detail: `${users.length} in the user group` }];
  }
  if (deskChannel === undefined) return [];
  return [{ name, state: "ok", detail: "who is in the desk's channel" }];
}

async function callsWith(secret: string, { apiUrl }: SlackConfig): Promise<Calls> {
  const client = await createClient(secret, apiUrl, ANSWER_MS);
  return createCalls(client, { limits: createLimits(Date.now, 0), sleep: async () => undefined });
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
    if (fault === "unavailable" || fault === "ambiguous" || fault === "limited")
      return [
        { name, state: "fault", detail: "Slack did not answer", mend: "look at the network, and try again" },
      ];
    return [{ name, state: "fault", detail: `Slack says: ${wordOf(error) ?? fault}`, mend }];
  }
}
