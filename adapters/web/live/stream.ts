import type { ServerResponse } from "node:http";
import type { Address } from "#ports/platform.ts";
import type { Push } from "../wire.ts";

const BEAT_MS = 15_000;
/** What was pushed this recently is said again after a snapshot, which may have been read before it was stored. */
const REPLAY_MS = 10_000;
/** A reader who does not read is cut off; a new connection starts with a snapshot and misses nothing. */
const MOST_UNREAD_BYTES = 4 * 1024 * 1024;
const MOST_PER_READER = 12;

type Reader = {
  readonly who: string;
  readonly people: readonly string[];
  readonly places: ReadonlySet<Address>;
  readonly response: ServerResponse;
  /** Pushes that wait until the snapshots are written; `undefined` when there is nothing to wait for. */
  held: Push[] | undefined;
};

/**
 * The open pages, as server-sent events. A push reaches every page that reads its address; a page that was
 * away gets all that stands there when it comes back, so that pushes need not be kept.
 */
export type Streams = {
  /** Subscribes first, then sends the snapshots, then what happened meanwhile. */
  open(
    response: ServerResponse,
    reader: { who: string; people: readonly string[]; places: readonly Address[] },
    snapshots: Snapshots,
  ): Promise<void>;
  /** The push is made only if somebody reads, or comes back soon enough to need it. `only`: for that person alone. */
  push(at: Address, make: () => Push, only?: string): void;
  /** As `push`, for signs that nobody needs later. */
  flash(at: Address, make: () => Push): void;
  isRead(at: Address): boolean;
  close(): void;
};
type Recent = {
  readonly at: Address;
  readonly only?: string | undefined;
  readonly time: number;
  readonly make: () => Push;
};
type Snapshots = () => Promise<readonly Push[]>;

export function createStreams(now: () => number): Streams {
  const readers = new Set<Reader>();
  let recent: Recent[] = [];
  const beat = setInterval(() => {
    for (const reader of readers) reader.response.write(": beat\n\n");
  }, BEAT_MS);
  beat.unref();

  const write = (reader: Reader, push: Push) => {
    if (reader.response.writableLength > MOST_UNREAD_BYTES) reader.response.destroy();
    else reader.response.write(`data: ${JSON.stringify(push)}\n\n`);
  };

  const mayHear = (reader: Reader, { at, only }: Pick<Recent, "at" | "only">) =>
    reader.places.has(at) && (only === undefined || reader.people.includes(only));
  const tell = (at: Address, make: () => Push, only?: string) => {
    const reached = [...readers].filter((reader) => mayHear(reader, { at, only }));
    if (reached.length === 0) return;
    const push = make();
    for (const reader of reached) {
      if (reader.held === undefined) write(reader, push);
      else reader.held.push(push);
    }
  };

  return {
    async open(response, { who, people, places }, snapshots) {
      const own = [...readers].filter((reader) => reader.who === who);
      if (own.length >= MOST_PER_READER) own[0]?.response.end();
      const reader: Reader = { who, people, places: new Set(places), response, held: [] };
      readers.add(reader);
      response.on("close", () => readers.delete(reader));
      response.writeHead(200, {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store, no-transform",
        "X-Accel-Buffering": "no",
      });
      response.write(": open\n\n");
      const since = now() - REPLAY_MS;
      const missed = recent.filter((push) => push.time >= since && mayHear(reader, push));
      for (const push of await snapshots()) write(reader, push);
      for (const { make } of missed) write(reader, make());
      for (const push of reader.held ?? []) write(reader, push);
      reader.held = undefined;
    },
    push(at, make, only) {
      const time = now();
      if (time - (recent[0]?.time ?? time) > 2 * REPLAY_MS) {
        recent = recent.filter((push) => time - push.time < REPLAY_MS);
      }
      recent.push({ at, only, time, make });
      tell(at, make, only);
    },
    flash: (at, make) => tell(at, make),
    isRead: (at) => readers.values().some((reader) => reader.places.has(at)),
    close() {
      clearInterval(beat);
      for (const { response } of readers) response.end();
      readers.clear();
    },
  };
}
