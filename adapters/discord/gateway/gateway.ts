import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketManager, WebSocketShardEvents } from "@discordjs/ws";
import type { Log } from "#ports/platform.ts";
import type { DiscordConfig } from "../config.ts";
import { faults } from "../faults.ts";
import type { Api } from "../speaking/api.ts";
import type { createIdentifyThrottler } from "./identify.ts";
import type { Session } from "./session.ts";

/** Any close but 1000 and 1001 lets the session live until the next start. */
const KEEP_SESSION = 4200;
const LONGEST_CLOSE_MS = 2000;

/** Closes that repeat until somebody mends the settings. */
const mends: Readonly<Record<number, string>> = {
  4004: "Discord refused the token: make a new one on the application's Bot page and set DISCORD_TOKEN",
  4010: "Discord refused the shard: set DISCORD_SHARDS=auto",
  4011: "the bot is in too many servers for its connections: set DISCORD_SHARDS=auto",
  4012: "Discord no longer speaks this version of its gateway: update Deskmate",
  4013: "Discord refused the intents: this is a fault of ours, please report it",
  4014: "Discord refused the intents: switch on Message Content Intent on the application's Bot page",
};

export type Packet = { readonly t: string; readonly d: unknown; readonly s: number };
type Parts = {
  readonly api: Api;
  readonly config: DiscordConfig;
  readonly intents: number;
  /** One for each shard, in their order. */
  readonly sessions: readonly Session[];
  readonly throttler: ReturnType<typeof createIdentifyThrottler>;
  readonly hear: (shard: number, packet: Packet) => void;
  readonly log: Log;
};

export type Gateway = ReturnType<typeof openGateway>;

/** The connections on which Discord tells what happens; they mend themselves until they are closed. */
export function openGateway({ api, config, intents, sessions, throttler, hear, log }: Parts) {
  const ended = new AbortController();
  const manager = new WebSocketManager({
    token: config.token,
    rest: api.rest,
    intents,
    shardCount: sessions.length,
    retrieveSessionInfo: (shard) => sessions[shard]?.retrieve() ?? null,
    updateSessionInfo: (shard, info) => sessions[shard]?.update(info),
    buildIdentifyThrottler: () => throttler,
  });
  manager.on(WebSocketShardEvents.Dispatch, ({ data, shardId }) => hear(shardId, data as Packet));
  manager.on(WebSocketShardEvents.Hello, ({ shardId }) => sessions[shardId]?.opened());
  manager.on(WebSocketShardEvents.Resumed, ({ shardId: shard }) => log.info("discord resumed", { shard }));
  manager.on(WebSocketShardEvents.Error, ({ shardId: shard }) =>
    log.warn("discord's connection failed", { shard }),
  );
  manager.on(WebSocketShardEvents.Closed, ({ code, shardId: shard }) => {
    sessions[shard]?.closed(code);
    const mend = mends[code];
    if (mend === undefined) return log.info("discord closed the connection", { code, shard });
    log.error(mend, { code, shard });
    ended.abort();
  });

  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);

  /** Waits until Discord says where to connect, and lets each shard begin a session. */
  async function invited(): Promise<void> {
    for (let wait = 1000; !ended.signal.aborted; wait = Math.min(wait * 2, 60_000)) {
      try {
        const { session_start_limit: starts } = await manager.fetchGatewayInformation(true);
        if (starts.remaining >= sessions.length) return;
        log.error("Discord lets no more sessions begin today", { waitMs: starts.reset_after });
        await pause(starts.reset_after);
      } catch (error) {
        if (api.isRevoked) ended.abort();
        const { fault, retryAfterMs } = faults(error);
        log.warn("discord can't be reached", { fault });
        await pause(Math.max(retryAfterMs ?? 0, wait));
      }
    }
  }

  async function connect(): Promise<void> {
    await invited();
    if (ended.signal.aborted) return;
    // Once begun, the connection mends itself; to begin another beside it would end the session.
    await manager.connect().catch(() => log.warn("discord's connection failed at first"));
  }

  return {
    connect,
    /** Leaves so that the next start can take the session up again. */
    async close(): Promise<void> {
      ended.abort();
      for (const session of sessions) session.close();
      const closed = manager.destroy({ code: KEEP_SESSION, reason: "restart" });
      await Promise.race([closed, sleep(LONGEST_CLOSE_MS, undefined, { ref: false })]);
    },
  };
}
