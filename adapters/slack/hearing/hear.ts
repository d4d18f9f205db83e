import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Address, Host, InboundEvent, StoredFile } from "#ports/platform.ts";
import { address, isDirect, place } from "../address.ts";
import type { Calls } from "../calls/calls.ts";
import { fetchFile, type Origin } from "../calls/fetch-file.ts";
import type { People } from "../calls/people.ts";
import { type Heard, parse } from "../parse.ts";
import { type FileIn, type Payload, payload } from "../payload.ts";
import { called } from "../text/from-slack.ts";
import { type Self, subject, type Where, where } from "../where.ts";
import type { Threads } from "./threads.ts";

/**
 * Takes in what Slack sent. Resolves when it is stored, or is nothing for us; until then it must not be
 * acknowledged. Throws when Slack should send it again.
 */
export type Hear = (raw: unknown) => Promise<void>;

type Parts = {
  readonly host: Host;
  readonly calls: Calls;
  readonly people: People;
  readonly threads: Threads;
  readonly origin: Origin;
  readonly deskChannel: string | undefined;
  readonly self: () => Self;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Names in a text are worth no longer wait: Slack waits three seconds in all. */
const NAMES_MS = 1000;

export function createHear(parts: Parts): Hear {
  /** Places take in one event after the other: a file on its way is not overtaken by the words after it. */
  const lanes = new Map<string, Promise<void>>();
  /** Copies of what was taken in a moment ago cost nothing; older ones are known to the host. */
  const stored = new LRUCache<string, true>({ max: 5000 });
  return async (raw) => {
    const body = payload.safeParse(raw).data;
    const found = body && where(body, parts.self());
    if (body === undefined || found === undefined) return;
    const lane = found.at ?? found.user;
    const work = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
      const heard = await understand(raw, body, found, parts);
      const id = heard?.events.at(-1)?.id;
      if (heard === undefined || id === undefined || stored.has(id)) return;
      await store(heard, parts);
      stored.set(id, true);
    });
    const ended = work
      .catch(() => undefined)
      .then(() => void (lanes.get(lane) === ended && lanes.delete(lane)));
    lanes.set(lane, ended);
    return work;
  };
}

/** Cheap questions first: most of what is said in a workspace is not for the bot. */
async function understand(
  raw: unknown,
  body: Payload,
  { user, at, isSure }: Where,
  parts: Parts,
): Promise<Heard | undefined> {
  const self = parts.self();
  const isOurs = !isSure && at !== undefined && (await parts.threads.isOurs(at));
  if (!isSure && !isOurs) return undefined;
  const isDesk = at !== undefined && place(at)?.channel === parts.deskChannel;
  const [{ author, locale }, names, direct] = await Promise.all([
    parts.people.person(user, isDesk),
    Promise.race([parts.people.names(calledIn(body, self)), parts.sleep(NAMES_MS).then(() => ({}))]),
    at ?? openDirect(user, parts),
  ]);
  return parse(raw, { self, author, locale, isOurs, direct, names, now: parts.now() });
}

function calledIn(body: Payload, self: Self): readonly string[] {
  const about =
    body.type === "event_callback" ? subject(body.event) : body.type === "message_action" && body.message;
  return about ? called(about).filter((id) => id !== self.user) : [];
}

const opened = z.object({ channel: z.object({ id: z.string() }) });

/** https://docs.slack.dev/reference/methods/conversations.open: gives the one that exists, or makes it. */
async function openDirect(user: string, { calls, self }: Parts): Promise<Address> {
  const { channel } = await calls("conversations.open", { users: user }, opened);
  return address({ team: self().team, channel: channel.id });
}

async function store({ events, files }: Heard, parts: Parts): Promise<void> {
  const { host, threads } = parts;
  for (const event of events) {
    const whole = event.type === "message" ? await withFiles(event, files, parts) : event;
    await host.accept(whole);
    const at = place(event.at);
    const isThread = event.type === "message" && at?.thread !== undefined && !isDirect(at.channel);
    if (isThread) await threads.makeOurs(event.at);
  }
}

type Message = Extract<InboundEvent, { type: "message" }>;

/** The message with its files in the host; what could not be brought over is named in the text. */
async function withFiles(event: Message, files: readonly FileIn[], parts: Parts): Promise<Message> {
  if (files.length === 0) return event;
  const kept: StoredFile[] = [];
  const lost: string[] = [];
  for (const file of files) {
    const fetched = await fetchFile(file, parts.calls, { ...parts.origin, host: parts.host });
    if ("lost" in fetched) lost.push(fetched.lost);
    else kept.push(fetched);
  }
  const text = [event.text, ...lost].filter((part) => part !== "").join("\n");
  return { ...event, text, files: kept };
}
