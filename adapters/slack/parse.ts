import { createHash } from "node:crypto";
import { ACTIONS, type Action, type Address, type Author, type InboundEvent } from "#ports/platform.ts";
import { type FileIn, type MessageIn, type Payload, payload } from "./payload.ts";
import { fromSlack, type Names } from "./text/from-slack.ts";
import { isTombstone, type Self, subject, where } from "./where.ts";

/** What was looked up for an event before it is read. */
export type Known = {
  readonly self: Self;
  readonly author: Author;
  readonly locale?: string | undefined;
  /** Whether the thread is one that the bot opened or was called into. */
  readonly isOurs: boolean;
  /** The author's direct message with the bot, where commands are answered. */
  readonly direct?: Address | undefined;
  readonly names?: Readonly<Record<string, string>>;
  /** When it came: commands carry no time of their own. */
  readonly now: number;
};

/** What an event means; the files are those of the message in it, not fetched yet. */
export type Heard = { readonly events: readonly InboundEvent[]; readonly files: readonly FileIn[] };

/**
 * What Slack sent, as events; `undefined` when it is not for the bot. An id names the message itself, so that
 * all copies that Slack sends of it are one event.
 */
export function parse(raw: unknown, known: Known): Heard | undefined {
  const body = payload.safeParse(raw).data;
  const place = body && where(body, known.self);
  if (body === undefined || place === undefined || known.author.kind === "bot") return undefined;
  if (!place.isSure && !known.isOurs) return undefined;
  const at = place.at ?? known.direct;
  if (at === undefined) return undefined;
  return read(body, { at, known, names: { self: known.self.user, people: known.names ?? {} } });
}

type Reading = { readonly at: Address; readonly known: Known; readonly names: Names };

function read(body: Payload, reading: Reading): Heard | undefined {
  const { at, known } = reading;
  const { team } = known.self;
  switch (body.type) {
    case "event_callback":
      return written(body, reading);
    case "block_actions": {
      const { actions, message, trigger_id } = body;
      const [pressed] = actions;
      if (pressed === undefined || pressed.type !== "button" || !isAction(pressed.action_id))
        return undefined;
      const { action_id: action, action_ts, value } = pressed;
      const id = `${team}:${trigger_id ?? `${message.ts}:${known.author.id}:${action_ts}`}`;
      const time = millis(action_ts);
      return only({ id, at, from: known.author, time, type: "action", action, value, on: message.ts });
    }
    case "message_action": {
      const { callback_id, trigger_id, message, action_ts } = body;
      const asked = {
        id: `${team}:${trigger_id}`,
        time: action_ts === undefined ? known.now : millis(action_ts),
      };
      const words = { text: fromSlack(message, reading.names), files: message.files ?? [] };
      if (callback_id === "ask_about_this") return ask(asked, words, reading);
      return callback_id === "open_ticket" ? person(asked, words, reading) : undefined;
    }
    case "command": {
      const { command, text, trigger_id } = body;
      const asked = { id: `${team}:${trigger_id}`, time: known.now };
      const words = { text: fromSlack({ text }, reading.names), files: [] };
      if (command === "/ask") return ask(asked, words, reading);
      return command === "/human" || command === "/ticket" ? person(asked, words, reading) : undefined;
    }
  }
}

function written(body: Extract<Payload, { type: "event_callback" }>, reading: Reading): Heard | undefined {
  const { event } = body;
  const about = subject(event);
  if (about === undefined) return undefined;
  const { at, known, names } = reading;
  const { ts } = about;
  const id = `${known.self.team}:${event.channel}:${ts}`;
  const base = { at, from: known.author };
  if (event.subtype === "message_deleted" || (event.message && isTombstone(event.message)))
    return only({ ...base, id: `${id}+x`, time: millis(ts), type: "deleted", message: ts });
  const text = fromSlack(about, names);
  if (event.subtype === "message_changed") {
    const time = millis(about.edited?.ts ?? ts);
    return only({ ...base, id: `${id}+${revision(about)}`, time, type: "edited", message: ts, text });
  }
  return message({ ...base, id, time: millis(ts), message: ts, text }, about.files ?? [], known);
}

type Asked = { readonly id: string; readonly time: number };
type Words = { readonly text: string; readonly files: readonly FileIn[] };

function ask({ id, time }: Asked, { text, files }: Words, { at, known }: Reading): Heard {
  return message({ id, time, at, from: known.author, message: id, text }, files, known);
}

/** The way to a person, and then the words for the person. */
function person(asked: Asked, words: Words, reading: Reading): Heard {
  const { at, known } = reading;
  const wish = { ...asked, at, from: known.author, type: "action", action: "person", value: "" } as const;
  if (words.text === "" && words.files.length === 0) return only(wish);
  const { events, files } = ask({ ...asked, id: `${asked.id}+text` }, words, reading);
  return { events: [wish, ...events], files };
}

function message(
  event: Omit<Extract<InboundEvent, { type: "message" }>, "type" | "files" | "locale">,
  files: readonly FileIn[],
  { locale }: Known,
): Heard {
  return {
    events: [{ ...event, type: "message", files: [], ...(locale !== undefined && { locale }) }],
    files,
  };
}

function only(event: InboundEvent): Heard {
  return { events: [event], files: [] };
}

function isAction(id: string): id is Action {
  return (ACTIONS as readonly string[]).includes(id);
}

/** Different for each revision, the same for all copies of it. */
function revision({ text, files, edited }: MessageIn): string {
  const content = JSON.stringify([text ?? "", (files ?? []).map((file) => file.id), edited?.ts ?? ""]);
  return createHash("sha256").update(content).digest("base64url").slice(0, 16);
}

/** Slack's `ts` is a time in seconds. */
function millis(ts: string): number {
  return Math.round(Number.parseFloat(ts) * 1000) || 0;
}
