import { pino } from "pino";
import type { Log } from "#ports/platform.ts";

/** What a log line must never hold, wherever it hides in the data. */
const secret = /(?:sk-|xox[abposr]-|Bearer\s+|eyJ)[A-Za-z0-9._-]{6,}/g;

/**
 * JSON lines on standard error. Data are ids and counts: texts, names and tokens have no place in it, and what
 * looks like a token is struck out all the same.
 */
export function createLog(level: string): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  const write =
    (grade: "info" | "warn" | "error"): Log["info"] =>
    (event, data = {}) => {
      const safe = Object.entries(data).map(([key, value]) => [
        key,
        typeof value === "string" ? value.replace(secret, "[removed]") : value,
      ]);
      logger[grade](Object.fromEntries(safe), event);
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
