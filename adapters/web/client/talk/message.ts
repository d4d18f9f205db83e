import type { WireMessage } from "../../wire.ts";
import { locale, w } from "../boot.ts";
import { dressCode } from "../code.ts";
import { el, icon, textButton } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { SendState } from "../net/outbox.ts";
import { buttonRow, type Press } from "./buttons.ts";
import { ownActs } from "./own.ts";
import { basis, files, sources } from "./parts.ts";
import { type React, reactButton, reactionRow } from "./reactions.ts";

/** What a message can be asked to do. Without `press` its buttons are shown but rest. */
export type MessageActs = {
  readonly press?: Press;
  readonly react?: React;
  readonly edit?: (id: string, text: string) => void;
  readonly remove?: (id: string) => void;
  /** While it is held back: as if it had not been written. */
  readonly unsend?: (message: WireMessage) => void;
  readonly dismiss?: (id: string) => void;
};

export type Reader = {
  readonly me: string | undefined;
  readonly api: Api;
  readonly acts: MessageActs;
  /** Others read here too: what is for this reader alone says so. */
  readonly isShared?: boolean;
  /** Sees the log as `me` does, without being that person. */
  readonly looksOn?: boolean;
};

/** One message as it stands in a log. */
export function buildMessage(message: WireMessage, reader: Reader, state: SendState): HTMLElement {
  const look = lookOf(message, reader.me);
  const name = reader.looksOn && message.from !== "bot" ? message.from.name : nameOf(message, look);
  const body = el("div", { class: "body prose", lang: message.language });
  body.innerHTML = message.html;
  dressCode(body, w);
  const { press, react } = reader.acts;
  const own = look === "mine" && state === "sent" ? ownActs(message, reader.acts, body) : [];
  const isSpoken = look === "bot" || look === "person" || look === "student";
  const reacts = react && isSpoken ? reactButton(message, reader.me, react) : undefined;
  const who = el("div", { class: "who" }, ...own, name, time(message.time), reacts);
  const article = el(
    "article",
    {
      class: `message ${look} ${message.mark ?? ""}`,
      "data-id": message.id,
      "aria-label": name,
    },
    ...(look === "status" ? [] : [who]),
    message.only === undefined || !reader.isShared
      ? undefined
      : el("p", { class: "only-you" }, icon("eye"), w.message.onlyYou),
    message.basis && basis(message.basis),
    body,
    files(message.files ?? [], reader.api),
    sources(message),
    press && buttonRow({ buttons: message.buttons, choices: message.choices, on: message.id, press }),
    reactionRow(message, reader.me, react),
    foot(message, reader.acts, state, look),
  );
  return article;
}

type Look = "bot" | "mine" | "person" | "student" | "status" | "note";

function lookOf({ from, tone, as }: WireMessage, me: string | undefined): Look {
  if (tone === "status" || tone === "note") return tone;
  if (tone === "student") return "student";
  if (from === "bot") return as === undefined ? "bot" : "person";
  if (from.id === me) return "mine";
  return from.kind === "student" ? "student" : "person";
}

function nameOf({ from, as }: WireMessage, look: Look): string {
  if (look === "mine") return w.chat.you;
  return as ?? (from === "bot" ? w.chat.bot : from.name);
}

function time(at: number): HTMLElement {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const day = today ? {} : ({ day: "numeric", month: "short" } as const);
  const shown = new Intl.DateTimeFormat(locale, { ...day, hour: "2-digit", minute: "2-digit" }).format(date);
  return el("time", { datetime: date.toISOString() }, shown);
}

/** Nothing is held back for longer than this. */
const HELD_MS = 60_000;

function foot(
  message: WireMessage,
  acts: MessageActs,
  state: SendState,
  look: Look,
): HTMLElement | undefined {
  const parts: Node[] = [];
  const { unsend } = acts;
  const isHeld = message.mark === undefined && Date.now() - message.time < HELD_MS;
  if (unsend && state === "sent" && isHeld && look === "mine")
    parts.push(unsendButton(() => unsend(message)));
  if (message.mark !== undefined) parts.push(mark(message.mark));
  if (state === "waiting") parts.push(el("span", { class: "state" }, icon("warn"), w.message.waiting));
  if (state === "sending") parts.push(el("span", { class: "state late" }, w.message.sending));
  if (typeof state === "object") {
    const why = `${w.message.failed} ${w.refusals[state.failed]}`;
    parts.push(el("span", { class: "state failed" }, icon("warn"), why));
    const { dismiss } = acts;
    if (dismiss) parts.push(textButton(w.message.dismiss, () => dismiss(message.id)));
  }
  return parts.length === 0 ? undefined : el("div", { class: "foot" }, ...parts);
}

function unsendButton(press: () => void): HTMLElement {
  const props = { type: "button", class: "text-button unsend", on: { click: press } };
  return el("button", props, icon("undo"), w.message.unsend);
}

function mark(kind: NonNullable<WireMessage["mark"]>): HTMLElement {
  const drawing = { delivered: "check", internal: "lock", failed: "warn" } as const;
  return el("span", { class: `mark-${kind} delivery` }, icon(drawing[kind]), w.marks[kind]);
}
