import { z } from "zod";
import { PlatformError } from "#ports/platform.ts";
import { createCalls } from "../calls/calls.ts";
import { createLimits } from "../calls/limits.ts";
import { createToken } from "../calls/token.ts";
import type { Registered } from "../config.ts";
import { faults } from "../faults.ts";
import { mountInstall } from "./install.ts";
import { openInstallations } from "./installations.ts";
import { type Common, createWorkspace, type Workspace } from "./workspace.ts";

/** The workspaces that the bot is in. */
export type Workspaces = {
  /** The first of these that the bot is in. Throws PlatformError as long as nobody knows. */
  find(teams: readonly string[]): Promise<Workspace | undefined>;
  /** Those that can be heard. Throws PlatformError as long as nobody knows. */
  all(): Promise<readonly Workspace[]>;
  /** A workspace has withdrawn its token, at this time in ms. */
  withdraw(team: string, at: number): Promise<void>;
};

const identity = z.object({ team_id: z.string(), user_id: z.string() });

/** One workspace, by a token in the settings. Which one it is, Slack says. */
export function oneWorkspace(botToken: string, common: Common): Workspaces {
  const { host, client, now, sleep } = common;
  const token = createToken(async () => botToken, { now, log: host.log });
  const calls = createCalls(client, { token, limits: createLimits(now, 0), sleep });
  let known: Promise<Workspace> | undefined;
  const workspace = (): Promise<Workspace> => {
    known ??= calls("auth.test", {}, identity)
      .then(({ team_id: id, user_id: user }) => createWorkspace({ id, user }, token, common))
      .catch((error: unknown) => {
        known = undefined;
        throw notSent(error);
      });
    return known;
  };
  return {
    async find(teams) {
      const one = await workspace();
      return teams.includes(one.self.team) ? one : undefined;
    },
    all: async () => [await workspace()],
    // The log says so, and Slack will at the next call: only who sets another token can mend it.
    withdraw: async (team) => host.log.error("slack: the workspace has withdrawn the bot's token", { team }),
  };
}

/** Those that have installed the app, each with its own token. `joined` is called with each that comes. */
export async function manyWorkspaces(
  app: Registered,
  common: Common,
  joined: (team: string) => void,
): Promise<Workspaces> {
  const { host, client, now, sleep } = common;
  const installations = await openInstallations({ app, client, host, now, sleep });
  const made = new Map<string, Workspace>();
  const workspace = (team: string): Workspace | undefined => {
    const installation = installations.all().find((one) => one.team === team);
    if (installation === undefined) return undefined;
    const known = made.get(team);
    if (known?.self.user === installation.user) return known;
    const token = createToken(() => installations.token(team), { team, now, log: host.log });
    const fresh = createWorkspace({ id: team, user: installation.user }, token, common);
    made.set(team, fresh);
    return fresh;
  };
  mountInstall({ app, installations, host, now, installed: joined });
  return {
    find: async (teams) => teams.map(workspace).find((one) => one !== undefined),
    // Where the bot was thrown out there is nothing to hear.
    all: async () =>
      installations.all().flatMap(({ team, token }) => (token === undefined ? [] : (workspace(team) ?? []))),
    withdraw: (team, at) => installations.withdraw(team, at),
  };
}

/** Whatever became of the question who the bot is: what was to be sent is surely not sent. */
function notSent(error: unknown): PlatformError {
  const { fault, cause, retryAfterMs } = faults(error);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  return new PlatformError(fault === "limited" ? "limited" : "unavailable", { cause, ...wait });
}
