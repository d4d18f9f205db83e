import type { WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { Outbox } from "../net/outbox.ts";
import { asNote, staysInside, withoutSign } from "../note.ts";
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
/** Whom a line of the thread can reach besides colleagues; `box`: the student, but by the reply box alone. */
type Reach = "student" | "box" | "nobody";

export function createThreadPanel({ at, me, api, outbox }: Options): ThreadPanel {
  let mode: Mode = "student";
  let reach: Reach = "nobody";
  const talk = createConversation({
    at,
    label: w.desk.thread,
    me,
    api,
    outbox,
    changed: () => undefined,
    takenBack: (text) => composer.write(withoutSign(text)),
  });
  const composer = createComposer({
    name: at,
    at: () => at,
    api,
    placeholder: w.desk.placeholder,
    // What looks like a note is sent as one, also when the page is behind and the case is one's own by now.
    send: (text, files) => talk.send(isReply() ? text : asNote(text), files),
    typed: (text) => isReply() && !staysInside(text) && talk.typing(),
  });
  const isReply = () => reach === "student" && mode === "student";
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
    switcher.hidden = reach !== "student";
    element.classList.toggle("inside", !isReply());
    composer.field.placeholder = isReply() ? w.desk.placeholder : w.desk.notePlaceholder;
    const hints = { student: w.desk.modeHints[mode], box: w.desk.boxOnly, nobody: w.desk.hints[state] };
    hint.textContent = hints[reach];
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
      reach = !mine ? "nobody" : now.card?.card?.boxOnly ? "box" : "student";
      show();
    },
  };
}
