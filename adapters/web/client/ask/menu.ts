import { el, icon } from "../dom.ts";

/** Something to choose. A group of them may have a name. */
export type Entry = { readonly label: string; readonly danger?: boolean; readonly choose: () => void };
export type Group = { readonly label?: string; readonly entries: readonly Entry[] };

let menus = 0;

/** A button that opens a list to choose from, by pointer and by keys. */
export function menuButton(label: string, groups: readonly Group[], look = ""): HTMLElement {
  menus += 1;
  const id = `menu-${menus}`;
  const button = el(
    "button",
    {
      type: "button",
      class: `button small ${look}`,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      popovertarget: id,
    },
    label,
    icon("open"),
  );
  const menu = el(
    "div",
    { id, class: "menu", role: "menu", "aria-label": label, popover: "auto" },
    ...groups.map((group) =>
      el(
        "div",
        { role: "group", "aria-label": group.label },
        group.label === undefined
          ? undefined
          : el("p", { class: "menu-label", "aria-hidden": "true" }, group.label),
        ...group.entries.map(entryButton),
      ),
    ),
  );
  menu.addEventListener("toggle", (event) => {
    const isOpen = (event as ToggleEvent).newState === "open";
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    place(menu, button);
    items()[0]?.focus();
  });
  const items = () => [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
  menu.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) all.at(next % all.length)?.focus();
    else if (event.key === "Tab") menu.hidePopover();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
  menu.addEventListener("click", () => {
    menu.hidePopover();
    button.focus();
  });
  return el("span", { class: "menu-frame" }, button, menu);
}

function entryButton({ label, danger, choose }: Entry): HTMLElement {
  const look = `menu-item${danger ? " danger" : ""}`;
  return el(
    "button",
    { type: "button", role: "menuitem", tabindex: -1, class: look, on: { click: choose } },
    label,
  );
}

/** Below its button, or above where there is no room. */
function place(menu: HTMLElement, button: HTMLElement): void {
  const around = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const gap = 6;
  const isLow = around.bottom + gap + height > innerHeight && around.top - gap - height > 0;
  const left = Math.max(gap, Math.min(around.left, innerWidth - width - gap));
  menu.style.left = `${left}px`;
  menu.style.top = `${isLow ? around.top - gap - height : around.bottom + gap}px`;
}
