import { LRUCache } from "lru-cache";
import {
  type Address,
  type Found,
  type Host,
  type Mark,
  type OutboundMessage,
  PlatformError,
  type Sent,
  type Signal,
} from "#ports/platform.ts";
import { address, holderOf, type Place, place } from "../address.ts";
import { codeOf } from "../faults.ts";
import type { Directory } from "../known/directory.ts";
import type { Receipts } from "../known/receipts.ts";
import type { Showing } from "../known/showing.ts";
import { render, type WireFile } from "../render.ts";
import type { Api, Upload } from "./api.ts";
import { find } from "./find.ts";
import { nonceOf } from "./nonce.ts";
import { createThreads } from "./threads.ts";

const UNKNOWN_MESSAGE = 10008;
/** Stands for a message that is no more: changing it is answered with 404, which is its end. */
const TAKEN_AWAY = "0";
const emoji: Readonly<Record<Mark, string>> = { delivered: "✅", internal: "🔒", failed: "⚠️" };
/** Discord shows typing for ten seconds. */
const TYPING_MS = 8000;

type Parts = {
  readonly api: Api;
  readonly host: Host;
  readonly directory: Directory;
  readonly receipts: Receipts;
  readonly showing: Showing;
  readonly self: () => string | undefined;
  readonly now: () => number;
};

export type Speaking = ReturnType<typeof createSpeaking>;

/** Says what the core wants said. Throws PlatformError only. */
export function createSpeaking(parts: Parts) {
  const { api, host, directory, now } = parts;
  const threads = createThreads(parts);
  const typedAt = new LRUCache<string, number>({ max: 1000 });
  const marked = new LRUCache<string, Mark>({ max: 5000 });

  /** A card in a channel gets its thread; every other message is answered where it stands. */
  async function arrived(where: Place, id: string, card: OutboundMessage["card"]): Promise<Sent> {
    if (where.kind !== "channel" || card === undefined || id === TAKEN_AWAY)
      return { id, repliesAt: address(where) };
    await threads.open(where, id, card.title);
    return {
      id,
      repliesAt: address({ kind: "thread", guild: where.guild, parent: where.channel, channel: id }),
    };
  }

  async function post(channel: string, body: object, files: readonly Upload[]): Promise<string> {
    try {
      const { id } = await api.call<{ id: string }>("POST", `/channels/${channel}/messages`, { body, files });
      return id;
    } catch (error) {
      // The nonce is known and its message is gone: it arrived, and somebody took it away since.
      if (codeOf(error) === UNKNOWN_MESSAGE) return TAKEN_AWAY;
      if (error instanceof PlatformError && error.fault === "gone") directory.forget(channel);
      throw error;
    }
  }

  async function uploads(files: readonly WireFile[]): Promise<readonly Upload[]> {
    return Promise.all(
      files.map(async (file) => {
        if ("text" in file)
          return { name: file.name, data: Buffer.from(file.text), contentType: "text/markdown" };
        const kept = await host.file(file.id);
        return { name: file.name, data: kept?.bytes ?? new Uint8Array(), contentType: kept?.file.type ?? "" };
      }),
    );
  }

  return {
    async send(to: Address, message: OutboundMessage, key: string): Promise<Sent> {
      const where = known(to);
      const nonce = nonceOf(key);
      const { body, files } = render(message, nonce);
      const data = await uploads(files);
      await threads.ensure(where);
      const id = await post(where.channel, { ...body, nonce, enforce_nonce: true }, data);
      try {
        return await arrived(where, id, message.card);
      } catch (error) {
        // The card stands there: whoever tries again must look for it first.
        if (!(error instanceof PlatformError) || !isPassing(error)) throw error;
        const { cause, retryAfterMs } = error;
        throw new PlatformError("ambiguous", { cause, ...(retryAfterMs !== undefined && { retryAfterMs }) });
      }
    },

    async find(to: Address, key: string, since: number): Promise<Found> {
      const where = known(to);
      const found = await find(parts, { at: to, where, key, since });
      if (found === "absent" || found === "unknowable") return found;
      const isDesk = where.kind === "channel";
      return arrived(where, found, isDesk ? { ticket: 0, state: "bot", title: "", facts: [] } : undefined);
    },

    async edit(at: Address, id: string, message: OutboundMessage): Promise<void> {
      const where = known(at);
      const { attachments: _, ...body } = render(message).body;
      await threads.awake(where.channel, () =>
        api.call("PATCH", `/channels/${holderOf(where, id)}/messages/${id}`, { body }),
      );
    },

    async remove(at: Address, id: string): Promise<void> {
      const where = known(at);
      try {
        await threads.awake(where.channel, () =>
          api.call("DELETE", `/channels/${holderOf(where, id)}/messages/${id}`),
        );
      } catch (error) {
        if (!(error instanceof PlatformError) || error.fault !== "gone") throw error;
      }
    },

    async mark(at: Address, id: string, mark: Mark): Promise<void> {
      const where = known(at);
      const on = `/channels/${holderOf(where, id)}/messages/${id}/reactions` as const;
      const mine = (sign: Mark) => `${on}/${encodeURIComponent(emoji[sign])}/@me` as const;
      const before = marked.get(id);
      await threads.awake(where.channel, () => api.call("PUT", mine(mark)));
      marked.set(id, mark);
      // The old sign beside the new one is untidy, no more: it is tried once.
      if (before !== undefined && before !== mark)
        await api.call("DELETE", mine(before)).catch(() => undefined);
    },

    /** A text under way is not posted, it only keeps the dots moving. */
    async signal(to: Address, _signal: Signal): Promise<void> {
      const where = known(to);
      // Before the first answer there is no thread yet.
      const isThere = where.kind !== "thread" || directory.isKnown(where.channel);
      const channel = isThere ? where.channel : where.parent;
      if (now() - (typedAt.get(channel) ?? 0) < TYPING_MS) return;
      typedAt.set(channel, now());
      await api.call("POST", `/channels/${channel}/typing`);
    },
  };
}

function isPassing({ fault }: PlatformError): boolean {
  return fault === "limited" || fault === "unavailable" || fault === "ambiguous";
}

function known(at: Address): Place {
  const where = place(at);
  if (where === undefined) throw new PlatformError("invalid");
  return where;
}
