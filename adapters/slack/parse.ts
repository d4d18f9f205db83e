import { createHash } from "node:crypto";
import { ACTIONS, type Action } from "#ports/controls.ts";
import type { Address, Author, InboundEvent, Quoted } from "#ports/platform.ts";
import {
  type EnvelopeIn,
  type FileIn,
  type MessageIn,
  type Payload,
  type PressedIn,
  payload,
  type ReactedIn,
  type WrittenIn,
} from "./payload.ts";
import { asked, filledIn } from "./speaking/modal.ts";
import { emojiOf } from "./text/emoji.ts";
import { fromSlack, type Names } from "./text/from-slack.ts";
import { isTombstone, type Self, subject, where } from "./where.ts";

/** What was looked up for an event before it is read. */
export type Known = {
  readonly self: Self;
  readonly author: Author;
  /** Whether the thread is one that the bot opened or was called into. */
  readonly isOurs: boolean;
  /** Where it belongs, when the event itself does not say. */
  readonly at?: Address | undefined;
  /** The message that a reaction or a shortcut points at, and who wrote it. */
  readonly quoted?: { readonly message: MessageIn; readonly from: Author } | undefined;
  readonly names?: Readonly<Record<string, string>>;
  /** When it came: commands carry no time of their own. */
  readonly now: number;
};

/** What an event means; the files are those of the message in it, not fetched yet. */
export type Heard = { readonly events: readonly InboundEvent[]; readonly files: readonly FileIn[] };

/** What Slack sent, as events; `undefined` when it is not for the bot. */
export function parse(raw: unknown, known: Known): Heard | undefined {
  const body = payload.safeParse(raw).data;
  return body && interpret(body, known);
}

/** The same of what was read already. An id names the thing itself, so that all copies that Slack sends are one event. */
export function interpret(body: Payload, known: Known): Heard | undefined {
  const found = where(body, known.self);
  if (found === undefined || known.author.kind === "bot") return undefined;
  if (!found.isSure && !known.isOurs) return undefined;
  const at = typeof found.place === "object" && "at" in found.place ? found.place.at : known.at;
  if (at === undefined) return undefined;
  const names = { self: known.self.user, people: known.names ?? {} };
  return read(body, { at, known, names, isOverheard: found.overheard === true });
}

type Reading = {
  readonly at: Address;
  readonly known: Known;
  readonly names: Names;
  readonly isOverheard: boolean;
};

function read(body: Payload, reading: Reading): Heard | undefined {
  const { team } = reading.known.self;
  switch (body.type) {
    case "event_callback":
      return happened(body, reading);
    case "block_actions":
      return pressed(body, reading);
    case "view_submission": {
      const about = asked(body.view.private_metadata, team);
      if (about === undefined) return undefined;
      const { on, action, value } = about;
      const fields = filledIn(body.view.state.values);
      const time = reading.known.now;
      return only({
        ...base(reading, `${team}:${body.view.id}`, time),
        type: "action",
        action,
        value,
        on,
        fields,
      });
    }
    case "message_action": {
      const { callback_id, trigger_id, message, action_ts } = body;
      const time = action_ts === undefined ? reading.known.now : millis(action_ts);
      const event = base(reading, `${team}:${trigger_id}`, time);
      if (callback_id === "ask_about_this") {
        const text = fromSlack(message, reading.names);
        return { events: [spoken(event, event.id, text)], files: message.files ?? [] };
      }
      if (callback_id !== "open_ticket") return undefined;
      const about = quoted(reading);
      // Of what the bot itself or no person wrote, the words are enough.
      const words = { text: fromSlack(message, reading.names).replace(/^/gm, "> ") };
      const pointed = about === undefined ? { fields: words } : { about };
      return only({ ...event, type: "action", action: "ticket", value: "", ...pointed });
    }
    case "command":
      return commanded(body, reading);
  }
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
function commanded(body: Extract<Payload, { type: "command" }>, reading: Reading): Heard | undefined {
  const event = base(reading, `${reading.known.self.team}:${body.trigger_id}`, reading.known.now);
  const text = fromSlack({ text: body.text }, reading.names);
  const wish = { ...event, type: "action", value: "" } as const;
  switch (body.command) {
    case "/ask":
      return only(spoken(event, event.id, text));
    case "/tickets":
      return only({ ...wish, action: "tickets" });
    case "/ticket":
      return only({ ...wish, action: "ticket", ...(text !== "" && { fields: { text } }) });
    case "/human": {
      // The way to a person, and then the words for the person.
      const id = `${event.id}+text`;
      const words = text === "" ? [] : [spoken({ ...event, id }, id, text)];
      return { events: [{ ...wish, action: "person" }, ...words], files: [] };
    }
    default:
      return undefined;
  }
}

function happened(body: EnvelopeIn, reading: Reading): Heard | undefined {
  const { event } = body;
  switch (event.type) {
    case "message":
    case "app_mention":
      return written(event, reading);
    case "reaction_added":
    case "reaction_removed":
      return reacted(event, reading);
    case "user_change":
    case "member_left_channel": {
      const { self, author, now } = reading.known;
      const time = body.event_time === undefined ? now : body.event_time * 1000;
      const id = `${self.team}:${body.event_id ?? `${author.id}:${time}`}`;
      return only({ ...base(reading, id, time), type: "left" });
    }
    case "app_uninstalled":
    case "tokens_revoked":
      return undefined;
  }
}

function written(event: WrittenIn, reading: Reading): Heard | undefined {
  const about = subject(event);
  if (about === undefined) return undefined;
  const { ts } = about;
  const id = `${reading.known.self.team}:${event.channel}:${ts}`;
  if (event.subtype === "message_deleted" || (event.message && isTombstone(event.message)))
    return only({ ...base(reading, `${id}+x`, millis(ts)), type: "deleted", message: ts });
  const text = fromSlack(about, reading.names);
  if (event.subtype === "message_changed") {
    const time = millis(about.edited?.ts ?? ts);
    return only({ ...base(reading, `${id}+${revision(about)}`, time), type: "edited", message: ts, text });
  }
  const said = spoken(base(reading, id, millis(ts)), ts, text);
  const heard = reading.isOverheard ? ({ ...said, overheard: true } as const) : said;
  return { events: [heard], files: about.files ?? [] };
}

function reacted({ type, item, reaction, event_ts }: ReactedIn, reading: Reading): Heard {
  const added = type === "reaction_added";
  const { self, author } = reading.known;
  const sign = `${added ? "+" : "-"}${reaction}:${author.id}:${event_ts}`;
  const event = base(reading, `${self.team}:${item.channel}:${item.ts}${sign}`, millis(event_ts));
  const about = quoted(reading);
  const emoji = emojiOf(reaction);
  return only({ ...event, type: "reaction", message: item.ts, emoji, added, ...(about && { about }) });
}

function pressed(
  { actions, message, container, trigger_id }: PressedIn,
  reading: Reading,
): Heard | undefined {
  const { self, author } = reading.known;
  const [element] = actions;
  if (element === undefined) return undefined;
  const [name = "", mark = ""] = element.action_id.split(/\/(.*)/s);
  if (!isAction(name)) return undefined;
  const on = message?.ts ?? container.message_ts;
  const id = `${self.team}:${trigger_id ?? `${on}:${author.id}:${element.action_ts}`}`;
  const event = {
    ...base(reading, id, millis(element.action_ts)),
    type: "action",
    action: name,
    on,
  } as const;
  if (element.type === "button") return only({ ...event, value: element.value });
  return only({ ...event, value: mark, fields: { choice: element.selected_option.value } });
}

/** Somebody's message that the event points at; the bot's own words are known to the host. */
function quoted({ known, names }: Reading): Quoted | undefined {
  const { quoted, self } = known;
  if (quoted === undefined || quoted.message.user === self.user) return undefined;
  const { message, from } = quoted;
  const files = (message.files ?? []).map(({ name }) => `📎 ${name ?? "file"}`);
  const text = [fromSlack(message, names), ...files].filter((part) => part !== "").join("\n");
  return { message: message.ts, from, text };
}

type Base = Pick<InboundEvent, "id" | "at" | "from" | "time">;

function base({ at, known }: Reading, id: string, time: number): Base {
  return { id, at, from: known.author, time };
}

function spoken(event: Base, message: string, text: string) {
  return { ...event, type: "message", message, text, files: [] } as const;
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
