import { LRUCache } from "lru-cache";
import { z } from "zod";
import { type Host, PlatformError } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import type { People } from "../known/people.ts";
import type { Token, Tokens } from "../known/tokens.ts";
import type { Body } from "../render.ts";
import type { Api, Upload } from "./api.ts";

const EPHEMERAL = 1 << 6;
const KEY = "whispers";
/** More than are under way at a time; older ones were settled long ago. */
const MOST_KEPT = 200;

const entry = z.object({
  nonce: z.string(),
  /** The channel of direct messages that it went to; without one, it was an answer to an interaction. */
  direct: z.string().optional(),
});
type Entry = z.output<typeof entry>;

type Parts = {
  readonly api: Api;
  readonly host: Host;
  readonly people: People;
  readonly tokens: Tokens;
};
type Said = { readonly nonce: string; readonly body: Body; readonly files: readonly Upload[] };

export type Whispers = Awaited<ReturnType<typeof createWhispers>>;

/**
 * Says something to one person in a place where others read: as an answer to what they pressed there lately, else
 * in their direct messages. Which way it went is written down first, since Discord can't be asked for the former.
 */
export async function createWhispers({ api, host, people, tokens }: Parts) {
  let entries: readonly Entry[] = await read(host);
  /** Answers that took the place of the bot's thinking, or may have: to say the same there again changes nothing. */
  const firsts = new LRUCache<string, Token>({ max: MOST_KEPT });

  async function keep(next: Entry): Promise<void> {
    entries = [...entries.filter(({ nonce }) => nonce !== next.nonce), next].slice(-MOST_KEPT);
    try {
      await host.keep(KEY, JSON.stringify(entries));
    } catch {
      throw new PlatformError("unavailable");
    }
  }

  /**
   * The first answer takes the place of the sign that the bot is thinking, which is for one person already; it may
   * be repeated. A later one may not.
   */
  async function answer({ application, token, isOpen }: Token, { body, files }: Said): Promise<string> {
    const base = `/webhooks/${application}/${token}` as const;
    const { id } = isOpen
      ? await api.call<{ id: string }>("PATCH", `${base}/messages/@original`, { body, files, isAnswer: true })
      : await api.call<{ id: string }>("POST", base, {
          body: { ...body, flags: body.flags | EPHEMERAL },
          files,
          query: { wait: "true" },
          isAnswer: true,
        });
    return id;
  }

  return {
    /** The id of an answer that only they see; `undefined` when it must go to their direct messages. */
    async alone(to: string, where: Place, said: Said): Promise<string | undefined> {
      const earlier = entries.find(({ nonce }) => nonce === said.nonce);
      const channels = where.kind === "thread" ? [where.channel, where.parent] : [where.channel];
      const fresh = firsts.get(said.nonce) ?? tokens.find(to, channels);
      const token = earlier?.direct === undefined ? fresh : undefined;
      if (token === undefined) return undefined;
      await keep({ nonce: said.nonce });
      if (token.isOpen) firsts.set(said.nonce, token);
      try {
        const id = await answer(token, said);
        token.isOpen = false;
        return id;
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        // The token is no good any more.
        if (error.fault === "gone" || error.fault === "denied") return undefined;
        throw error;
      }
    },

    /** The channel of direct messages with somebody, for what could not be said to them alone elsewhere. */
    async direct(to: string, nonce: string): Promise<string> {
      const direct = await people.directWith(to);
      await keep({ nonce, direct });
      return direct;
    },

    /**
     * Which way a message went that may have been sent: the channel of direct messages, `again` where repeating it
     * does no harm, `unknowable` where it can't be found; `undefined` for one that was for everybody.
     */
    wayOf(nonce: string): { readonly direct: string } | "again" | "unknowable" | undefined {
      const found = entries.find((one) => one.nonce === nonce);
      if (found === undefined) return undefined;
      if (found.direct !== undefined) return { direct: found.direct };
      return firsts.get(nonce)?.isOpen ? "again" : "unknowable";
    },
  };
}

async function read(host: Host): Promise<readonly Entry[]> {
  try {
    return z.array(entry).parse(JSON.parse((await host.kept(KEY)) ?? "[]"));
  } catch {
    host.log.warn("discord's whispers can't be read");
    return [];
  }
}
