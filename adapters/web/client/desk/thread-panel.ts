import type { WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { Outbox } from "../net/outbox.ts";
import { createComposer, takeDrops } from "../talk/composer.ts";
import { type Conversation, createConversation } from "../talk/conversation.ts";
import type { Case } from "./cases.ts";

/** The thread of a case, to read and to write in: to the student, or a note that stays inside. */
export type ThreadPanel = {
  readonly element: HTMLElement;
  readonly talk: Conversation;
  update(now: Case, mine: boolean): void;
};

type Options = {
  readonly at: string;
  readonly me: WirePerson;
  readonly api: Api;
  readonly outbox: Outbox;
};
type Mode = "student" | "note";

/** What the core keeps inside by its beginning; commands go to the bot. */
const NOTE_PREFIX = "//";
const INSIDE = /^\s*(?:\/\/|／／|、、|!|！)/;

export function createThreadPanel({ at, me, api, outbox }: Options): ThreadPanel {
  let mode: Mode = "student";
  let mayReply = false;
  const talk = createConversation({
    at,
    label: w.desk.thread,
    me,
    api,
    outbox,
    changed: () => undefined,
    takenBack: (text) => composer.write(text.replace(/^\/\/\s*/, "")),
  });
  const composer = createComposer({
    name: at,
    at: () => at,
    api,
    placeholder: w.desk.placeholder,
    send: (text, files) => talk.send(isNote() && !INSIDE.test(text) ? `${NOTE_PREFIX} ${text}` : text, files),
    typed: (text) => !isNote() && !INSIDE.test(text) && talk.typing(),
  });
  // A line of a case that is not one's own stays inside by itself.
  const isNote = () => mayReply && mode === "note";
  const modes = (["student", "note"] as const).map((which) => {
    const choose = () => {
      mode = which;
      show();
      composer.field.focus();
    };
    const button = el("button", { type: "button", on: { click: choose } }, w.desk.modes[which]);
    return { which, button };
  });
  const switcher = el(
    "div",
    { class: "modes", role: "group", "aria-label": w.desk.modes.choose },
    ...modes.map(({ button }) => button),
  );
  const hint = el("p", { class: "hint" });
  let state: Case["state"] = "waiting";
  const show = () => {
    for (const { which, button } of modes) button.setAttribute("aria-pressed", String(which === mode));
    switcher.hidden = !mayReply;
    element.classList.toggle("inside", !mayReply || mode === "note");
    composer.field.placeholder = mayReply && mode === "student" ? w.desk.placeholder : w.desk.notePlaceholder;
    hint.textContent = mayReply ? w.desk.modeHints[mode] : w.desk.hints[state];
  };
  const element = el(
    "div",
    { class: "panel thread", "data-drop": w.composer.drop },
    talk.log.element,
    el("div", { class: "below" }, el("div", { class: "mode-row" }, switcher, hint), composer.element),
  );
  takeDrops(element, composer);
  return {
    element,
    talk,
    update(now, mine) {
      state = now.state;
      mayReply = mine && now.state === "human";
      show();
    },
  };
}
