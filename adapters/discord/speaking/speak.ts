import {
  type Address,
  type Found,
  type Host,
  type Mark,
  type OutboundMessage,
  PlatformError,
  type Reaction,
  type Sent,
  type Signal,
} from "#ports/platform.ts";
import { address, holderOf, type Place, place } from "../address.ts";
import { codeOf } from "../faults.ts";
import type { Directory } from "../known/directory.ts";
import type { People } from "../known/people.ts";
import type { Receipts } from "../known/receipts.ts";
import type { Showing } from "../known/showing.ts";
import type { Tokens } from "../known/tokens.ts";
import { type Body, render, type WireFile } from "../render.ts";
import type { Api, Upload } from "./api.ts";
import { createDrafts } from "./drafts.ts";
import { find } from "./find.ts";
import { nonceOf } from "./nonce.ts";
import { createSigns } from "./signs.ts";
import { createThreads } from "./threads.ts";
import { createWhispers } from "./whisper.ts";

const UNKNOWN_MESSAGE = 10008;
/** Stands for a message that is no more: changing it is answered with 404, which is its end. */
const TAKEN_AWAY = "0";

type Parts = {
  readonly api: Api;
  readonly host: Host;
  readonly directory: Directory;
  readonly receipts: Receipts;
  readonly showing: Showing;
  readonly people: People;
  readonly tokens: Tokens;
  readonly self: () => string | undefined;
  readonly now: () => number;
};

type Said = { readonly nonce: string; readonly body: Body; readonly files: readonly Upload[] };

export type Speaking = Awaited<ReturnType<typeof createSpeaking>>;

/** Says what the core wants said. Throws PlatformError only. */
export async function createSpeaking(parts: Parts) {
  const { api, host, directory } = parts;
  const threads = createThreads(parts);
  const drafts = await createDrafts({ ...parts, threads });
  const whispers = await createWhispers(parts);
  const signs = createSigns({ ...parts, threads, drafts });

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

  async function post(channel: string, { nonce, body: said, files }: Said): Promise<string> {
    const body = { ...said, nonce, enforce_nonce: true };
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

  /** For one person in a place where others read. */
  async function toOne(person: string, where: Place, said: Said): Promise<Sent> {
    const id = await whispers.alone(person, where, said);
    if (id !== undefined) return { id, repliesAt: address(where) };
    const channel = await whispers.direct(person, said.nonce);
    return { id: await post(channel, said), repliesAt: address({ kind: "dm", channel }) };
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
      const rendered = render(message, nonce);
      const said = { nonce, body: rendered.body, files: await uploads(rendered.files) };
      if (message.only !== undefined && where.kind !== "dm") return toOne(message.only, where, said);
      await threads.ensure(where);
      const id = (await drafts.finish(where, said)) ?? (await post(where.channel, said));
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
      const nonce = nonceOf(key);
      const way = whispers.wayOf(nonce);
      if (way === "again") return "absent";
      if (way === "unknowable") return way;
      const where: Place = way === undefined ? known(to) : { kind: "dm", channel: way.direct };
      const found =
        (await drafts.find(nonce)) ?? (await find(parts, { at: address(where), where, nonce, since }));
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

    mark: async (at: Address, id: string, mark: Mark) => signs.mark(known(at), id, mark),
    react: async (at: Address, id: string, reaction: Reaction) => signs.react(known(at), id, reaction),
    signal: async (to: Address, signal: Signal) => signs.signal(known(to), signal),

    /** Takes away what an earlier run left half said; after the bot knows itself. */
    clean: (signal: AbortSignal) => drafts.clean(signal),
    stop: () => drafts.stop(),
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
