import type { Button } from "#ports/platform.ts";
import { recall, remember, w } from "../boot.ts";
import { el, type Icon, icon } from "../dom.ts";

const ICONS: Readonly<Record<string, Icon>> = {
  helpful: "up",
  unhelpful: "down",
  simpler: "leaf",
  person: "person",
  solved: "check",
};
/** How long a button of a case rests: the case's card comes back with other buttons, or nothing came of it. */
const REST_MS = 3000;

/** The buttons under a message. A student's are for one use; staff's change with the case. */
export function buttonRow(
  list: readonly Button[],
  id: string,
  press: (button: Button, on: string) => void,
): HTMLElement | undefined {
  if (list.length === 0) return undefined;
  const made = list.map((button) => {
    const drawing = ICONS[button.action];
    // The drawing stands for a leading emoji, which not every machine can show.
    const label = button.label.replace(/^\p{Extended_Pictographic}\uFE0F?\s*/u, "");
    const props = {
      type: "button",
      class: `button small ${button.style ?? ""}`,
      "data-action": button.action,
    };
    const node = el("button", props, drawing && icon(drawing), label || button.label);
    const used = drawing && `used:${id}:${button.action}:${button.value}`;
    if (used !== undefined && recall(used, "session") !== undefined) rest(node);
    node.addEventListener("click", () => {
      press(button, id);
      if (used !== undefined) remember(used, "1", "session");
      else setTimeout(() => wake(made), REST_MS);
      for (const other of made) {
        if (used === undefined || other === node || areVerdicts(other, node)) rest(other, other === node);
      }
    });
    return node;
  });
  return el("div", { class: "buttons", role: "group", "aria-label": w.message.actions }, ...made);
}

/** Helpful and not helpful exclude each other. */
function areVerdicts(...nodes: readonly HTMLElement[]): boolean {
  return nodes.every((node) => /^(un)?helpful$/.test(node.dataset["action"] ?? ""));
}

function rest(node: HTMLButtonElement, chosen = true): void {
  node.disabled = true;
  node.classList.toggle("chosen", chosen);
}

function wake(nodes: readonly HTMLButtonElement[]): void {
  for (const node of nodes) {
    node.disabled = false;
    node.classList.remove("chosen");
  }
}
