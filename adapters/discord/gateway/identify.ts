import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Host } from "#ports/platform.ts";

const KEY = "identifies";
const DAY_MS = 86_400_000;
/** Discord takes the token away after a thousand new sessions in a day: a loop ends long before. */
const MOST_A_DAY = 50;
const MOST_OF_ALL = 500;
const APART_MS = 5000;

const kept = z.array(z.number());

/**
 * Holds new sessions back when there were too many, also across restarts: fifty a day for each shard, and one
 * in five seconds for all together, which is what Discord lets every bot have.
 */
export function createIdentifyThrottler(host: Host, shards: number, now: () => number) {
  const most = Math.min(MOST_A_DAY * shards, MOST_OF_ALL);
  let before: Promise<void> = Promise.resolve();

  async function wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const times = (await earlier(host)).filter((time) => time > now() - DAY_MS);
    const [oldest = 0] = times;
    const last = times.at(-1) ?? 0;
    const isMany = times.length >= most;
    if (isMany)
      host.log.error("Discord was asked for too many sessions today: waiting", { today: times.length });
    const until = isMany ? oldest + DAY_MS : last + APART_MS;
    if (until > now()) await sleep(until - now(), undefined, { signal, ref: false });
    await host.keep(KEY, JSON.stringify([...times, now()].slice(-most)));
  }

  return {
    /** One after the other, whichever shard asks. */
    waitForIdentify(_shard: number, signal: AbortSignal): Promise<void> {
      const turn = before.then(() => wait(signal));
      before = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function earlier(host: Host): Promise<readonly number[]> {
  try {
    return kept.parse(JSON.parse((await host.kept(KEY)) ?? "[]"));
  } catch {
    return [];
  }
}
