import { askForm } from "../ask/dialog.ts";
import { w } from "../boot.ts";
import { el, type Icon, icon } from "../dom.ts";
import type { Press } from "./buttons.ts";

/** What a student can do at any time: see their tickets, open one, ask for a person. */
export function studentActs(press: Press): HTMLElement {
  const act = (name: "tickets" | "ticket" | "person", drawing: Icon, work: () => void) =>
    el(
      "button",
      { type: "button", class: "text-button", "data-action": name, on: { click: work } },
      icon(drawing),
      w.chat.acts[name],
    );
  const open = async () => {
    const { title, field, submit } = w.chat.ticketForm;
    const fields = await askForm({
      title,
      submit,
      fields: [{ name: "text", label: field, lines: "many", longest: 2000 }],
    });
    if (fields) press({ action: "ticket", value: "" }, { fields });
  };
  return el(
    "div",
    { class: "student-acts", role: "group", "aria-label": w.chat.acts.label },
    act("tickets", "ticket", () => press({ action: "tickets", value: "" }, {})),
    act("ticket", "edit", () => void open()),
    act("person", "person", () => press({ action: "person", value: "" }, {})),
  );
}
