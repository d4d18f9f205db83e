import { type Host, PlatformError } from "#ports/platform.ts";
import { place } from "../address.ts";
import { isWritten } from "../parse.ts";
import { isNewer } from "../snowflake.ts";
import type { Api } from "../speaking/api.ts";
import type { Message, RawChannel } from "../wire.ts";
import type { Hearing } from "./hear.ts";

const DIRECT = "direct";
const PAGE = 100;
/** Ten thousand messages in one channel are no gap, they are another day. */
const MOST_PAGES = 100;
const MOST_DIRECT = 1000;

type Parts = {
  readonly api: Api;
  readonly host: Host;
  readonly hearing: Hearing;
  readonly self: () => string;
  readonly signal: AbortSignal;
};

export type CatchUp = Awaited<ReturnType<typeof createCatchUp>>;

/** Fetches what was written while no session told of it, so far as Discord gives it out. */
export async function createCatchUp({ api, host, hearing, self, signal }: Parts) {
  // Discord lists no direct messages to a bot: those that were heard once are remembered.
  const open = (await host.open()).map(({ student }) => place(student));
  const direct = new Set<string>([
    ...open.flatMap((where) => (where?.kind === "dm" ? [where.channel] : [])),
    ...(await keptDirect(host)),
  ]);

  let writing: Promise<void> | undefined;

  /** All that are met in one turn of the event loop together. */
  async function writeDown(): Promise<void> {
    await new Promise(setImmediate);
    writing = undefined;
    await host.keep(DIRECT, JSON.stringify([...direct].slice(-MOST_DIRECT)));
  }

  return {
    /** Whether a channel of direct messages was heard before. */
    knows: (channel: string): boolean => direct.has(channel),

    /** Remembers a channel of direct messages; if that can't be written down now, with the next message. */
    async meet(channel: string): Promise<void> {
      if (direct.has(channel)) return;
      direct.add(channel);
      writing ??= writeDown();
      try {
        await writing;
      } catch {
        direct.delete(channel);
      }
    },

    /** The channels of direct messages that may hold something new. */
    directChannels: (): readonly string[] => [...direct],

    isBehind: ({ last_message_id: last }: RawChannel, since: string): boolean =>
      last !== undefined && last !== null && isNewer(last, since),

    /**
     * Hears what was written in a channel after `since`, oldest first; `false` when the bot stopped before the end.
     * What was heard before is known by its id.
     */
    async fetch(channel: string, guild: string | undefined, since: string): Promise<boolean> {
      try {
        const late = await fetchAll(channel, guild, since);
        if (late > 0) host.log.info("discord caught up", { channel, messages: late });
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        host.log.error("discord did not catch up", { channel, reason: faultOf(error) });
        return true;
      }
    },
  };

  /** How many were for the bot. */
  async function fetchAll(channel: string, guild: string | undefined, since: string): Promise<number> {
    let after = since;
    let late = 0;
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = { after, limit: String(PAGE) };
      const messages = await api
        .insist(signal, () => api.call<Message[]>("GET", `/channels/${channel}/messages`, { query }))
        .catch((error) => closed(error));
      const inOrder = messages.toSorted((a, b) => (isNewer(a.id, b.id) ? 1 : -1));
      for (const message of inOrder) {
        if (!isWritten(message, self())) continue;
        const dispatch = { t: "MESSAGE_CREATE", d: { ...message, guild_id: guild } } as const;
        if (await hearing.hear(dispatch, { told: message.id })) late += 1;
      }
      if (messages.length < PAGE) break;
      after = inOrder.at(-1)?.id ?? after;
    }
    return late;
  }
}

function faultOf(error: unknown): string {
  return error instanceof PlatformError ? error.fault : "error";
}

/** A channel that the bot may not read, or that is gone, has nothing for it. */
function closed(error: unknown): readonly Message[] {
  if (error instanceof PlatformError) return [];
  throw error;
}

async function keptDirect(host: Host): Promise<readonly string[]> {
  try {
    const list: unknown = JSON.parse((await host.kept(DIRECT)) ?? "[]");
    return Array.isArray(list) ? list.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
