import type { Address, Author, Host, InboundEvent, StoredFile } from "#ports/platform.ts";
import { address, isDirect, type Place, place, userOf } from "../address.ts";
import type { Calls, Token } from "../calls/calls.ts";
import { openDirect } from "../calls/direct.ts";
import type { People } from "../calls/people.ts";
import type { SlackConfig } from "../config.ts";
import { type Heard, interpret, type Known } from "../parse.ts";
import type { FileIn, MessageIn, Payload } from "../payload.ts";
import type { Signs } from "../speaking/signs.ts";
import { called } from "../text/from-slack.ts";
import { belongs, type Self, standing, subject, type Where, where } from "../where.ts";
import { fetchFile } from "./fetch-file.ts";
import { askForm } from "./forms.ts";
import type { Places } from "./places.ts";
import type { Threads } from "./threads.ts";

/**
 * Takes in what Slack sent. Resolves when it is stored, or is nothing for us; until then it must not be
 * acknowledged. Throws when Slack should send it again.
 */
export type Hear = (body: Payload) => Promise<void>;

type Parts = {
  readonly config: SlackConfig;
  readonly host: Host;
  readonly calls: Calls;
  readonly token: Token;
  readonly people: People;
  readonly threads: Threads;
  readonly places: Places;
  readonly signs: Signs;
  readonly self: Self;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Names in a text are worth no longer wait: Slack waits three seconds in all. */
const NAMES_MS = 1000;

export function createHear(parts: Parts): Hear {
  /** Places take in one event after the other: a file on its way is not overtaken by the words after it. */
  const lanes = new Map<string, Promise<void>>();
  return async (body) => {
    forgetChanged(body, parts);
    const found = where(body, parts.self);
    if (found === undefined) return;
    const lane = typeof found.place === "object" && "at" in found.place ? found.place.at : found.user;
    const work = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
      const heard = await understand(body, found, parts);
      if (heard !== undefined) await store(heard, parts);
    });
    const ended = work
      .catch(() => undefined)
      .then(() => void (lanes.get(lane) === ended && lanes.delete(lane)));
    lanes.set(lane, ended);
    return work;
  };
}

/** Names, languages and who is staff are asked again when Slack says that they changed. */
function forgetChanged(body: Payload, { people }: Parts): void {
  if (body.type !== "event_callback") return;
  const { event } = body;
  if (event.type === "user_change") people.forget(event.user.id);
  if (event.type === "member_left_channel") people.forget(event.user, event.channel);
}

/** Cheap questions first: most of what is said in a workspace is not for the bot. */
async function understand(body: Payload, found: Where, parts: Parts): Promise<Heard | undefined> {
  const { self, people, host } = parts;
  const known = await belonging(found, parts);
  if (known === undefined) return undefined;
  const { at, message } = known;
  const isOurs = !found.isSure && (await parts.threads.isOurs(at));
  if (!found.isSure && !isOurs) return undefined;
  const pointed = body.type === "message_action" ? body.message : message;
  const [author, names, quoted] = await Promise.all([
    people.person(found.user, isDesk(at, parts)),
    namesOf(calledIn(body, self), parts),
    pointed && quote(pointed, at, parts),
  ]);
  const heard = interpret(body, { self, author, isOurs, at, quoted, names, now: parts.now() });
  const [event] = heard?.events ?? [];
  if (event?.type !== "action" || body.type !== "block_actions") return heard;
  const { hooksOrigin } = parts.config;
  return (await askForm(event, body, { host, calls: parts.calls, hooksOrigin })) ? undefined : heard;
}

function isDesk(at: Address, { config }: Parts): boolean {
  const here = place(at);
  return here !== undefined && here.channel === config.desk?.channel && here.team === config.desk.team;
}

type Belongs = { readonly at: Address; readonly message?: MessageIn | undefined };

/** Where it belongs; `undefined` when that shows that it is not for the bot. */
async function belonging({ place: to, user, isSure }: Where, parts: Parts): Promise<Belongs | undefined> {
  const { self, calls, places, threads } = parts;
  if (to === "direct") {
    const channel = await openDirect(calls, user);
    return { at: address({ team: self.team, channel }) };
  }
  if ("at" in to) return to;
  if ("last" in to) {
    const at = await threads.lastOf(self.team, user);
    const isThere = to.last.channel === undefined || (at && place(at)?.channel === to.last.channel);
    return at !== undefined && isThere ? { at } : undefined;
  }
  const { channel, ts } = to.of;
  const known = places.of(channel, ts);
  if (known !== undefined) return { at: known };
  if (!isSure) return undefined;
  const message = await places.look(channel, ts);
  if (message === undefined) return { at: standing(channel, { ts }, self.team) };
  if (message.user === self.user) return { at: standing(channel, message, self.team) };
  return { at: belongs(channel, message, self), message };
}

/** Who wrote what the event points at, as Slack says. */
async function quote(message: MessageIn, at: Address, parts: Parts): Promise<Known["quoted"]> {
  if (message.user === undefined) return undefined;
  const from: Author = await parts.people.person(message.user, isDesk(at, parts));
  return { message, from };
}

async function namesOf(ids: readonly string[], { people, sleep }: Parts): Promise<Known["names"] & {}> {
  if (ids.length === 0) return {};
  return Promise.race([people.names(ids), sleep(NAMES_MS).then(() => ({}))]);
}

function calledIn(body: Payload, self: Self): readonly string[] {
  const about =
    body.type === "event_callback"
      ? "ts" in body.event && subject(body.event)
      : body.type === "message_action" && body.message;
  return about ? called(about).filter((id) => id !== self.user) : [];
}

async function store({ events, files }: Heard, parts: Parts): Promise<void> {
  const { host, threads, places, signs } = parts;
  for (const event of events) {
    const at = place(event.at);
    if (event.type !== "message" || at === undefined) {
      await host.accept(event);
      continue;
    }
    // Files of a copy need not be fetched again; the host knows the rest.
    if (places.of(at.channel, event.message) !== undefined) continue;
    const message = await withFiles(event, files, parts);
    signs.heard(at, event.message);
    // Asked for together, so that they share a commit: the bot's first sign waits for it.
    await Promise.all([host.accept(message), ...remember(event, at, threads)]);
    places.stands(at.channel, event.message, event.at);
  }
}

/** What a restart must not forget; what nobody asked the bot is its thread only once it has answered. */
function remember(
  { at, from, overheard }: Message,
  where: Place,
  threads: Threads,
): readonly Promise<void>[] {
  if (overheard) return [];
  const wrote = threads.wroteAt(where.team, userOf(from.id), at);
  return isThread(where) ? [wrote, threads.makeOurs(at)] : [wrote];
}

function isThread({ channel, thread }: Place): boolean {
  return thread !== undefined && !isDirect(channel);
}

type Message = Extract<InboundEvent, { type: "message" }>;

/** The message with its files in the host; what could not be brought over is named in the text. */
async function withFiles(event: Message, files: readonly FileIn[], parts: Parts): Promise<Message> {
  if (files.length === 0) return event;
  const { calls, host, token } = parts;
  const { filesOrigin } = parts.config;
  const kept: StoredFile[] = [];
  const lost: string[] = [];
  for (const file of files) {
    const fetched = await fetchFile(file, calls, { token, filesOrigin, host });
    if ("lost" in fetched) lost.push(fetched.lost);
    else kept.push(fetched);
  }
  const text = [event.text, ...lost].filter((part) => part !== "").join("\n");
  return { ...event, text, files: kept };
}
