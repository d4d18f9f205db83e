import type { Push, WireMessage } from "../../wire.ts";
import { w } from "../boot.ts";
import { dressCode } from "../code.ts";
import { el, icon } from "../dom.ts";
import type { SendState } from "../net/outbox.ts";
import { buildMessage, type Reader } from "./message.ts";

/** The messages of one place, in order, and the sign that somebody is writing. */
export type Log = {
  readonly element: HTMLElement;
  /** Applies what the server pushed; tells whether it was a message that was not there before. */
  apply(push: Push): boolean;
  /** Shows what was written here before the server has it. */
  put(message: WireMessage, state: SendState): void;
  state(id: string, state: SendState): void;
  drop(id: string): void;
  find(id: string): WireMessage | undefined;
  size(): number;
};

type Entry = { message: WireMessage; state: SendState; node: HTMLElement };
const TYPING_MS = 8000;
/** This close to the end, a reader wants to see what comes. */
const NEAR_END_PX = 120;

export function createLog(label: string, reader: Reader, changed: () => void): Log {
  const entries = new Map<string, Entry>();
  const list = el("div", {
    class: "log",
    role: "log",
    "aria-live": "polite",
    "aria-label": label,
    "aria-busy": "true",
  });
  const draft = el("div", { class: "message bot draft", hidden: true, "aria-label": w.draft });
  const typing = el(
    "p",
    { class: "typing", hidden: true },
    el("i"),
    el("i"),
    el("i"),
    el("span", {}, w.typing),
  );
  const jump = el(
    "button",
    { type: "button", class: "jump", hidden: true, "aria-label": w.chat.newest },
    icon("arrow"),
  );
  const scroller = el(
    "div",
    { class: "scroller", tabindex: 0, role: "region", "aria-label": label },
    list,
    draft,
    typing,
  );
  const element = el("div", { class: "log-frame" }, scroller, jump);
  let stopTyping: ReturnType<typeof setTimeout> | undefined;

  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    jump.hidden = true;
  };
  jump.addEventListener("click", toEnd);
  scroller.addEventListener("scroll", () => {
    if (isAtEnd()) jump.hidden = true;
  });
  // Pictures and fonts change heights after the fact: whoever stood at the end stays there.
  let stood = true;
  scroller.addEventListener("scroll", () => {
    stood = isAtEnd();
  });
  new ResizeObserver(() => stood && toEnd()).observe(list);
  new ResizeObserver(() => stood && toEnd()).observe(scroller);

  const quiet = () => {
    clearTimeout(stopTyping);
    typing.hidden = true;
  };
  const endDraft = () => {
    draft.hidden = true;
    draft.replaceChildren();
  };
  /** Keeps the reader's place: at the end stays at the end, further up gets a sign. */
  const keepPlace = (work: () => void, isNew: boolean) => {
    const end = isAtEnd();
    work();
    if (end) toEnd();
    else if (isNew) jump.hidden = false;
    changed();
  };
  /** What is taller than the view is read from its beginning. */
  const showStart = (id: string) => {
    const node = entries.get(id)?.node;
    if (node === undefined || node.offsetHeight < scroller.clientHeight) return;
    stood = false;
    scroller.scrollTop += node.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 12;
  };
  const insert = (entry: Entry) => {
    const later = [...entries.values()].find((other) => other.message.time > entry.message.time);
    if (later === undefined) list.append(entry.node);
    else later.node.before(entry.node);
    if (later === undefined) entries.set(entry.message.id, entry);
    else {
      const all = [...entries].flatMap(([id, other]): [string, Entry][] =>
        other === later
          ? [
              [entry.message.id, entry],
              [id, other],
            ]
          : [[id, other]],
      );
      entries.clear();
      for (const [id, other] of all) entries.set(id, other);
    }
  };
  const upsert = (message: WireMessage, state: SendState): boolean => {
    const known = entries.get(message.id);
    if (known === undefined) {
      insert({ message, state, node: buildMessage(message, reader, state) });
      return true;
    }
    const next = {
      ...message,
      time: known.message.time,
      ...(known.message.mark && !message.mark ? { mark: known.message.mark } : {}),
      ...(known.message.reactions && !message.reactions ? { reactions: known.message.reactions } : {}),
    };
    if (JSON.stringify(next) === JSON.stringify(known.message) && state === known.state) return false;
    rebuild(known, next, state);
    return false;
  };
  const rebuild = (entry: Entry, message: WireMessage, state: SendState) => {
    const node = buildMessage(message, reader, state);
    entry.node.replaceWith(node);
    Object.assign(entry, { message, state, node });
  };
  const drop = (id: string) => {
    entries.get(id)?.node.remove();
    entries.delete(id);
  };
  const change = (id: string, part: Partial<WireMessage>) => {
    const entry = entries.get(id);
    if (entry !== undefined) rebuild(entry, { ...entry.message, ...part }, entry.state);
  };

  return {
    element,
    apply(push) {
      let isNew = false;
      switch (push.type) {
        case "snapshot":
          keepPlace(() => {
            const here = new Set(push.messages.map(({ id }) => id));
            for (const [id, { state }] of entries) if (state === "sent" && !here.has(id)) drop(id);
            for (const message of push.messages) upsert(message, "sent");
            endDraft();
            list.removeAttribute("aria-busy");
          }, false);
          break;
        case "upsert":
          isNew = !entries.has(push.message.id);
          keepPlace(() => {
            if (push.message.from === "bot") {
              quiet();
              endDraft();
            }
            upsert(push.message, "sent");
          }, isNew);
          if (isNew && stood) showStart(push.message.id);
          break;
        case "text":
          keepPlace(() => change(push.id, { html: push.html, text: push.text }), false);
          break;
        case "mark":
          keepPlace(() => change(push.id, { mark: push.mark }), false);
          break;
        case "reactions":
          keepPlace(() => change(push.id, { reactions: push.reactions }), false);
          break;
        case "remove":
          keepPlace(() => drop(push.id), false);
          break;
        case "draft":
          keepPlace(() => {
            quiet();
            const body = el("div", { class: "body prose" });
            body.innerHTML = push.html;
            dressCode(body, w);
            draft.replaceChildren(el("div", { class: "who" }, w.chat.bot), body);
            draft.hidden = false;
          }, false);
          break;
        case "typing":
          keepPlace(() => {
            if (draft.hidden) typing.hidden = false;
            clearTimeout(stopTyping);
            stopTyping = setTimeout(quiet, TYPING_MS);
          }, false);
          break;
        case "cases":
          break;
      }
      return isNew;
    },
    put(message, state) {
      upsert(message, state);
      toEnd();
      changed();
    },
    state(id, state) {
      const entry = entries.get(id);
      if (entry !== undefined && entry.state !== state)
        keepPlace(() => rebuild(entry, entry.message, state), false);
    },
    drop(id) {
      drop(id);
      changed();
    },
    find: (id) => entries.get(id)?.message,
    size: () => entries.size,
  };
}
