import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "#ports/platform.ts";

const KEY = "identifies";
const DAY_MS = 86_400_000;
/** Discord takes the token away after a thousand new sessions in a day: a loop ends long before. */
const MOST_A_DAY = 50;
const APART_MS = 5000;

/** Holds new sessions back when there were too many, also across restarts. */
export function createIdentifyThrottler(host: Host, now: () => number) {
  return {
    async waitForIdentify(_shard: number, signal: AbortSignal): Promise<void> {
      const times = (await earlier(host)).filter((time) => time > now() - DAY_MS);
      const [oldest = 0] = times;
      const last = times.at(-1) ?? 0;
      const isMany = times.length >= MOST_A_DAY;
      if (isMany)
        host.log.error("Discord was asked for too many sessions today: waiting", { today: times.length });
      const until = isMany ? oldest + DAY_MS : last + APART_MS;
      if (until > now()) await sleep(until - now(), undefined, { signal, ref: false });
      await host.keep(KEY, JSON.stringify([...times, now()].slice(-MOST_A_DAY)));
    },
  };
}

async function earlier(host: Host): Promise<readonly number[]> {
  try {
    const times: unknown = JSON.parse((await host.kept(KEY)) ?? "[]");
    return Array.isArray(times) ? times.filter((time) => typeof time === "number") : [];
  } catch {
    return [];
  }
}
