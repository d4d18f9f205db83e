import type { WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el, icon } from "../dom.ts";
import { type Case, isMine } from "./cases.ts";

/** Narrows the list of cases: whose, which, and by words. */
export type Filters = {
  readonly element: HTMLElement;
  apply(cases: readonly Case[]): readonly Case[];
};

type Options = {
  readonly me: WirePerson;
  readonly changed: () => void;
  /** Looks further than what the page has: among closed cases too. */
  readonly searchAll: (words: string) => void;
};

/** Of each state the page is told no more cases than this. */
const TOLD = 300;
const WHICH = ["all", "mine", "unclaimed", "overdue"] as const;
type Which = (typeof WHICH)[number];

export function createFilters({ me, changed, searchAll }: Options): Filters {
  let which: Which = "all";
  const field = el("input", {
    type: "search",
    placeholder: w.desk.search,
    "aria-label": w.desk.search,
    autocomplete: "off",
    enterkeyhint: "search",
    on: { input: () => changed() },
  });
  field.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Enter" && !isComposing && field.value.trim() !== "") searchAll(field.value.trim());
  });
  const chips = WHICH.map((name) => {
    const count = el("span", { class: "filter-count" });
    const choose = () => {
      which = which === name ? "all" : name;
      changed();
    };
    const button = el(
      "button",
      { type: "button", class: "filter", on: { click: choose } },
      w.desk.filters[name],
      count,
    );
    return { name, button, count };
  });
  const element = el(
    "div",
    { class: "filters" },
    el("label", { class: "search" }, icon("search"), field),
    el(
      "div",
      { class: "filter-row", role: "group", "aria-label": w.desk.filters.choose },
      ...chips.map(({ button }) => button),
    ),
  );
  return {
    element,
    apply(cases) {
      for (const { name, button, count } of chips) {
        const fitting = name === "all" ? 0 : cases.filter((one) => fits(one, name, me)).length;
        count.textContent = fitting >= TOLD ? `${TOLD}+` : fitting > 0 ? String(fitting) : "";
        button.setAttribute("aria-pressed", String(name === which));
      }
      const words = field.value.trim().toLowerCase();
      return cases.filter((one) => fits(one, which, me) && says(one, words));
    },
  };
}

function fits(one: Case, which: Which, me: WirePerson): boolean {
  switch (which) {
    case "all":
      return true;
    case "mine":
      return isMine(one, me);
    case "unclaimed":
      return one.state === "waiting";
    case "overdue":
      return one.overdue === true;
  }
}

function says({ name, number, staff, card }: Case, words: string): boolean {
  if (words === "") return true;
  if (words.startsWith("#")) return `#${number}` === words;
  const facts = card?.card?.facts.map(({ value }) => value) ?? [];
  return [name, staff ?? "", card?.html ?? "", String(number), ...facts].some((text) =>
    text.toLowerCase().includes(words),
  );
}
