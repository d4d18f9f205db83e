import type { Push, WireCase, WireEvent, WireMessage, WirePerson } from "../../wire.ts";
import { newId, w } from "../boot.ts";
import { el, icon } from "../dom.ts";
import type { Api } from "../net/api.ts";
import { createOutbox } from "../net/outbox.ts";
import { type Connection, listen } from "../net/stream.ts";
import { createBanner } from "../talk/banner.ts";
import type { Seat } from "../talk/chat.ts";
import { type CaseView, createCaseView } from "./case-view.ts";
import { type Case, caseList, joinCases } from "./cases.ts";
import { createFilters } from "./filters.ts";
import { nameTag } from "./name-tag.ts";
import { createNotices } from "./notices.ts";

const DESK = "desk";

/** The staff's side: the cases, and the one that is open. `arrived` tells of what staff have not seen. */
export function createDesk(me: WirePerson, api: Api, arrived: () => void): Seat {
  const banner = createBanner();
  const outbox = createOutbox(api, me.id, (event, state) => {
    view?.sent(event, state);
    notices.sent(event, state);
  });
  const back = () => choose(undefined);
  const notices = createNotices({ at: DESK, me, api, outbox, back });
  const filters = createFilters({
    me,
    changed: () => drawList(),
    searchAll: (text) => {
      notices.press({ action: "list", value: text }, { fields: { text } });
      choose("notices");
    },
  });
  const rows = el("div", { class: "rows" });
  const list = el("nav", { class: "cases", "aria-label": w.desk.cases }, filters.element, rows);
  const detail = el("div", { class: "detail" });
  const element = el(
    "section",
    { class: "seat desk", "aria-label": w.desk.title },
    el("header", { class: "desk-head" }, el("h2", {}, w.desk.title), nameTag(me)),
    banner.element,
    el("div", { class: "desk-body" }, list, detail),
  );

  const cards = new Map<string, WireMessage>();
  const unread = new Set<number>();
  let newNotices = false;
  let open: readonly WireCase[] = [];
  let cases: readonly Case[] = [];
  let chosen: number | "notices" | undefined;
  let view: CaseView | undefined;
  let connection: Connection | undefined;

  const connect = () => {
    connection?.close();
    connection = listen(api, [DESK, ...(view?.places ?? [])], heard, banner.show);
  };
  const choose = (which: typeof chosen) => {
    chosen = which;
    if (which === "notices") newNotices = false;
    else if (which !== undefined) unread.delete(which);
    const one = cases.find(({ number }) => number === which);
    const takeOver = (number: number) => outbox.put(claim(number));
    view = one && createCaseView(one, { me, api, outbox, back, takeOver });
    element.classList.toggle("has-case", chosen !== undefined);
    detail.replaceChildren(view?.element ?? notices.element);
    connect();
    draw();
  };
  let drawn = "";
  const drawList = () => {
    const shown = filters.apply(cases);
    // What a pointer is about to press stays where it is until there is something new.
    const minute = Math.floor(Date.now() / 60_000);
    const next = JSON.stringify([shown, chosen, [...unread], newNotices, notices.size() > 0, minute]);
    if (next === drawn) return;
    drawn = next;
    const active = document.activeElement;
    const focused = active instanceof HTMLElement ? active.dataset["case"] : undefined;
    const none = el("p", { class: "nothing" }, cases.length === 0 ? w.desk.none : w.desk.noneFitting);
    rows.replaceChildren(
      ...(notices.size() > 0 ? [noticesRow()] : []),
      caseList(shown, typeof chosen === "number" ? chosen : undefined, unread, choose) ?? none,
    );
    if (focused) rows.querySelector<HTMLElement>(`[data-case="${focused}"]`)?.focus();
  };
  const noticesRow = () =>
    el(
      "button",
      {
        type: "button",
        class: `case notices-row${newNotices ? " unread" : ""}`,
        "data-case": "notices",
        "aria-current": chosen === "notices" ? "true" : undefined,
        on: { click: () => choose("notices") },
      },
      el("span", { class: "case-top" }, el("strong", {}, icon("bell"), w.desk.notices)),
    );
  const draw = () => {
    cases = joinCases([...cards.values()], open);
    drawList();
    const now = cases.find(({ number }) => number === chosen);
    if (now === undefined || view === undefined) return;
    // A case that was just handed over has got its thread.
    const places = [now.thread, now.student].filter((place) => place !== undefined);
    if (places.some((place) => !view?.places.includes(place))) choose(now.number);
    else view.update(now);
  };
  const heard = (push: Push) => {
    if (push.type === "cases") {
      open = push.cases;
      draw();
    } else if (push.at !== DESK) view?.apply(push);
    else {
      hearDesk(push);
      draw();
    }
  };
  const hearDesk = (push: Exclude<Push, { type: "cases" }>) => {
    if (notices.apply(push) && !notices.element.checkVisibility()) {
      newNotices = true;
      arrived();
    }
    if (push.type === "snapshot") {
      cards.clear();
      for (const message of push.messages) cards.set(message.id, message);
    } else if (push.type === "upsert") {
      const before = cards.get(push.message.id)?.card?.state;
      const { card } = push.message;
      if (card?.state === "waiting" && before !== "waiting") {
        if (card.ticket !== chosen) unread.add(card.ticket);
        arrived();
      }
      cards.set(push.message.id, push.message);
    } else if (push.type === "remove") cards.delete(push.id);
  };
  choose(undefined);
  return {
    element,
    focus: () => (detail.querySelector("textarea") ?? rows.querySelector("button"))?.focus(),
  };
}

/** Takes a case that has no card of its own yet, or not one of ours. */
function claim(number: number): WireEvent {
  return { at: DESK, id: newId(), type: "action", action: "claim", value: String(number) };
}
