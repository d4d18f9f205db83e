import { setTimeout as sleep } from "node:timers/promises";
import { type Host, PlatformError } from "#ports/platform.ts";
import type { DiscordConfig } from "./config.ts";
import { createCatchUp } from "./hearing/catch-up.ts";
import type { Fetch } from "./hearing/download.ts";
import { openGateway } from "./hearing/gateway.ts";
import { createHearing } from "./hearing/hear.ts";
import { createIdentifyThrottler } from "./hearing/identify.ts";
import { createInteractions } from "./hearing/interactions.ts";
import { Lanes } from "./hearing/lanes.ts";
import { createListener } from "./hearing/listen.ts";
import { type Myself, registerCommands, whoAmI } from "./hearing/myself.ts";
import { createPatience } from "./hearing/patience.ts";
import { openSession } from "./hearing/session.ts";
import { Directory } from "./known/directory.ts";
import { Members } from "./known/members.ts";
import { Receipts } from "./known/receipts.ts";
import { Showing } from "./known/showing.ts";
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
  const api = new Api(config, now, host.log);
  const session = await openSession(host, snowflakeAt(now()));
  let me: Myself | undefined;
  const known = () => me?.user;
  const self = () => me?.user ?? "";
  const directory = new Directory(known, (id) => readable(api.call<RawChannel>("GET", `/channels/${id}`)));
  const receipts = new Receipts();
  const showing = new Showing();
  const lanes = new Lanes();
  const members = new Members(api);
  const patience = createPatience(host.log, signal);
  const hearing = createHearing({
    api,
    host,
    config,
    directory,
    members,
    self,
    fetch,
    now,
    patience,
    signal,
  });
  const interactions = createInteractions({ api, self, log: host.log, signal });
  const catchUp = await createCatchUp({ api, host, hearing, self, signal });
  const hears = {
    host,
    session,
    lanes,
    directory,
    hearing,
    interactions,
    catchUp,
    receipts,
    showing,
    self,
    now,
    signal,
  };
  const gateway = openGateway({
    api,
    config,
    session,
    throttler: createIdentifyThrottler(host, now),
    hear: createListener(hears),
    log: host.log,
  });

  async function begin(): Promise<void> {
    me = await api.insist(signal, async () => {
      try {
        return await whoAmI(api, host.log);
      } catch (error) {
        host.log.warn("discord can't be reached", {
          fault: error instanceof PlatformError ? error.fault : "error",
        });
        throw error;
      }
    });
    const { application } = me;
    session.start();
    await Promise.all([gateway.connect(), registerCommands(api, host, application, signal)]);
  }
  void begin().catch((error) => {
    if (signal.aborted) return;
    const reason = error instanceof PlatformError ? error.fault : "error";
    host.log.error("Discord did not let the bot in", { reason });
  });

  return {
    speaking: createSpeaking({ api, host, directory, receipts, showing, self: known, now }),
    async stop() {
      stopping.abort();
      await Promise.race([lanes.idle(), sleep(LAST_WORDS_MS, undefined, { ref: false })]);
      await gateway.close();
      await session.stop();
    },
  };
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
