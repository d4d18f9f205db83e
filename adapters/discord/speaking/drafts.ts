import { z } from "zod";
import { type Host, PlatformError } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import { type Body, isDraft, renderDraft } from "../render.ts";
import { isNewer, snowflakeAt } from "../snowflake.ts";
import type { Message } from "../wire.ts";
import type { Api, Upload } from "./api.ts";
import { nonceOf } from "./nonce.ts";
import type { Threads } from "./threads.ts";

/** An answer that is there sooner is not worth a message that changes under the reader's eyes. */
const FIRST_AFTER_MS = 1000;
/** Discord takes five changes in five seconds per channel: drafts leave room for the answer itself. */
const EVERY_MS = 1500;
/** No answer came: half of one must not stay. */
const ABANDONED_MS = 120_000;
/** Ours and Discord's may differ by this. */
const CLOCKS_MS = 5000;
/** Answers whose end may still be asked for; older ones were settled long ago. */
const MOST_KEPT = 100;
const KEY = "drafts";

const entry = z.object({
  channel: z.string().regex(/^\d{1,20}$/),
  /** When it was posted, and under which nonce. */
  since: z.number(),
  nonce: z.string(),
  /** The message, as soon as it is known. */
  id: z.string().optional(),
  /** The nonce of the answer that takes its place. */
  answer: z.string().optional(),
});
type Entry = z.output<typeof entry>;
type Draft = {
  readonly begun: number;
  at?: Entry;
  changed: number;
  busy?: Promise<void>;
  timer?: NodeJS.Timeout;
};

type Parts = {
  readonly api: Api;
  readonly host: Host;
  readonly threads: Threads;
  readonly self: () => string | undefined;
  readonly now: () => number;
};

export type Drafts = Awaited<ReturnType<typeof createDrafts>>;

/**
 * Shows an answer while it forms, in one message that the answer itself takes over at last. Each such message is
 * written down before it is posted, and again before the answer takes it: so a crash leaves neither half an
 * answer nor two.
 */
export async function createDrafts({ api, host, threads, self, now }: Parts) {
  let entries: readonly Entry[] = await read(host);
  const live = new Map<string, Draft>();
  const startedAt = now();

  async function keep(next: readonly Entry[]): Promise<void> {
    entries = next.slice(-MOST_KEPT);
    try {
      await host.keep(KEY, JSON.stringify(entries));
    } catch {
      throw new PlatformError("unavailable");
    }
  }

  const replace = (old: Entry, next: Entry) => keep(entries.map((one) => (one === old ? next : one)));
  const drop = (old: Entry) => keep(entries.filter((one) => one !== old));
  const path = ({ channel, id }: Entry) => `/channels/${channel}/messages/${id}` as const;

  /** Posts the message, or learns again which one it is: its nonce makes that the same. */
  async function post(channel: string, nonce: string, text: string): Promise<string> {
    const body = { ...renderDraft(text), nonce, enforce_nonce: true };
    const { id } = await api.call<{ id: string }>("POST", `/channels/${channel}/messages`, { body });
    return id;
  }

  async function put(draft: Draft, where: Place, text: string): Promise<void> {
    if (draft.at?.id !== undefined) {
      await api.call("PATCH", path(draft.at), { body: renderDraft(text) });
      return;
    }
    const { channel } = where;
    await threads.ensure(where);
    if (draft.at === undefined) {
      draft.at = { channel, since: now(), nonce: nonceOf(`draft ${channel} ${now()}`) };
      await keep([...entries, draft.at]);
    }
    const known = { ...draft.at, id: await post(channel, draft.at.nonce, text) };
    // Written down with the answer: until then its look tells what it is.
    entries = entries.map((one) => (one === draft.at ? known : one));
    draft.at = known;
  }

  async function remove(channel: string, id: string): Promise<void> {
    try {
      await api.call("DELETE", `/channels/${channel}/messages/${id}`);
    } catch (error) {
      if (!(error instanceof PlatformError) || error.fault !== "gone") throw error;
    }
  }

  /** What can't be taken away now is tried again at the next start. */
  async function takeAway(found: Entry & { readonly id: string }): Promise<void> {
    try {
      await remove(found.channel, found.id);
      await drop(found);
    } catch (error) {
      const fault = error instanceof PlatformError ? error.fault : "error";
      host.log.warn("a draft was left standing until the next start", { channel: found.channel, fault });
      const { answer: _, ...unclaimed } = found;
      entries = entries.map((one) => (one === found ? unclaimed : one));
    }
  }

  function abandon(channel: string): void {
    const draft = live.get(channel);
    live.delete(channel);
    if (draft?.at && isPosted(draft.at)) void takeAway(draft.at);
  }

  /** What the message is that an answer takes over: the one of an earlier try, else the one that stands there. */
  async function taken(channel: string, answer: string, text: string): Promise<Entry | undefined> {
    const earlier = entries.find((one) => one.answer === answer);
    if (earlier) return earlier;
    const draft = live.get(channel);
    clearTimeout(draft?.timer);
    await draft?.busy?.catch(() => undefined);
    if (draft?.at === undefined) return undefined;
    const id = draft.at.id ?? (await post(channel, draft.at.nonce, text));
    const claimed = { ...draft.at, id, answer };
    await replace(draft.at, claimed);
    return claimed;
  }

  /** What stands of a half answer of an earlier run, which will be answered anew. */
  async function leftOvers(found: Entry, before: string): Promise<readonly string[]> {
    if (found.id !== undefined) return [found.id];
    const query = { after: snowflakeAt(found.since - CLOCKS_MS), limit: "100" };
    const messages = await api.call<Message[]>("GET", `/channels/${found.channel}/messages`, { query });
    return messages
      .filter(({ id, author }) => author?.id === self() && isNewer(before, id))
      .filter(({ content = "" }) => isDraft(content))
      .map(({ id }) => id);
  }

  return {
    /** Shows what there is of an answer, if it is time to. */
    async show(where: Place, text: string): Promise<void> {
      const draft: Draft = live.get(where.channel) ?? { begun: now(), changed: 0 };
      live.set(where.channel, draft);
      const due = draft.at === undefined ? draft.begun + FIRST_AFTER_MS : draft.changed + EVERY_MS;
      if (draft.busy !== undefined || now() < due) return;
      draft.changed = now();
      clearTimeout(draft.timer);
      draft.timer = setTimeout(() => abandon(where.channel), ABANDONED_MS).unref();
      draft.busy = put(draft, where, text).finally(() => {
        delete draft.busy;
      });
      await draft.busy;
    },

    /** Turns the draft at a place into the answer; `undefined` when there is none, and the answer is to be posted. */
    async finish(
      { channel }: Place,
      answer: { readonly nonce: string; readonly body: Body; readonly files: readonly Upload[] },
    ): Promise<string | undefined> {
      const found = await taken(channel, answer.nonce, answer.body.content);
      live.delete(channel);
      if (found === undefined || !isPosted(found)) return undefined;
      const { body, files } = answer;
      try {
        await threads.awake(channel, () => api.call("PATCH", path(found), { body, files }));
        return found.id;
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        const { fault } = error;
        // Discord refuses the answer for good: half of it must not stand in its place.
        if (fault === "denied" || fault === "invalid") await takeAway(found);
        if (fault !== "gone") throw error;
        // Somebody took the draft away.
        await drop(found);
        return undefined;
      }
    },

    /** What became of an answer that was to take over a draft; `undefined` for one that was not. */
    async find(nonce: string): Promise<string | "absent" | undefined> {
      const found = entries.find((one) => one.answer === nonce);
      if (found?.id === undefined) return undefined;
      const message = await api.call<Message>("GET", path(found)).catch((error) => {
        if (error instanceof PlatformError && error.fault === "gone") return undefined;
        throw error;
      });
      return message === undefined || isDraft(message.content ?? "") ? "absent" : found.id;
    },

    /** Takes away what an earlier run left half said. */
    async clean(signal: AbortSignal): Promise<void> {
      const before = snowflakeAt(now());
      const half = entries.filter(({ answer, since }) => answer === undefined && since < startedAt);
      for (const found of half) {
        try {
          const ids = await api.insist(signal, () => leftOvers(found, before));
          for (const id of ids) await api.insist(signal, () => remove(found.channel, id));
          await drop(found);
        } catch (error) {
          if (signal.aborted) return;
          const fault = error instanceof PlatformError ? error.fault : "error";
          host.log.warn("a draft of an earlier run may still stand", { channel: found.channel, fault });
        }
      }
    },

    stop(): void {
      for (const { timer } of live.values()) clearTimeout(timer);
    },
  };
}

function isPosted(found: Entry): found is Entry & { id: string } {
  return found.id !== undefined;
}

async function read(host: Host): Promise<readonly Entry[]> {
  try {
    return z.array(entry).parse(JSON.parse((await host.kept(KEY)) ?? "[]"));
  } catch {
    host.log.warn("discord's drafts can't be read");
    return [];
  }
}
