import type { SessionInfo } from "@discordjs/ws";
import { z } from "zod";
import type { Host } from "#ports/platform.ts";
import { Ledger } from "./ledger.ts";

const KEY = "session";
/** How often the state is written down; what comes again after a crash is known by its id. */
const EVERY_MS = 1000;

const kept = z.object({
  sessionId: z.string().optional(),
  resumeURL: z.string().optional(),
  seq: z.number(),
  /** The newest message up to which all are stored. */
  seen: z.string().regex(/^\d{1,20}$/),
});

/** Closes after which Discord forgets the session; after all others it lives on for some minutes. */
const ends = new Set([1000, 1001, 4003, 4005, 4007, 4008, 4009]);

/** So often in a row the session's own address may fail, then a new session is asked for. */
const MOST_FAILURES = 5;

export type Session = Awaited<ReturnType<typeof openSession>>;

/**
 * The gateway session across restarts: given back at the start, and written down only as far as what it
 * delivered is stored, so that Discord repeats the rest.
 */
export async function openSession(host: Host, firstSeen: string) {
  const before = await read(host);
  const ledger = new Ledger({ seq: before?.seq ?? 0, id: before?.seen ?? firstSeen });
  let live: SessionInfo | undefined = before && fromKept(before);
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
    const value = JSON.stringify({ ...session, seq: stored.seq, seen: stored.id });
    if (value === written) return;
    try {
      await host.keep(KEY, value);
      written = value;
    } catch {
      host.log.warn("discord's session is not written down yet");
    }
  }

  return {
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
        if (info.sessionId !== live?.sessionId) ledger.begin(info.sequence);
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
    /** Writes the state down soon, and again as it moves on. */
    start(): void {
      timer ??= setInterval(() => void write(), EVERY_MS).unref();
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

async function read(host: Host): Promise<z.output<typeof kept> | undefined> {
  const value = await host.kept(KEY);
  if (value === undefined) return undefined;
  try {
    return kept.parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function fromKept({ sessionId, resumeURL, seq }: z.output<typeof kept>): SessionInfo | undefined {
  if (sessionId === undefined || resumeURL === undefined) return undefined;
  return { sessionId, resumeURL, sequence: seq, shardId: 0, shardCount: 1 };
}
