import { w } from "../boot.ts";
import { el } from "../dom.ts";

/** Two views of a case take turns; one alone needs no tabs. */
export function panelsWithTabs(
  thread: HTMLElement | undefined,
  look: HTMLElement | undefined,
): HTMLElement[] {
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
