import type { Push, WireEvent, WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el, icon, iconButton } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { Outbox, SendState } from "../net/outbox.ts";
import { buttonRow } from "../talk/buttons.ts";
import { createComposer, takeDrops } from "../talk/composer.ts";
import { createConversation } from "../talk/conversation.ts";
import { createLog } from "../talk/log.ts";
import { type Case, chip } from "./cases.ts";

/** One case opened: its card, its thread to write in, and the student's own view to look on. */
export type CaseView = {
  readonly element: HTMLElement;
  readonly places: readonly string[];
  apply(push: Push): void;
  sent(event: WireEvent, state: SendState): void;
  /** The case as it is now. */
  update(now: Case): void;
};

type Options = {
  readonly me: WirePerson;
  readonly api: Api;
  readonly outbox: Outbox;
  readonly back: () => void;
  readonly takeOver: (number: number) => void;
};

export function createCaseView(first: Case, { me, api, outbox, back, takeOver }: Options): CaseView {
  const { student, thread } = first;
  const nothing = () => undefined;
  const look =
    student === undefined
      ? undefined
      : createLog(
          w.desk.studentLog,
          { me: student.slice("student/".length), api, acts: {}, looksOn: true },
          nothing,
        );
  const talk =
    thread === undefined
      ? undefined
      : createConversation({ at: thread, label: w.desk.thread, me, api, outbox, changed: nothing });
  const head = el("header", { class: "case-head" });
  const hint = el("p", { class: "hint" });
  let field: HTMLTextAreaElement | undefined;

  const threadPanel =
    talk && el("div", { class: "panel thread", "data-drop": w.composer.drop }, talk.log.element);
  if (talk && threadPanel) {
    const send: typeof talk.send = (text, files) => talk.send(text, files);
    const composer = createComposer({
      name: talk.at,
      at: () => talk.at,
      api,
      placeholder: w.desk.placeholder,
      send,
    });
    field = composer.field;
    threadPanel.append(el("div", { class: "below" }, hint, composer.element));
    takeDrops(threadPanel, composer);
  }
  const lookPanel =
    look &&
    el(
      "div",
      { class: "panel look" },
      el("p", { class: "looking" }, icon("eye"), w.desk.looking),
      look.element,
    );
  const element = el("div", { class: "case-view" }, head, ...panelsWithTabs(threadPanel, lookPanel));
  if (!threadPanel && !lookPanel) element.append(el("p", { class: "nothing" }, w.desk.elsewhere));

  let known = "";
  const update = (now: Case) => {
    // What a pointer is about to press stays where it is until there is something new.
    const next = JSON.stringify({ ...now, updated: 0 });
    if (next === known) return;
    known = next;
    const card = now.card?.card;
    const facts =
      card?.facts.map(({ label, value }) => el("div", {}, el("dt", {}, label), el("dd", {}, value))) ?? [];
    const title = el(
      "div",
      { class: "case-title" },
      iconButton("back", w.desk.back, back, "to-list"),
      el("h2", {}, card?.title ?? `${w.desk.ticket(now.number)} · ${now.name}`),
      chip(now),
    );
    const claim = el(
      "button",
      { type: "button", class: "button primary small", on: { click: () => takingOver() } },
      w.desk.takeOver,
    );
    const takingOver = () => {
      claim.disabled = true;
      claim.textContent = w.desk.takingOver;
      takeOver(now.number);
    };
    const on = now.card?.id;
    const acts =
      talk && now.card
        ? buttonRow(now.card.buttons ?? [], now.card.id, (button) => talk.press(button, on))
        : now.state === "bot" || now.state === "waiting"
          ? el("div", { class: "buttons" }, claim)
          : undefined;
    head.replaceChildren(
      ...[title, facts.length > 0 ? el("dl", { class: "facts" }, ...facts) : undefined, acts].filter(
        (part) => part !== undefined,
      ),
    );
    if (field) field.placeholder = now.state === "human" ? w.desk.placeholder : w.desk.notePlaceholder;
    hint.textContent = w.desk.hints[now.state];
    element.dataset["state"] = now.state;
  };
  update(first);

  return {
    element,
    places: [thread, student].filter((place) => place !== undefined),
    apply(push) {
      talk?.apply(push);
      if ("at" in push && push.at === student) look?.apply(push);
    },
    sent: (event, state) => talk?.sent(event, state),
    update,
  };
}

/** Two views of a case take turns; one alone needs no tabs. */
function panelsWithTabs(thread: HTMLElement | undefined, look: HTMLElement | undefined): HTMLElement[] {
  if (thread === undefined || look === undefined)
    return [thread ?? look].filter((panel) => panel !== undefined);
  const tabs = [
    { panel: thread, label: w.desk.tabs.thread, id: "thread" },
    { panel: look, label: w.desk.tabs.student, id: "look" },
  ].map(({ panel, label, id }) => {
    panel.id = `panel-${id}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-label", label);
    const tab = el(
      "button",
      { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": panel.id },
      label,
    );
    return { tab, panel };
  });
  const choose = (at: number) => {
    for (const [index, { tab, panel }] of tabs.entries()) {
      panel.hidden = index !== at;
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
    }
  };
  for (const [index, { tab }] of tabs.entries()) {
    tab.addEventListener("click", () => choose(index));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      choose(1 - index);
      tabs[1 - index]?.tab.focus();
    });
  }
  choose(0);
  const list = el(
    "div",
    { class: "tabs", role: "tablist", "aria-label": w.desk.tabs.choose },
    ...tabs.map(({ tab }) => tab),
  );
  return [list, thread, look];
}
