import type { Host } from "#ports/platform.ts";
import { type Calls, type Client, createCalls, type Token } from "../calls/calls.ts";
import { createLimits } from "../calls/limits.ts";
import { createPeople } from "../calls/people.ts";
import type { SlackConfig } from "../config.ts";
import { type CatchUp, createCatchUp } from "../hearing/catch-up.ts";
import { createHear, type Hear } from "../hearing/hear.ts";
import { createPlaces, type Places } from "../hearing/places.ts";
import { createThreads, type Threads } from "../hearing/threads.ts";
import { createDrafts, DRAFT_PACE_MS, type Drafts } from "../speaking/drafts.ts";
import { createReactions, type Reactions } from "../speaking/reactions.ts";
import { createSigns, type Signs } from "../speaking/signs.ts";
import { post } from "../speaking/speak.ts";
import { createUploads, type Uploads } from "../speaking/uploads.ts";
import type { Self } from "../where.ts";

/** One workspace: who the bot is there, and all that is done with its token. */
export type Workspace = {
  readonly self: Self;
  readonly host: Host;
  readonly calls: Calls;
  readonly hear: Hear;
  readonly catchUp: CatchUp;
  readonly threads: Threads;
  readonly places: Places;
  readonly uploads: Uploads;
  readonly drafts: Drafts;
  readonly reactions: Reactions;
  readonly signs: Signs;
};

/** What all workspaces share. */
export type Common = {
  readonly config: SlackConfig;
  readonly host: Host;
  readonly client: Client;
  readonly paceMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export function createWorkspace(team: { id: string; user: string }, token: Token, common: Common): Workspace {
  const { config, host, client, paceMs, now, sleep } = common;
  const self: Self = { team: team.id, user: team.user, listenChannels: config.listenChannels };
  const calls = createCalls(client, { token, limits: createLimits(now, paceMs), sleep });
  const threads = createThreads(host);
  const places = createPlaces(calls, self.team);
  const uploads = createUploads(calls, host, config.filesOrigin);
  const reactions = createReactions(calls);
  const signs = createSigns(calls, reactions, now);
  const isShared = config.access.kind === "app";
  const whose = { team: self.team, isShared, now, log: host.log };
  const people = createPeople(calls, staffOf(config, self.team), whose);
  const drafts = createDrafts({
    calls,
    host,
    limits: createLimits(now, DRAFT_PACE_MS),
    post: (at, what) => post(calls, at, what),
    team: self.team,
    now,
    sleep,
  });
  const hear = createHear({ config, host, calls, token, people, threads, places, signs, self, now, sleep });
  const catchUp = createCatchUp({ host, calls, hear, self, now, sleep });
  return { self, host, calls, hear, catchUp, threads, places, uploads, drafts, reactions, signs };
}

/** Staff are people of the workspace that the desk is in; with a desk elsewhere, of every one. */
function staffOf({ desk, staffGroup }: SlackConfig, team: string) {
  const isHere = desk === undefined || desk.team === team;
  return isHere
    ? { staffGroup, deskChannel: desk?.channel }
    : { staffGroup: undefined, deskChannel: undefined };
}
