import type { WireCase, WireMessage, WirePerson } from "../../wire.ts";
import { locale, w } from "../boot.ts";
import { el } from "../dom.ts";

/** A case as the desk lists it: what the core has open, and the card in the desk channel if there is one. */
export type Case = {
  readonly number: number;
  readonly name: string;
  readonly state: WireCase["state"];
  readonly staff?: string;
  readonly staffId?: string;
  /** Since when the student waits for a person. */
  readonly since?: number;
  /** For longer than the desk means to. */
  readonly overdue?: true;
  readonly priority?: "high" | "urgent";
  readonly student?: string;
  /** The thread, absent until the case has been handed over. */
  readonly thread?: string;
  readonly card?: WireMessage;
  readonly updated: number;
};

/** Joins cards and open cases: waiting, taken, with the bot, resolved; who waits longest first, then the newest. */
export function joinCases(cards: readonly WireMessage[], open: readonly WireCase[]): readonly Case[] {
  const known = new Map<number, Case>();
  for (const message of cards) {
    const { card } = message;
    if (card === undefined) continue;
    const { state, staff, title, ticket } = card;
    const who = staff === undefined ? {} : { staff };
    known.set(ticket, {
      number: ticket,
      name: title,
      state,
      ...who,
      thread: `desk/${message.id}`,
      card: message,
      updated: message.time,
    });
  }
  for (const one of open) {
    const { number, state, staff, staffId, since, overdue, priority, student, desk, name, updated } = one;
    known.set(number, {
      ...known.get(number),
      number,
      name,
      state,
      updated,
      ...(staff === undefined ? {} : { staff }),
      ...(staffId === undefined ? {} : { staffId }),
      ...(since === undefined ? {} : { since }),
      ...(overdue && { overdue }),
      ...(priority && { priority }),
      ...(student === undefined ? {} : { student }),
      ...(desk === undefined ? {} : { thread: desk }),
    });
  }
  return [...known.values()].sort(
    (a, b) =>
      ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
      (a.since ?? NEVER) - (b.since ?? NEVER) ||
      b.updated - a.updated,
  );
}

/** Whether this member of staff has the case. A case of another platform is known by the name alone. */
export function isMine({ state, staff, staffId }: Case, me: WirePerson): boolean {
  return state === "human" && (staffId === undefined ? staff === me.name : staffId === me.id);
}

const NEVER = Number.MAX_SAFE_INTEGER;
const MOST_IN_GROUP = 50;
const ORDER: readonly Case["state"][] = ["waiting", "human", "bot", "resolved"];

/** The list of cases in groups, with the chosen one marked. */
export function caseList(
  cases: readonly Case[],
  chosen: number | undefined,
  unread: ReadonlySet<number>,
  choose: (number: number) => void,
): HTMLElement | undefined {
  const groups = [
    { label: w.desk.open, states: ["waiting", "human"] },
    { label: w.desk.live, states: ["bot"] },
    { label: w.desk.closed, states: ["resolved"] },
  ];
  const parts = groups.flatMap(({ label, states }) => {
    const members = cases.filter(({ state }) => states.includes(state));
    if (members.length === 0) return [];
    const items = members
      .slice(0, MOST_IN_GROUP)
      .map((one) => el("li", {}, row(one, one.number === chosen, unread.has(one.number), choose)));
    const rest = members.length - items.length;
    const more = rest > 0 && el("p", { class: "more-cases" }, w.desk.moreCases(rest));
    return [el("h3", {}, label), el("ul", {}, ...items), ...(more ? [more] : [])];
  });
  if (parts.length === 0) return undefined;
  return el("div", { class: "case-groups" }, ...parts);
}

function row(one: Case, chosen: boolean, unread: boolean, choose: (number: number) => void): HTMLElement {
  const preview = el("span", { class: "preview" });
  preview.innerHTML = one.card?.html ?? "";
  preview.textContent = preview.textContent?.trim() ?? "";
  return el(
    "button",
    {
      type: "button",
      class: `case${unread ? " unread" : ""}`,
      "data-case": one.number,
      "aria-current": chosen ? "true" : undefined,
      on: { click: () => choose(one.number) },
    },
    el("span", { class: "case-top" }, el("strong", {}, plainName(one)), el("time", {}, ago(one.updated))),
    el(
      "span",
      { class: "case-low" },
      chip(one),
      one.priority && el("span", { class: `priority ${one.priority}` }, w.desk.priority.levels[one.priority]),
      one.overdue && el("span", { class: "late" }, w.desk.overdue),
      el("span", { class: "ticket" }, w.desk.ticket(one.number)),
    ),
    preview.textContent === "" ? undefined : preview,
  );
}

/** The title of a card may carry the number, which stands beside it anyway. */
function plainName({ name, number }: Case): string {
  return name.replace(new RegExp(`^#${number}\\s*·\\s*`), "");
}

export function chip({ state, staff }: Pick<Case, "state" | "staff">): HTMLElement {
  const label = state === "human" && staff !== undefined ? w.desk.with(staff) : w.desk.states[state];
  return el("span", { class: `chip-state ${state}` }, label);
}

function ago(time: number): string {
  const minutes = Math.round((time - Date.now()) / 60_000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "narrow" });
  if (minutes > -1) return format.format(0, "second");
  if (minutes > -60) return format.format(minutes, "minute");
  if (minutes > -60 * 24) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / 60 / 24), "day");
}
