import { z } from "zod";
import type { Check } from "#ports/check.ts";
import { PlatformError } from "#ports/platform.ts";
import type { DiscordConfig } from "./config.ts";
import { channel, lackingIn, role } from "./doctor/permissions.ts";
import { codeOf } from "./faults.ts";
import { grantedOf, inviteLink } from "./manifest.ts";
import type { Api } from "./speaking/api.ts";

const BOT_PAGE = "the Bot page of the application on https://discord.com/developers/applications";
/** Fewer new sessions than this may not last the day: a loop somewhere eats them up. */
const FEW_STARTS = 50;

/** What Discord says to the settings: the token, the intents, the servers, the channels, the staff. Never throws. */
export async function examineDiscord(config: DiscordConfig | undefined): Promise<readonly Check[]> {
  if (config === undefined) {
    const mend = "set DISCORD_TOKEN: adapters/discord/README.md shows the way";
    return [{ name: "Discord", state: "off", detail: "not set up", mend }];
  }
  // The libraries behind it are of no use to a Deskmate without Discord.
  const { Api } = await import("./speaking/api.ts");
  const api = new Api(config, Date.now, { info: ignored, warn: ignored, error: ignored });
  const renew = `make a new token on ${BOT_PAGE}, and set DISCORD_TOKEN`;
  const found = await checked("Discord", renew, async () => {
    const { id: bot, username } = await ask(api, "/users/@me", user);
    const { id, flags } = await ask(api, "/applications/@me", application);
    return {
      checks: [{ name: "Discord", state: "ok", detail: `as ${username}` }],
      known: { bot, id, flags },
    };
  });
  const { known } = found;
  // Nothing else can be asked with a token that does not work.
  if (known === undefined) return found.checks;
  const me = { api, config, bot: known.bot, invite: inviteLink(known.id) };
  const parts = [
    ["Discord connection", "try again later", () => connection(me)],
    ["Discord servers", `let the bot in: ${me.invite}`, () => servers(me)],
    ["Discord commands", `let the bot in with ${me.invite}`, () => commands(me, known.id)],
    ["Discord staff", "set DISCORD_STAFF_ROLE to the id of a role of the server", () => staff(me)],
  ] as const;
  const more = await Promise.all(
    parts.map(([name, mend, look]) => checked(name, mend, async () => ({ checks: await look() }))),
  );
  const places = await Promise.all(placesOf(me).map((one) => place(me, one)));
  return [
    ...found.checks,
    ...intents(known.flags),
    ...more.flatMap(({ checks }) => checks),
    ...places.flat(),
  ];
}

const ignored = (): undefined => undefined;
const user = z.object({ id: z.string(), username: z.string() });
const application = z.object({ id: z.string(), flags: z.number().default(0) });

type Me = {
  readonly api: Api;
  readonly config: DiscordConfig;
  readonly bot: string;
  readonly invite: string;
};

function intents(flags: number): readonly Check[] {
  const { content, members } = grantedOf(flags);
  const on = (name: string) => `switch on ${name} on ${BOT_PAGE}`;
  return [
    content
      ? { name: "Discord messages", state: "ok", detail: "the bot may read them" }
      : {
          name: "Discord messages",
          state: "fault",
          detail: "the bot can't read them",
          mend: on("Message Content Intent"),
        },
    ...(members
      ? []
      : ([
          {
            name: "Discord members",
            state: "off",
            detail: "staff are not told when a student leaves the server",
            mend: on("Server Members Intent"),
          },
        ] as const)),
  ];
}

const gateway = z.object({
  shards: z.number(),
  session_start_limit: z.object({ remaining: z.number() }),
});

async function connection({ api, config }: Me): Promise<readonly Check[]> {
  const name = "Discord connection";
  const { shards, session_start_limit: starts } = await ask(api, "/gateway/bot", gateway);
  if (starts.remaining < FEW_STARTS)
    return [
      {
        name,
        state: "fault",
        detail: `only ${starts.remaining} new sessions are left for today`,
        mend: "see that no other process runs with this token",
      },
    ];
  const own = config.shards === "auto" ? shards : config.shards;
  if (own * 2 > shards) return [{ name, state: "ok", detail: `${own} of ${shards} advised` }];
  return [
    {
      name,
      state: "fault",
      detail: `${own}, and Discord advises ${shards}`,
      mend: "set DISCORD_SHARDS=auto",
    },
  ];
}

async function servers({ api, invite }: Me): Promise<readonly Check[]> {
  const name = "Discord servers";
  const found = await ask(api, "/users/@me/guilds", z.array(z.object({ id: z.string() })));
  if (found.length > 0) return [{ name, state: "ok", detail: String(found.length) }];
  return [{ name, state: "fault", detail: "the bot is in none", mend: `let it in: ${invite}` }];
}

async function commands({ api }: Me, id: string): Promise<readonly Check[]> {
  const found = await ask(api, `/applications/${id}/commands`, z.array(z.object({ name: z.string() })));
  const detail =
    found.length > 0 ? found.map(({ name }) => name).join(", ") : "registered at the first start";
  return [{ name: "Discord commands", state: "ok", detail }];
}

async function staff({ api, config }: Me): Promise<readonly Check[]> {
  const { staffRoles, desk } = config;
  const name = "Discord staff";
  if (staffRoles.size === 0) {
    if (desk === undefined) return [];
    const mend = "set DISCORD_STAFF_ROLE to the id of their role, or nobody can claim";
    return [{ name, state: "fault", detail: "nobody is", mend }];
  }
  if (desk === undefined) return [{ name, state: "ok", detail: `${staffRoles.size} roles` }];
  const roles = await ask(api, `/guilds/${desk.guild}/roles`, z.array(role));
  const missing = [...staffRoles].filter((id) => !roles.some((one) => one.id === id));
  if (missing.length === staffRoles.size) {
    const mend = "set DISCORD_STAFF_ROLE to the id of a role of the server where the desk is";
    return [
      { name, state: "fault", detail: `no such role in the desk's server: ${missing.join(", ")}`, mend },
    ];
  }
  const names = roles.filter(({ id }) => staffRoles.has(id)).map((one) => one.name);
  return [{ name, state: "ok", detail: `who has the role ${names.join(" or ")}` }];
}

type Spot = { readonly name: string; readonly id: string; readonly guild?: string; readonly setting: string };

function placesOf({ config }: Me): readonly Spot[] {
  const { desk, listen } = config;
  return [
    ...(desk ? [{ name: "Discord desk", id: desk.channel, guild: desk.guild, setting: "DESK" }] : []),
    ...[...listen].map((id) => ({ name: "Discord channel", id, setting: "DISCORD_LISTEN_CHANNELS" })),
  ];
}

/** Whether the bot can work in a channel that the settings name. */
async function place(
  { api, bot, invite }: Me,
  { name, id, guild, setting }: Spot,
): Promise<readonly Check[]> {
  const mend = `let the bot's role see the channel, or set ${setting} to another`;
  const found = await checked(name, mend, async () => {
    const there = await ask(api, `/channels/${id}`, channel);
    const called = `#${there.name ?? id}`;
    const fault = (detail: string, how: string): Check => ({ name, state: "fault", detail, mend: how });
    if (there.guild_id === undefined || (guild !== undefined && there.guild_id !== guild))
      return {
        checks: [fault(`${called} is not in that server`, `set ${setting} to discord:SERVER/CHANNEL`)],
      };
    if (there.type !== 0 && there.type !== 5)
      return { checks: [fault(`${called} is no text channel`, `set ${setting} to one`)] };
    const roles = await ask(api, `/guilds/${there.guild_id}/roles`, z.array(role));
    const member = z.object({ roles: z.array(z.string()) });
    const { roles: has } = await ask(api, `/guilds/${there.guild_id}/members/${bot}`, member);
    const lacking = lackingIn({ guild: there.guild_id, bot, roles, has, channel: there });
    if (lacking.length === 0) return { checks: [{ name, state: "ok", detail: called }] };
    const how = `allow it to the bot's role in the channel's settings, Permissions; or let the bot in anew: ${invite}`;
    return { checks: [fault(`${called} denies ${lacking.join(", ")}`, how)] };
  });
  return found.checks;
}

async function ask<S extends z.ZodType>(api: Api, route: `/${string}`, schema: S): Promise<z.output<S>> {
  return schema.parse(await api.call("GET", route));
}

/** A refusal as a check, in words. */
async function checked<T extends { readonly checks: readonly Check[] }>(
  name: string,
  mend: string,
  look: () => Promise<T>,
): Promise<T | { readonly checks: readonly Check[]; readonly known?: undefined }> {
  try {
    return await look();
  } catch (error) {
    const fault = error instanceof PlatformError ? error.fault : "error";
    const isSilent = fault === "unavailable" || fault === "ambiguous" || fault === "limited";
    const code = codeOf(error);
    const detail = isSilent
      ? "Discord did not answer"
      : `Discord says ${fault}${code === undefined ? "" : ` (${code})`}`;
    const how = isSilent ? "look at the network, and try again" : mend;
    return { checks: [{ name, state: "fault", detail, mend: how }] };
  }
}
