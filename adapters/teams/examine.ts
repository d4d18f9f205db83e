import type { Check } from "#ports/check.ts";
import { PlatformError } from "#ports/platform.ts";
import { boundedFetch, FetchError } from "./bounded-fetch.ts";
import type { TeamsConfig } from "./config.ts";
import { createGroups } from "./hear/groups.ts";
import { type Connector, openConnector } from "./speak/connector.ts";
import { createCredential } from "./speak/credential.ts";

const bounds = { bytes: 64 * 1024, ms: 8000 };

/** What Microsoft's services say to the settings, and what they don't tell anybody. Never throws. */
export async function examineTeams(
  config: TeamsConfig | undefined,
  { publicUrl }: { readonly publicUrl: string | undefined },
): Promise<readonly Check[]> {
  if (config === undefined)
    return [
      {
        name: "Teams",
        state: "off",
        detail: "not set up",
        mend: "set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID: adapters/teams/README.md shows the way",
      },
    ];
  const credential = createCredential(config, Date.now);
  const token = await checked("Teams", () => credential.token(), {
    ok: `the bot ${config.appId}, ${tenancy(config)}`,
    unavailable: "Microsoft gives no token for the bot",
    mend: "look at TEAMS_APP_ID, TEAMS_APP_PASSWORD (the secret's value, not its id; it may have expired) and TEAMS_TENANT_ID in the Azure portal, under Certificates & secrets",
  });
  // Nothing else can be asked with a secret that is not taken.
  if (token.state === "fault") return [token, ...untold];
  const connector = await openConnector(config, credential);
  return [
    token,
    await endpoint(publicUrl, config),
    ...(await desk(config, connector)),
    ...(await staff(config, connector)),
    ...(await listened(config, connector)),
    ...untold,
  ];
}

/** What nobody can look up: said, so that nobody takes silence for a yes. */
const untold: readonly Check[] = [
  {
    name: "Teams downtime",
    state: "off",
    detail:
      "Teams repeats a message for a few seconds only and lists none to bots: what people write while Deskmate is down is lost there",
    mend: "keep the process up, and tell people after an outage that they should ask again",
  },
  {
    name: "Teams app",
    state: "off",
    detail:
      "can't be looked at from here: whether the app is installed for students, its permission ChannelMessage.Read.Group was consented to, and the Azure bot has the Teams channel on",
    mend: "write to the bot in its own chat, and answer it in a thread without mentioning it",
  },
];

function tenancy({ tenantId, tenants }: TeamsConfig): string {
  return tenantId === undefined
    ? `for ${tenants.length} tenants`
    : `in the tenant ${tenantId}${tenants.length > 1 ? `, heard from ${tenants.length}` : ""}`;
}

/** Ours answers 405 to a look, before it asks for any token. */
async function endpoint(publicUrl: string | undefined, { endpoints }: TeamsConfig): Promise<Check> {
  const name = "Teams endpoint";
  const set = "set it as the messaging endpoint of the Azure bot, under Configuration";
  if (publicUrl === undefined)
    return {
      name,
      state: "fault",
      detail: "no public address: Teams can't reach the bot",
      mend: "set PUBLIC_URL",
    };
  const url = new URL("/api/messages", publicUrl).href;
  if (new URL(url).protocol !== endpoints.protocol)
    return {
      name,
      state: "fault",
      detail: `${url} is not https`,
      mend: "set PUBLIC_URL to an https address",
    };
  try {
    await boundedFetch(url, bounds);
    return { name, state: "fault", detail: `${url} is answered by somebody else`, mend: set };
  } catch (error) {
    const status = error instanceof FetchError ? error.status : undefined;
    if (status === 405) return { name, state: "ok", detail: `${url}; ${set}` };
    if (status === undefined)
      return {
        name,
        state: "fault",
        detail: `${url} does not answer`,
        mend: "start Deskmate, and look at the address and its certificate",
      };
    return {
      name,
      state: "fault",
      detail: `${url} answers ${status}, not Deskmate`,
      mend: "look at PUBLIC_URL",
    };
  }
}

const add = "add the app to that team: Apps, Manage your apps, Deskmate, Add to a team";

async function desk({ desk, endpoints }: TeamsConfig, connector: Connector): Promise<readonly Check[]> {
  if (!desk) return [];
  const where = { serviceUrl: endpoints.connector, conversation: desk.channel };
  return [
    await checked("Teams desk", () => connector.look(where), {
      ok: `the bot is in the desk's channel ${desk.channel}`,
      mend: `${add}; or set DESK to another channel`,
    }),
  ];
}

async function staff(config: TeamsConfig, connector: Connector): Promise<readonly Check[]> {
  const { people, teams, groups } = config.staff;
  const name = "Teams staff";
  if (people.length + teams.length + groups.length === 0)
    return [
      {
        name,
        state: "fault",
        detail: "nobody is staff: cards can't be claimed",
        mend: "set TEAMS_STAFF to people, teams or channels, or TEAMS_STAFF_GROUPS to Entra groups",
      },
    ];
  const found: Check[] = [];
  for (const team of teams)
    found.push(
      await checked(
        name,
        () => connector.look({ serviceUrl: config.endpoints.connector, conversation: team }),
        {
          ok: `the members of ${team}`,
          mend: add,
        },
      ),
    );
  if (people.length > 0) found.push({ name, state: "ok", detail: `${people.length} listed` });
  const [tenant] = config.tenants;
  if (groups.length > 0 && tenant !== undefined)
    found.push(
      await checked(name, () => createGroups(config, Date.now)(tenant, people[0] ?? config.appId), {
        ok: `the members of ${groups.length} Entra groups`,
        mend: "grant the app GroupMember.Read.All and User.ReadBasic.All of Microsoft Graph (application permissions, with an administrator's consent)",
      }),
    );
  return found;
}

async function listened({ listen, endpoints }: TeamsConfig, connector: Connector): Promise<readonly Check[]> {
  const look = (channel: string) =>
    checked(
      "Teams listening",
      () => connector.look({ serviceUrl: endpoints.connector, conversation: channel }),
      {
        ok: `to ${channel}, if the team's owner consented to ChannelMessage.Read.Group`,
        mend: add,
      },
    );
  return Promise.all(listen.map(look));
}

type Words = { readonly ok: string; readonly unavailable?: string; readonly mend: string };

/** A refusal as a check; a service that gives no answer is not held against the settings. */
async function checked(name: string, look: () => Promise<unknown>, words: Words): Promise<Check> {
  try {
    await look();
    return { name, state: "ok", detail: words.ok };
  } catch (error) {
    const fault = error instanceof PlatformError ? error.fault : "error";
    const cause = error instanceof PlatformError ? error.cause : undefined;
    const status = statusOf(cause);
    const isSilent = status === undefined && fault !== "denied" && fault !== "gone" && fault !== "invalid";
    if (isSilent)
      return {
        name,
        state: "fault",
        detail: "Microsoft's service did not answer",
        mend: "look at the network, and try again",
      };
    const said = words.unavailable ?? "Teams refuses";
    return { name, state: "fault", detail: `${said} (${status ?? fault})`, mend: words.mend };
  }
}

function statusOf(cause: unknown): number | undefined {
  if (cause instanceof FetchError) return cause.status;
  const { statusCode } = (typeof cause === "object" && cause !== null ? cause : {}) as {
    statusCode?: unknown;
  };
  return typeof statusCode === "number" ? statusCode : undefined;
}
