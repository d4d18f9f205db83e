import { setTimeout as sleep } from "node:timers/promises";
import { type Host, PlatformError } from "#ports/platform.ts";
import type { DiscordConfig } from "./config.ts";
import { type Gateway, openGateway } from "./gateway/gateway.ts";
import { createIdentifyThrottler } from "./gateway/identify.ts";
import { openSessions, type Session } from "./gateway/session.ts";
import { createCatchUp } from "./hearing/catch-up.ts";
import type { Fetch } from "./hearing/download.ts";
import { createGap } from "./hearing/gap.ts";
import { createHearing } from "./hearing/hear.ts";
import { createInteractions } from "./hearing/interactions.ts";
import { Lanes } from "./hearing/lanes.ts";
import { createListener } from "./hearing/listen.ts";
import { type Myself, registerCommands, whoAmI } from "./hearing/myself.ts";
import { createPatience } from "./hearing/patience.ts";
import { Directory } from "./known/directory.ts";
import { Lines } from "./known/lines.ts";
import { People } from "./known/people.ts";
import { Receipts } from "./known/receipts.ts";
import { Showing } from "./known/showing.ts";
import { Tokens } from "./known/tokens.ts";
import { snowflakeAt } from "./snowflake.ts";
import { Api } from "./speaking/api.ts";
import { createSpeaking, type Speaking } from "./speaking/speak.ts";
import type { RawChannel } from "./wire.ts";

export type Running = { readonly speaking: Speaking; stop(): Promise<void> };

/** What is under way may take this long to be stored when the bot stops; the rest is told again. */
const LAST_WORDS_MS = 3000;

/** Puts the parts together and connects behind it: a Discord that can't be reached must not stop the rest. */
export async function run(
  config: DiscordConfig,
  host: Host,
  { fetch, now }: { fetch: Fetch; now: () => number },
): Promise<Running> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const started = snowflakeAt(now());
  const api = new Api(config, now, host.log);
  let me: Myself | undefined;
  const known = () => me?.user;
  const self = () => me?.user ?? "";
  const directory = new Directory(known, (id) => readable(api.call<RawChannel>("GET", `/channels/${id}`)));
  const base = { api, host, config, directory, self, fetch, now, signal, lanes: new Lanes() };
  const knowing = {
    people: new People(api),
    lines: new Lines(api),
    receipts: new Receipts(),
    showing: new Showing(),
    tokens: new Tokens(now),
  };
  const patience = createPatience(host.log, signal);
  const hearing = createHearing({ ...base, ...knowing, patience });
  const interactions = createInteractions({ ...base, ...knowing, log: host.log });
  const catchUp = await createCatchUp({ ...base, hearing });
  const speaking = await createSpeaking({ ...base, ...knowing, self: known });
  const parts = { ...base, ...knowing, hearing, interactions, catchUp };
  let sessions: readonly Session[] = [];
  let gateway: Gateway | undefined;

  /** Asks until Discord answers, and says once more each time that it does not. */
  function reach<T>(ask: () => Promise<T>): Promise<T> {
    return api.insist(signal, async () => {
      try {
        return await ask();
      } catch (error) {
        host.log.warn("discord can't be reached", { fault: faultOf(error) });
        throw error;
      }
    });
  }

  async function begin(): Promise<void> {
    me = await reach(() => whoAmI(api, host.log));
    const { application, intents } = me;
    const shards = config.shards === "auto" ? await reach(() => advised(api)) : config.shards;
    sessions = await openSessions(host, shards, started);
    const listeners = sessions.map((session) =>
      createListener({ ...parts, session, gap: createGap({ ...base, session, catchUp }) }),
    );
    signal.throwIfAborted();
    gateway = openGateway({
      api,
      config,
      intents,
      sessions,
      throttler: createIdentifyThrottler(host, shards, now),
      hear: (shard, packet) => listeners[shard]?.(packet),
      log: host.log,
    });
    await Promise.all(sessions.map((session) => session.start()));
    await Promise.all([
      gateway.connect(),
      registerCommands(api, host, application, signal),
      speaking.clean(signal),
    ]);
  }
  void begin().catch((error) => {
    if (!signal.aborted) host.log.error("Discord did not let the bot in", { reason: faultOf(error) });
  });

  return {
    speaking,
    async stop() {
      stopping.abort();
      speaking.stop();
      await Promise.race([base.lanes.idle(), sleep(LAST_WORDS_MS, undefined, { ref: false })]);
      await gateway?.close();
      await Promise.all(sessions.map((session) => session.stop()));
    },
  };
}

/** How many connections Discord advises. */
async function advised(api: Api): Promise<number> {
  const { shards } = await api.call<{ shards: number }>("GET", "/gateway/bot");
  return shards;
}

/** A channel that is gone, or closed to the bot, is not there. */
async function readable(asked: Promise<RawChannel>): Promise<RawChannel | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PlatformError && (error.fault === "gone" || error.fault === "denied"))
      return undefined;
    throw error;
  }
}

function faultOf(error: unknown): string {
  return error instanceof PlatformError ? error.fault : "error";
}
