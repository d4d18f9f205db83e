import { z } from "zod";
import { type Host, PlatformError } from "#ports/platform.ts";
import { type Client, createCalls } from "../calls/calls.ts";
import { createLimits } from "../calls/limits.ts";
import type { Registered } from "../config.ts";
import { wordOf } from "../faults.ts";
import { seal, unseal } from "./seal.ts";

const installation = z.object({
  team: z.string(),
  /** The bot as a user of the workspace. */
  user: z.string(),
  /** Gone when the workspace has thrown the bot out. */
  token: z.string().optional(),
  /** With these the token ends at `expires`, in ms, and another is to be had. */
  refresh: z.string().optional(),
  expires: z.number().optional(),
  /** When it was made, in ms. */
  since: z.number(),
});
export type Installation = z.output<typeof installation>;

/** In which workspaces the bot is, with its token in each; kept so that only this process can read them. */
export type Installations = {
  all(): readonly Installation[];
  /** The token that works now; `undefined` when the workspace has none. Throws PlatformError. */
  token(team: string): Promise<string | undefined>;
  /** Takes what Slack answered to a code; `undefined` when it was for no single workspace. Throws PlatformError. */
  install(
    code: string,
    redirectUri: string,
  ): Promise<{ readonly team: string; readonly name: string } | undefined>;
  /** The workspace has withdrawn the token, at this time in ms. What was installed afterwards stays. */
  withdraw(team: string, at: number): Promise<void>;
};

const KEPT = "installations";
/** A token lives twelve hours; this long before its end it is replaced. */
const EARLY_MS = 2 * 3_600_000;
const AGAIN_MS = 60_000;

/** https://docs.slack.dev/reference/methods/oauth.v2.access, for a code and for a token that ends. */
const granted = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
  bot_user_id: z.string().optional(),
  team: z.object({ id: z.string(), name: z.string().default("") }).nullish(),
});
type Granted = z.output<typeof granted>;

type Parts = {
  readonly app: Registered;
  readonly client: Client;
  readonly host: Host;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Throws when the key is not the one that the installations were kept with. */
export async function openInstallations(parts: Parts): Promise<Installations> {
  const { app, host, now } = parts;
  const known = new Map((await load(host, app)).map((one) => [one.team, one]));
  const refreshing = new Map<string, Promise<string>>();
  /** Until when a workspace whose next token Slack did not give is left alone. */
  const notBefore = new Map<string, number>();
  const access = exchange(parts);

  const put = async (one: Installation) => {
    known.set(one.team, one);
    await host.keep(KEPT, seal(JSON.stringify([...known.values()]), app.key));
  };
  const refresh = async (one: Installation, refresh_token: string): Promise<string> => {
    const fresh = await access({ grant_type: "refresh_token", refresh_token });
    // Meanwhile it may have been withdrawn, or installed again.
    if (known.get(one.team)?.token === one.token) await put({ ...one, ...tokens(fresh, now()) });
    host.log.info("slack: took the next token", { team: one.team });
    return fresh.access_token;
  };
  const refreshOnce = (one: Installation, token: string) => {
    const work =
      refreshing.get(one.team) ??
      refresh(one, token)
        .catch((error: unknown) => {
          host.log.error("slack: did not get the next token", { team: one.team, reason: wordOf(error) });
          notBefore.set(one.team, now() + AGAIN_MS);
          throw error;
        })
        .finally(() => refreshing.delete(one.team));
    refreshing.set(one.team, work);
    return work;
  };

  return {
    all: () => [...known.values()],
    async token(team) {
      const one = known.get(team);
      if (one?.token === undefined) return undefined;
      if (one.refresh === undefined || one.expires === undefined) return one.token;
      const left = one.expires - now();
      const wait = (notBefore.get(team) ?? 0) - now();
      if (left > EARLY_MS || (left > 0 && wait > 0)) return one.token;
      if (wait > 0) throw new PlatformError("unavailable", { cause: "token_expired", retryAfterMs: wait });
      try {
        return await refreshOnce(one, one.refresh);
      } catch {
        // Said already, where it failed.
        if (left > 0) return one.token;
        throw new PlatformError("unavailable", { cause: "token_expired", retryAfterMs: AGAIN_MS });
      }
    },
    async install(code, redirectUri) {
      const { team, bot_user_id: user, ...rest } = await access({ code, redirect_uri: redirectUri });
      if (!team || user === undefined) return undefined;
      await put({ team: team.id, user, since: now(), ...tokens(rest, now()) });
      host.log.info("slack: installed", { team: team.id });
      return { team: team.id, name: team.name || team.id };
    },
    async withdraw(team, at) {
      const one = known.get(team);
      if (one?.token === undefined || at < one.since) return;
      await put({ team: one.team, user: one.user, since: one.since });
      host.log.error("slack: nothing is sent until the workspace installs the bot again", { team });
    },
  };
}

async function load(host: Host, { key }: Registered): Promise<readonly Installation[]> {
  const kept = await host.kept(KEPT);
  if (kept === undefined) return [];
  const text = unseal(kept, key);
  if (text === undefined)
    throw new Error("SLACK_TOKEN_KEY is not the key that the workspaces' tokens were kept with");
  return z.array(installation).parse(JSON.parse(text));
}

/** The app speaks for itself here, without a workspace's token. */
function exchange({ app, client, now, sleep }: Parts) {
  const token = { use: async () => undefined, refused: () => undefined };
  const calls = createCalls(client, { token, limits: createLimits(now, 0), sleep });
  const { clientId: client_id, clientSecret: client_secret } = app;
  return (args: Readonly<Record<string, string>>) =>
    calls("oauth.v2.access", { client_id, client_secret, ...args }, granted);
}

function tokens({ access_token, refresh_token, expires_in }: Omit<Granted, "team">, now: number) {
  const next = refresh_token !== undefined && expires_in !== undefined;
  return { token: access_token, ...(next && { refresh: refresh_token, expires: now + expires_in * 1000 }) };
}
