import { z } from "zod";

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
  };
  /** The origin under which people reach our files, such as `https://help.example.org`. */
  readonly publicUrl?: string | undefined;
  readonly endpoints: Endpoints;
};

/** Where Microsoft's services are. Never a setting: tests alone put their fakes here. */
export type Endpoints = {
  readonly login: string;
  readonly openId: string;
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
export const publicCloud: Endpoints = {
  login: "https://login.microsoftonline.com",
  openId: "https://login.botframework.com/v1/.well-known/openidconfiguration",
  connector: "https://smba.trafficmanager.net/teams/",
  connectorHosts: ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"],
  // Names right below sharepoint.com are given out by Microsoft and lead to Microsoft's servers.
  isFileHost: (host) => /^[a-z0-9-]+\.sharepoint\.com$/.test(host),
  protocol: "https:",
};

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const channel = /^19:[^\s;/]+@thread\.(?:tacv2|skype)$/;

const id = (name: string) =>
  z
    .string()
    .trim()
    .regex(guid, `must be ${name}, such as 11111111-2222-3333-4444-555555555555`)
    .transform((text) => text.toLowerCase());
const list = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ""))
  .optional();
const blankIsUnset = (value: unknown): unknown =>
  typeof value === "string" && value.trim() === "" ? undefined : value;

/** The settings by their names in the environment: a `TeamsConfig`, nothing if none is set, or all faults. */
export const teamsSettings = z
  .object({
    TEAMS_APP_ID: id("the bot's application id").optional(),
    TEAMS_APP_PASSWORD: z.string().optional(),
    TEAMS_TENANT_ID: z.preprocess(blankIsUnset, id("a tenant id").optional()),
    TEAMS_ALLOWED_TENANTS: z.preprocess(blankIsUnset, list),
    TEAMS_STAFF: z.preprocess(blankIsUnset, list),
    PUBLIC_URL: z.preprocess(blankIsUnset, z.string().optional()),
  })
  .transform((env, context): TeamsConfig | undefined => {
    const fault = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    const set = Object.entries(env).some(([name, value]) => name.startsWith("TEAMS_") && value !== undefined);
    if (!set) return undefined;
    const { TEAMS_APP_ID: appId, TEAMS_APP_PASSWORD: password, TEAMS_TENANT_ID: tenantId } = env;
    if (appId === undefined) fault("TEAMS_APP_ID", "must be the bot's application id");
    if (password === undefined || password.trim() === "")
      fault("TEAMS_APP_PASSWORD", "must be the client secret of the bot's application; it is missing or blank");
    const tenants = (env.TEAMS_ALLOWED_TENANTS ?? (tenantId === undefined ? [] : [tenantId])).map(lower);
    if (!tenants.every((tenant) => guid.test(tenant)))
      fault("TEAMS_ALLOWED_TENANTS", "must be tenant ids with commas between");
    if (tenants.length === 0)
      fault("TEAMS_TENANT_ID", "must be set, or TEAMS_ALLOWED_TENANTS: else anybody's organisation could write");
    const staff = env.TEAMS_STAFF ?? [];
    const people = staff.filter((entry) => guid.test(entry)).map(lower);
    const teams = staff.filter((entry) => channel.test(entry));
    if (people.length + teams.length < staff.length)
      fault("TEAMS_STAFF", "must be Entra user ids, or ids of teams or channels: 19:…@thread.tacv2");
    if (appId === undefined || password === undefined) return undefined;
    const publicUrl = originOf(env.PUBLIC_URL);
    return { appId, password, tenantId, tenants, staff: { people, teams }, publicUrl, endpoints: publicCloud };
  });

function lower(text: string): string {
  return text.toLowerCase();
}

/** Whether it is a good address is the web page's to say. */
function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
