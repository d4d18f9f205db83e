import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "#ports/platform.ts";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;

/** Repeats what the host can't do yet, such as writing to a full disk. Throws only when `signal` ends it. */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;

export function createPatience(log: Log, signal: AbortSignal): Patience {
  return async (work) => {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        log.warn("discord waits for the store", { reason: error instanceof Error ? error.name : "error" });
        await sleep(wait, undefined, { signal, ref: false });
      }
    }
  };
}
