import { type Address, type Host, type OpenCase, PlatformError } from "#ports/platform.ts";
import { DESK, rest } from "../address.ts";
import type { WireCase } from "../wire.ts";
import type { Streams } from "./stream.ts";

/** Long enough for the core to have worked on what happened. */
const SETTLE_MS = 250;
const EVERY_MS = 10_000;
/** Of each state. More than anybody reads; all of a large desk would be megabytes, sent at every change. */
const MOST = 300;

/** Keeps the list of open cases on staff's pages as it is in the core. */
export type Cases = { read(): Promise<readonly WireCase[]>; changed(): void; close(): void };

export function createCases(host: Host, streams: Streams): Cases {
  const read = async () => (await host.open(MOST)).map(toWire);
  let soon: NodeJS.Timeout | undefined;
  const push = async () => {
    soon = undefined;
    if (!streams.isRead(DESK)) return;
    try {
      const cases = await read();
      streams.flash(DESK, () => ({ type: "cases", cases }));
    } catch (error) {
      // The next round shows it; a broken store is reported by whoever writes to it.
      const fault = error instanceof PlatformError ? error.fault : "unavailable";
      host.log.warn("web: open cases not read", { fault });
    }
  };
  const every = setInterval(() => void push(), EVERY_MS);
  every.unref();
  return {
    read,
    changed() {
      soon ??= setTimeout(() => void push(), SETTLE_MS);
    },
    close() {
      clearInterval(every);
      clearTimeout(soon);
    },
  };
}

function toWire(one: OpenCase): WireCase {
  const { number, state, staff, staffId, since, overdue, priority, student, desk, studentName, updated } =
    one;
  const here = (at: Address | undefined) => (at === undefined ? undefined : rest(at));
  const places = { student: here(student), desk: here(desk) };
  return {
    number,
    state,
    name: studentName,
    updated,
    ...(staff === undefined ? {} : { staff }),
    ...(staffId === undefined ? {} : { staffId }),
    ...(since === undefined ? {} : { since }),
    ...(overdue && { overdue }),
    ...(priority && { priority }),
    ...(places.student === undefined ? {} : { student: places.student }),
    ...(places.desk === undefined ? {} : { desk: places.desk }),
  };
}
