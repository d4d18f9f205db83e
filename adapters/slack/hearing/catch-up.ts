import { z } from "zod";
import { type Host, PlatformError } from "#ports/platform.ts";
import { address, type Place, place } from "../address.ts";
import type { Calls } from "../calls/calls.ts";
import { read } from "../calls/history.ts";
import { isTokenRefused } from "../faults.ts";
import type { MessageIn, Payload, WrittenIn } from "../payload.ts";
import type { Self } from "../where.ts";
import type { Hear } from "./hear.ts";

/** Slack tries again for some minutes: what was heard later than this may have overtaken something. */
const OVERLAP_MS = 10 * 60_000;
const LONGEST_MS = 25 * 3_600_000;
/**
 * Each time that so long has gone by, Slack is asked whether the bot is still in the workspace: shorter than the overlap,
 * so that what came to nobody is read later.
 */
const SURE_MS = 5 * 60_000;

type Parts = {
  readonly host: Host;
  readonly calls: Calls;
  readonly hear: Hear;
  readonly self: Self;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export type CatchUp = {
  /** Reads what was written while nobody listened. Nothing that was heard before is heard twice. */
  run(): Promise<void>;
  /** Writes down that up to now everything was heard. Throws PlatformError if the bot is not there any more. */
  heard(): Promise<void>;
};

/**
 * After downtime: the places of open cases, direct messages, and the channels that are listened to. The first
 * start of all reads nothing. What was deleted meanwhile is not seen.
 */
export function createCatchUp(parts: Parts): CatchUp {
  const { host, calls, self, now } = parts;
  const name = `heard:${self.team}`;
  let sure = Number.NEGATIVE_INFINITY;
  return {
    async run() {
      const kept = Number(await host.kept(name));
      if (!(kept > 0)) return;
      const since = Math.max(kept - OVERLAP_MS, now() - LONGEST_MS);
      let places = 0;
      for (const at of await worthReading(parts)) {
        await patiently(() => replay(at, since, parts), parts);
        places += 1;
      }
      host.log.info("slack: caught up", {
        team: self.team,
        places,
        minutes: Math.round((now() - since) / 60_000),
      });
    },
    async heard() {
      if (now() - sure > SURE_MS) {
        await calls("auth.test", {}, z.object({}));
        sure = now();
      }
      await host.keep(name, String(now()));
    },
  };
}

/** Open cases first: there somebody waits. */
async function worthReading(parts: Parts): Promise<readonly Place[]> {
  const { host, self } = parts;
  const cases = await host.open();
  const known = cases.flatMap(({ student, desk }) => [student, ...(desk === undefined ? [] : [desk])]);
  const { team } = self;
  const listened = self.listenChannels.map((channel) => address({ team, channel }));
  const directs = (await patiently(() => directChannels(parts), parts)) ?? [];
  const all = new Set([...known, ...directs.map((channel) => address({ team, channel })), ...listened]);
  return [...all].flatMap((at) => place(at) ?? []).filter((at) => at.team === team);
}

const channels = z.object({
  channels: z.array(z.object({ id: z.string() })),
  response_metadata: z.object({ next_cursor: z.string() }).partial().optional(),
});

/** https://docs.slack.dev/reference/methods/users.conversations */
async function directChannels({ calls }: Parts): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: z.output<typeof channels> = await calls(
      "users.conversations",
      { types: "im", limit: 200, exclude_archived: true, ...(cursor !== "" && { cursor }) },
      channels,
    );
    found.push(...page.channels.map(({ id }) => id));
    cursor = page.response_metadata?.next_cursor || undefined;
  }
  return found;
}

/** Hears what stands at a place since then, oldest first, as if it came now. */
async function replay(at: Place, since: number, parts: Parts): Promise<void> {
  const messages: MessageIn[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(parts.calls, at, { since, cursor });
    messages.push(...page.messages);
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  const inOrder = messages
    .filter(({ ts }) => Number(ts) * 1000 > since)
    .sort((a, b) => Number(a.ts) - Number(b.ts));
  for (const message of inOrder) {
    await parts.hear(envelope(at, message, parts));
    if (message.edited !== undefined) await parts.hear(envelope(at, changed(message), parts));
  }
}

/** It may have been heard before it was changed. */
function changed(message: MessageIn) {
  return { subtype: "message_changed", ts: message.ts, message };
}

function envelope({ channel }: Place, event: Omit<WrittenIn, "type" | "channel">, { self }: Parts): Payload {
  return { type: "event_callback", team_id: self.team, event: { type: "message", channel, ...event } };
}

/** Waits as long as Slack says; a place that can't be read is left out. Throws when no place can be. */
async function patiently<T>(work: () => Promise<T>, { sleep, host }: Parts): Promise<T | undefined> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      // Anything else is the store's, and it may be there again in a moment.
      const refused = error instanceof PlatformError ? error : new PlatformError("unavailable");
      if (isTokenRefused(refused)) throw refused;
      const { fault, retryAfterMs } = refused;
      const isPassing = fault === "limited" || fault === "unavailable" || fault === "ambiguous";
      if (!isPassing || tries >= 20) {
        host.log.warn("slack: a place was not read after downtime", { fault });
        return undefined;
      }
      await sleep(Math.min(retryAfterMs ?? 1000 * (tries + 1), 60_000));
    }
  }
}
