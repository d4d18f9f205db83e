import type { Push, WireEvent, WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el, icon, iconButton } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { Outbox, SendState } from "../net/outbox.ts";
import { createLog } from "../talk/log.ts";
import { caseActs } from "./case-acts.ts";
import { type Case, chip, isMine } from "./cases.ts";
import { panelsWithTabs } from "./tabs.ts";
import { createThreadPanel } from "./thread-panel.ts";

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
  const reader = { me: student?.slice("student/".length), api, acts: {}, looksOn: true };
  const look = student === undefined ? undefined : createLog(w.desk.studentLog, reader, () => undefined);
  const panel = thread === undefined ? undefined : createThreadPanel({ at: thread, me, api, outbox });
  const lookPanel =
    look &&
    el(
      "div",
      { class: "panel look" },
      el("p", { class: "looking" }, icon("eye"), w.desk.looking),
      look.element,
    );
  const head = el("header", { class: "case-head" });
  const element = el("div", { class: "case-view" }, head, ...panelsWithTabs(panel?.element, lookPanel));
  if (!panel && !lookPanel) element.append(el("p", { class: "nothing" }, w.desk.elsewhere));

  /** For a case of the bot, which has no card to press on yet. */
  const claimButton = (now: Case) => {
    const press = () => {
      button.disabled = true;
      button.textContent = w.desk.takingOver;
      takeOver(now.number);
    };
    const button = el(
      "button",
      { type: "button", class: "button primary small", on: { click: press } },
      w.desk.takeOver,
    );
    return el("div", { class: "buttons" }, button);
  };
  let known = "";
  const update = (now: Case) => {
    // What a pointer is about to press stays where it is until there is something new.
    const next = JSON.stringify({ ...now, updated: 0 });
    if (next === known) return;
    known = next;
    const mine = isMine(now, me);
    const card = now.card?.card;
    const state = chip(now);
    const facts = card?.facts
      // The state is said beside the title.
      .filter(({ value }) => value.toLowerCase() !== state.textContent?.toLowerCase())
      .map(({ label, value }) => el("div", {}, el("dt", {}, label), el("dd", {}, value)));
    const title = el(
      "div",
      { class: "case-title" },
      iconButton("back", w.desk.back, back, "to-list"),
      el("h2", {}, card?.title ?? `${w.desk.ticket(now.number)} · ${now.name}`),
      state,
    );
    const parts = [
      title,
      facts && facts.length > 0 ? el("dl", { class: "facts" }, ...facts) : undefined,
      panel && now.card
        ? caseActs(now, mine, panel.talk.press)
        : now.state === "bot" || now.state === "waiting"
          ? claimButton(now)
          : undefined,
    ];
    head.replaceChildren(...parts.filter((part) => part !== undefined));
    panel?.update(now, mine);
    element.dataset["state"] = now.state;
  };
  update(first);

  return {
    element,
    places: [thread, student].filter((place) => place !== undefined),
    apply(push) {
      panel?.talk.apply(push);
      if ("at" in push && push.at === student) look?.apply(push);
    },
    sent: (event, state) => panel?.talk.sent(event, state),
    update,
  };
}
