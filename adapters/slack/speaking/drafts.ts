import { z } from "zod";
import type { Address, Host } from "#ports/platform.ts";
import { address, type Place, place } from "../address.ts";
import type { Calls } from "../calls/calls.ts";
import { find } from "../calls/find.ts";
import type { Limits } from "../calls/limits.ts";
import { render, TEXT_LIMIT } from "../render.ts";
import { gone } from "./uploads.ts";

/**
 * The answer as it forms: one message at a place, changed as the words come, which then becomes the answer.
 * Those that a process left behind are taken away by the next.
 */
export type Drafts = {
  /** Shows the words so far, if it is time. Throws PlatformError. */
  show(at: Place, text: string): Promise<void>;
  /** The message that the answer is to take over; no draft is shown any more until it is done. */
  take(at: Place): Promise<string | undefined>;
  /** The answer could not be sent: it may be tried again, or never come. */
  release(at: Place): void;
  /** The answer stands there: the place is free for another draft. */
  done(at: Place): Promise<void>;
  /** Takes away what nothing came of, and what an earlier process left. */
  sweep(): Promise<void>;
};

/** An answer that is there sooner needs no draft; and a message is not changed more often. */
const EVERY_MS = 1000;
/**
 * One change each so long in the whole workspace, of which Slack allows fifty a minute: the rest is for answers.
 * https://docs.slack.dev/reference/methods/chat.update
 */
export const DRAFT_PACE_MS = 1500;
/** A draft that nothing came of goes after this. */
const FORGOTTEN_MS = 90_000;

type Parts = {
  readonly calls: Calls;
  readonly host: Host;
  /** With a pace for drafts. */
  readonly limits: Limits;
  readonly post: (at: Place, what: object) => Promise<string>;
  readonly team: string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

type Draft = {
  /** When the first words came: with the place, what names it. */
  readonly since: number;
  last: number;
  ts?: string;
  isTaken?: true;
  /** What is being shown now. */
  showing?: Promise<void>;
};

const entry = z.object({ at: z.string().transform((at) => at as Address), since: z.number() });
type Entry = z.output<typeof entry>;

export function createDrafts(parts: Parts): Drafts {
  const { calls, host, limits, post, now, sleep } = parts;
  const live = new Map<Address, Draft>();
  const ledger = createLedger(host, `drafts:${parts.team}`);

  const say = async (at: Place, draft: Draft, text: string) => {
    const name = { at: address(at), since: draft.since };
    const what = render({ text: `${text} …` }, { key: keyOf(name) });
    if (draft.ts !== undefined)
      return void (await calls("chat.update", { channel: at.channel, ts: draft.ts, ...what }, z.object({})));
    await ledger.add(name);
    draft.ts = await post(at, what);
  };
  return {
    async show(at, text) {
      const draft = live.get(address(at)) ?? { since: now(), last: now() };
      live.set(address(at), draft);
      const isTime = now() - draft.last >= EVERY_MS && text.length < TEXT_LIMIT;
      if (draft.isTaken || !isTime || limits.take("drafts", 0) > 0) return;
      draft.last = now();
      draft.showing = say(at, draft, text);
      await draft.showing.finally(() => delete draft.showing);
    },
    async take(at) {
      const draft = live.get(address(at));
      if (draft === undefined) return undefined;
      draft.isTaken = true;
      // How it failed is told to who showed it.
      await draft.showing?.catch(() => undefined);
      return draft.ts;
    },
    release(at) {
      delete live.get(address(at))?.isTaken;
    },
    async done(at) {
      const draft = live.get(address(at));
      live.delete(address(at));
      // Of one that may be there, nobody knows where: it is looked for later.
      if (draft?.ts !== undefined) await ledger.drop({ at: address(at), since: draft.since });
    },
    async sweep() {
      for (const [at, { last, isTaken }] of live)
        if (!isTaken && now() - last > FORGOTTEN_MS) live.delete(at);
      for (const left of await ledger.all()) {
        const at = place(left.at);
        if (at === undefined || live.get(left.at)?.since === left.since) continue;
        const wanted = { at, key: keyOf(left), since: left.since };
        const found = await find(calls, wanted, { sleep, waits: [] });
        if (typeof found === "object")
          await gone(calls("chat.delete", { channel: at.channel, ts: found.id }, z.object({})));
        await ledger.drop(left);
      }
    },
  };
}

/** Which drafts may stand at Slack, written down before they do. */
function createLedger(host: Host, name: string) {
  let entries: readonly Entry[] | undefined;
  const all = async () => {
    const kept = entries === undefined ? await host.kept(name) : undefined;
    // Whoever was quicker has read it, and may have changed it.
    entries ??= z.array(entry).parse(JSON.parse(kept ?? "[]"));
    return entries;
  };
  const change = async (work: (before: readonly Entry[]) => readonly Entry[]) => {
    const known = await all();
    entries = work(entries ?? known);
    await host.keep(name, JSON.stringify(entries));
  };
  const isOther = (one: Entry) => (other: Entry) => other.at !== one.at || other.since !== one.since;
  return {
    all,
    add: (one: Entry) => change((before) => [...before, one]),
    drop: (one: Entry) => change((before) => before.filter(isOther(one))),
  };
}

/** The key under which the message is found as long as it is a draft. */
function keyOf({ at, since }: Entry): string {
  return `draft:${at}:${since}`;
}
