import { createHash } from "node:crypto";
import type { SessionInfo } from "@discordjs/ws";
import { z } from "zod";
import type { Host } from "#ports/platform.ts";
import { Ledger } from "./ledger.ts";

/** How often the state is written down; what comes again after a crash is known by its id. */
const EVERY_MS = 1000;

const kept = z.object({
  sessionId: z.string().optional(),
  resumeURL: z.string().optional(),
  seq: z.number(),
  /** The newest message up to which all are stored. */
  seen: z.string().regex(/^\d{1,20}$/),
  /** Among how many connections the servers were shared. */
  shards: z.number().int().min(1).max(1000),
});
type Kept = z.output<typeof kept>;

/** Closes after which Discord forgets the session; after all others it lives on for some minutes. */
const ends = new Set([1000, 1001, 4003, 4005, 4007, 4008, 4009]);

/** So often in a row the session's own address may fail, then a new session is asked for. */
const MOST_FAILURES = 5;

export type Session = ReturnType<typeof openSession>;

/**
 * The sessions of all shards across restarts. When their number changed, other servers belong to each: then all
 * begin anew, and fetch what came since the least that was certain.
 */
export async function openSessions(
  host: Host,
  shards: number,
  firstSeen: string,
): Promise<readonly Session[]> {
  const first = await read(host, 0);
  const before = await Promise.all(Array.from({ length: first?.shards ?? 0 }, (_, id) => read(host, id)));
  const seen = before.flatMap((one) => (one ? [BigInt(one.seen)] : []));
  const least = seen.reduce<bigint | undefined>(
    (low, one) => (low !== undefined && low < one ? low : one),
    undefined,
  );
  return Array.from({ length: shards }, (_, id) => {
    const own = first?.shards === shards ? before[id] : undefined;
    const from = own ?? (least === undefined ? undefined : { seq: 0, seen: String(least) });
    return openSession(host, { id, shards, firstSeen, before: from });
  });
}

type Opening = {
  readonly id: number;
  readonly shards: number;
  readonly firstSeen: string;
  readonly before: Pick<Kept, "seq" | "seen" | "sessionId" | "resumeURL"> | undefined;
};

/**
 * One shard's session: given back at the start, and written down only as far as what it delivered is stored, so
 * that Discord repeats the rest.
 */
function openSession(host: Host, { id, shards, firstSeen, before }: Opening) {
  const ledger = new Ledger({ seq: before?.seq ?? 0, id: before?.seen ?? firstSeen });
  let live: SessionInfo | undefined = before && liveOf(before, id, shards);
  let name = nameOfSession(live);
  let written = "";
  let timer: NodeJS.Timeout | undefined;
  let closedWith: number | undefined;
  let failures = 0;
  let isClosing = false;

  /** Told so on the open connection, or by the way it closed. */
  function isOver(): boolean {
    return closedWith === undefined || ends.has(closedWith);
  }

  async function write(): Promise<void> {
    const stored = ledger.stored();
    if (stored === undefined) return;
    const session = live && { sessionId: live.sessionId, resumeURL: live.resumeURL };
    const value = JSON.stringify({ ...session, seq: stored.seq, seen: stored.id, shards });
    if (value === written) return;
    try {
      await host.keep(keyOf(id), value);
      written = value;
    } catch {
      host.log.warn("discord's session is not written down yet", { shard: id });
    }
  }

  return {
    id,
    ledger,
    /** The newest message of which it is certain, from an earlier run; nothing at a first start. */
    seenBefore: before?.seen,
    retrieve(): SessionInfo | null {
      if (failures >= MOST_FAILURES) live = undefined;
      return live ?? null;
    },
    /** The SDK lets go of the session after a network fault too: then it is kept, and resumed. */
    update(info: SessionInfo | null): void {
      if (info !== null) {
        if (info.sessionId !== live?.sessionId) {
          ledger.begin(info.sequence);
          name = nameOfSession(info);
        }
        live = info;
      } else if (!isClosing && isOver()) live = undefined;
    },
    opened(): void {
      closedWith = undefined;
      failures = 0;
    },
    closed(code: number): void {
      closedWith = code;
      failures += 1;
    },
    /** The name of what was told under a number, the same when it is told again. */
    nameOf: (seq: number): string => `${name}:${seq}`,
    /**
     * Writes the state down, and again as it moves on. The first time before anything is heard: what the first run
     * misses is caught up with too, however short it was.
     */
    async start(): Promise<void> {
      timer ??= setInterval(() => void write(), EVERY_MS).unref();
      await write();
    },
    /** From now on the session is kept whatever the SDK says of it. */
    close(): void {
      isClosing = true;
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await write();
    },
  };
}

/** Short, and it does not give the session away. */
function nameOfSession(info: SessionInfo | undefined): string {
  return createHash("sha256")
    .update(info?.sessionId ?? "")
    .digest("base64url")
    .slice(0, 12);
}

const keyOf = (id: number) => `session/${id}`;

async function read(host: Host, id: number): Promise<Kept | undefined> {
  const value = await host.kept(keyOf(id));
  if (value === undefined) return undefined;
  try {
    return kept.parse(JSON.parse(value));
  } catch {
    host.log.warn("discord's session can't be read, a new one begins", { shard: id });
    return undefined;
  }
}

function liveOf(
  { sessionId, resumeURL, seq }: Omit<Kept, "shards" | "seen">,
  shardId: number,
  shardCount: number,
): SessionInfo | undefined {
  if (sessionId === undefined || resumeURL === undefined) return undefined;
  return { sessionId, resumeURL, sequence: seq, shardId, shardCount };
}
