import { onTestFinished } from "vitest";
import type { Address, Platform } from "#ports/platform.ts";
import type { TeamsConfig } from "../../adapters/teams/config.ts";
import { createTeams, type TeamsOptions } from "../../adapters/teams/index.ts";
import { createFakeTeams, mia, TENANT } from "../fakes/teams/teams.ts";
import { MemoryHost } from "../web/memory-host.ts";

/** The adapter on the stock SDK, a Teams around it, and a core in memory, for one test. */
export async function serve(
  config: Partial<TeamsConfig> = {},
  options: TeamsOptions = {},
  host = new MemoryHost(),
) {
  const fake = await createFakeTeams();
  onTestFinished(() => fake.close());
  const teams = createTeams({ ...fake.config, ...config }, options);
  if ("off" in teams) throw new Error(teams.off);
  fake.bot = await host.serve(teams);
  onTestFinished(() => host.stop());
  return { fake, teams: teams satisfies Platform, host };
}

/** A student who has written, and where to answer. */
export async function talking() {
  const served = await serve();
  const { conversation } = await served.fake.say(mia, "hello");
  return { ...served, conversation, at: `teams:${TENANT}/p/${conversation}` as Address };
}
