import { setTimeout as later } from "node:timers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Address, type Host, PlatformError } from "#ports/platform.ts";
import { type Rendered, renderDraft } from "../render.ts";

/** What is done with the message of a draft. */
type Parts = {
  readonly host: Pick<Host, "keep" | "kept" | "log">;
  readonly post: (at: Address, activity: Rendered) => Promise<string>;
  readonly edit: (at: Address, id: string, activity: Rendered) => Promise<void>;
  readonly remove: (at: Address, id: string) => Promise<void>;
  readonly now: () => number;
};

/** Teams asks for no more than one change in 1.5 s, and counts them against the same limit as messages. */
const EVERY_MS = 1500;
/** A draft that a crash has left is taken up again only while it still stands at the end of the chat. */
const FRESH_MS = 5 * 60_000;
/** An answer that has not come by then never will. */
const ABANDONED_MS = 3 * 60_000;
/** How long a process that ends waits for Teams. */
const PARTING_MS = 2000;

/** `key` is there from the moment that the message is the one of that key, for good. */
const kept = z.object({ id: z.string(), time: z.number(), key: z.string().optional() });
type Kept = z.output<typeof kept>;

type Open = {
  id?: string;
  shown: number;
  /** The post may have arrived, and nobody knows under which id. */
  isLost?: true;
  busy?: Promise<void>;
  readonly timer: NodeJS.Timeout;
};

/**
 * Answers that form before the reader's eyes: one message in the chat, changed as the words come, which the next
 * message there takes over. Changes may be repeated, so it ends as exactly one final message; Teams' own
 * streaming ends after two minutes and leaves what was said so far.
 */
export function createDrafts({ host, post, edit, remove, now }: Parts) {
  const open = new Map<Address, Open>();

  const read = async (at: Address): Promise<Kept | undefined> => {
    const value = await host.kept(`draft:${at}`);
    return value ? kept.safeParse(JSON.parse(value)).data : undefined;
  };
  const write = (at: Address, draft: Kept | undefined) =>
    host.keep(`draft:${at}`, draft ? JSON.stringify(draft) : "");
  const discard = async (at: Address, id: string) => {
    try {
      await remove(at, id);
      await write(at, undefined);
    } catch (error) {
      const reason = error instanceof PlatformError ? error.fault : "error";
      host.log.warn("teams: draft not removed", { reason });
    }
  };
  const abandon = async (at: Address) => {
    const draft = open.get(at);
    open.delete(at);
    clearTimeout(draft?.timer);
    await draft?.busy?.catch(() => undefined);
    if (draft?.id !== undefined) await discard(at, draft.id);
  };
  /** The draft that a crash has left in a chat; an old one is removed. */
  const leftover = async (at: Address): Promise<string | undefined> => {
    const before = await read(at);
    if (!before || before.key !== undefined) return undefined;
    if (now() - before.time < FRESH_MS) return before.id;
    await discard(at, before.id);
    return undefined;
  };
  const begin = async (at: Address, draft: Open) => {
    const before = await leftover(at);
    // No word of the answer yet: if this is not confirmed, no half answer stays.
    draft.id = before ?? (await post(at, renderDraft("")));
    if (before === undefined) await write(at, { id: draft.id, time: now() });
  };

  return {
    /** Shows the words so far; leaves out those that come too fast. */
    async show(at: Address, text: string): Promise<void> {
      // An answer that comes at once needs no draft.
      const draft: Open = open.get(at) ?? {
        shown: now(),
        timer: later(() => void abandon(at), ABANDONED_MS).unref(),
      };
      open.set(at, draft);
      if (draft.isLost || draft.busy || now() - draft.shown < EVERY_MS) return;
      draft.shown = now();
      draft.busy = draft.id === undefined ? begin(at, draft) : edit(at, draft.id, renderDraft(text));
      try {
        await draft.busy;
      } catch (error) {
        if (draft.id === undefined) draft.isLost = true;
        throw error;
      } finally {
        delete draft.busy;
      }
    },
    /** The message that becomes the one of this key, at every attempt the same; `undefined` if there is none. */
    async take(at: Address, key: string): Promise<string | undefined> {
      const draft = open.get(at);
      open.delete(at);
      clearTimeout(draft?.timer);
      // A change under way must not arrive after the answer.
      await draft?.busy?.catch(() => undefined);
      const before = await read(at);
      if (before?.key === key) return before.id;
      const id = draft?.id ?? (await leftover(at));
      if (id !== undefined) await write(at, { id, time: now(), key });
      return id;
    },
    /** Whether sending this key again only changes a message that stands there. */
    isTaken: async (at: Address, key: string) => (await read(at))?.key === key,
    /** Nothing comes to finish it. */
    drop: abandon,
    /** The message is gone; what follows is posted anew. */
    forget: (at: Address) => write(at, undefined),
    /** Removes what is not finished; what can't be removed soon is taken up again after the next start. */
    async stop(): Promise<void> {
      const all = Promise.all([...open.keys()].map(abandon));
      await Promise.race([all, sleep(PARTING_MS, undefined, { ref: false })]);
    },
  };
}
