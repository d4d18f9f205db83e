import { z } from "zod";
import type { Address } from "#ports/platform.ts";
import { place } from "./address.ts";

/** What Teams needs to know; `undefined` when none of it is set. */
export type TeamsConfig = {
  readonly appId: string;
  readonly password: string;
  /** The tenant that the bot is registered in, if it is registered for one only. */
  readonly tenantId?: string | undefined;
  /** The tenants whose people are heard. */
  readonly tenants: readonly string[];
  readonly staff: {
    /** Entra object ids. */
    readonly people: readonly string[];
    /** Teams and channels whose members are staff. */
    readonly teams: readonly string[];
    /** Entra groups whose members are staff. */
    readonly groups: readonly string[];
  };
  /** Channels where the bot hears posts that do not call it. */
  readonly listen: readonly string[];
  /** The desk's channel, if the desk is in Teams. */
  readonly desk?: { readonly tenant: string; readonly channel: string } | undefined;
  /** The origin under which people reach our files, such as `https://help.example.org`. */
  readonly publicUrl?: string | undefined;
  readonly endpoints: Endpoints;
};

/** Where Microsoft's services are. Never a setting: tests alone put their fakes here. */
export type Endpoints = {
  readonly login: string;
  readonly openId: string;
  readonly graph: string;
  /** The Connector for a tenant that was not heard from yet. */
  readonly connector: string;
  /** The only hosts that get our credential. `trafficmanager.net` is shared: never its other names. */
  readonly connectorHosts: readonly string[];
  readonly isFileHost: (host: string) => boolean;
  readonly protocol: "https:" | "http:";
};

/**
 * The public cloud, with GCC, which uses its keys.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
const publicCloud: Endpoints = {
  login: "https://login.microsoftonline.com",
  openId: "https://login.botframework.com/v1/.well-known/openidconfiguration",
  graph: "https://graph.microsoft.com",
  connector: "https://smba.trafficmanager.net/teams/",
  connectorHosts: ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"],
  // Names right below sharepoint.com are given out by Microsoft and lead to Microsoft's servers.
  isFileHost: (host) => /^[a-z0-9-]+\.sharepoint\.com$/.test(host),
  protocol: "https:",
};

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const shape = "such as 11111111-2222-3333-4444-555555555555";
const channel = /^19:[^\s;/]+@thread\.(?:tacv2|skype)$/;

const text = z.string().trim().optional();
const list = text.transform((entries) => entries?.split(/[\s,]+/).filter((entry) => entry !== "") ?? []);

/** The settings by their names in the environment: a `TeamsConfig`, nothing if none is set, or all faults. */
export const teamsSettings = z
  .object({
    TEAMS_APP_ID: text,
    TEAMS_APP_PASSWORD: text,
    TEAMS_TENANT_ID: text.transform((tenant) => tenant || undefined),
    TEAMS_ALLOWED_TENANTS: list,
    TEAMS_STAFF: list,
    TEAMS_STAFF_GROUPS: list,
    TEAMS_LISTEN: list,
    PUBLIC_URL: text,
    DESK: text,
  })
  .transform((env, context): TeamsConfig | undefined => {
    const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: password, TEAMS_TENANT_ID: tenantId } = env;
    const { TEAMS_ALLOWED_TENANTS: allowed, TEAMS_STAFF: staff } = env;
    const { TEAMS_STAFF_GROUPS: groups, TEAMS_LISTEN: listen } = env;
    // A blank id or secret is one that got lost, not one that nobody wants.
    const isSet = [appId, password, tenantId].some((one) => one !== undefined);
    if (!isSet && [allowed, staff, groups, listen].every((entries) => entries.length === 0)) return undefined;
    const check = (name: string, isGood: boolean, message: string) => {
      if (!isGood) context.addIssue({ code: "custom", path: [name], message });
    };
    const isId = (id: string | undefined) => guid.test(id ?? "");
    const tenants = allowed.length > 0 || tenantId === undefined ? allowed : [tenantId];
    const people = staff.filter(isId);
    const teams = staff.filter((entry) => channel.test(entry));
    check("TEAMS_APP_ID", isId(appId), `must be the bot's application id, ${shape}`);
    check(
      "TEAMS_APP_PASSWORD",
      !!password,
      "must be the client secret of the bot's application; it is missing or blank",
    );
    check("TEAMS_TENANT_ID", tenantId === undefined || isId(tenantId), `must be a tenant id, ${shape}`);
    check(
      "TEAMS_TENANT_ID",
      tenants.length > 0,
      "must be set, or TEAMS_ALLOWED_TENANTS: else any organisation could write",
    );
    check("TEAMS_ALLOWED_TENANTS", allowed.every(isId), "must be tenant ids with commas between");
    check(
      "TEAMS_STAFF",
      people.length + teams.length === staff.length,
      "must be Entra user ids, or ids of teams or channels: 19:…@thread.tacv2",
    );
    check("TEAMS_STAFF_GROUPS", groups.every(isId), "must be object ids of Entra groups");
    check("TEAMS_STAFF_GROUPS", groups.length <= 20, "Microsoft Graph looks into 20 groups at most");
    check(
      "TEAMS_LISTEN",
      listen.every((entry) => channel.test(entry)),
      "must be channel ids: 19:…@thread.tacv2",
    );
    if (appId === undefined || password === undefined) return undefined;
    const desk = place((env.DESK ?? "") as Address);
    return {
      appId: lower(appId),
      password,
      tenantId: tenantId && lower(tenantId),
      tenants: tenants.map(lower),
      staff: { people: people.map(lower), teams, groups: groups.map(lower) },
      listen,
      desk: desk?.kind === "channel" ? { tenant: desk.tenant, channel: desk.channel } : undefined,
      publicUrl: originOf(env.PUBLIC_URL),
      endpoints: publicCloud,
    };
  });

function lower(text: string): string {
  return text.toLowerCase();
}

/** Whether it is a good address is the web page's to say. */
function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Whether an address is one of the Connector's: these alone get our credential. */
export function isConnector(url: string, { endpoints }: Pick<TeamsConfig, "endpoints">): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password, search, hash } = new URL(url);
  const isBare = `${username}${password}${search}${hash}` === "";
  return protocol === endpoints.protocol && isBare && endpoints.connectorHosts.includes(host);
}
