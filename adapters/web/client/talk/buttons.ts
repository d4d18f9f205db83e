import type { Action, Button, Choice } from "#ports/controls.ts";
import { askForm, type Filled } from "../ask/dialog.ts";
import { menuButton } from "../ask/menu.ts";
import { recall, remember, w } from "../boot.ts";
import { el, type Icon, icon } from "../dom.ts";
import { starRow } from "./stars.ts";

/** What is pressed, and what came with it. */
export type Press = (
  what: Pick<Button, "action" | "value">,
  from: { readonly on?: string; readonly fields?: Filled },
) => void;

const ICONS: Readonly<Record<string, Icon>> = {
  helpful: "up",
  unhelpful: "down",
  simpler: "leaf",
  person: "person",
  solved: "check",
};
/** What a case changes hands or ends by: one of them at a time. */
const TURNS: ReadonlySet<Action> = new Set(["claim", "takeOver", "release", "handBack", "resolve"]);
/** How long a button of a case rests: the case's card comes back with other buttons, or nothing came of it. */
const REST_MS = 3000;

type Row = {
  readonly buttons?: readonly Button[] | undefined;
  readonly choices?: readonly Choice[] | undefined;
  /** The message that they stand under. */
  readonly on: string | undefined;
  readonly press: Press;
};

/** The buttons and choices under a message. A student's verdicts are for one use; staff's change with the case. */
export function buttonRow({ buttons = [], choices = [], on, press }: Row): HTMLElement | undefined {
  if (buttons.length === 0 && choices.length === 0) return undefined;
  const made: HTMLButtonElement[] = [];
  for (const button of buttons) made.push(pressable(button, on, press, made));
  const chosen = choices.map((choice) => choiceButton(choice, on, press));
  return el("div", { class: "buttons", role: "group", "aria-label": w.message.actions }, ...made, ...chosen);
}

/** Asks for what the button wants to know first, then presses it. Tells whether it was pressed. */
export async function pressWithForm(button: Button, on: string | undefined, press: Press): Promise<boolean> {
  const fields = button.form && (await askForm(button.form));
  if (button.form && !fields) return false;
  press(button, { ...(on !== undefined && { on }), ...(fields && { fields }) });
  return true;
}

export function choiceButton(choice: Choice, on: string | undefined, press: Press): HTMLElement {
  const choose = (value: string) =>
    press(choice, { ...(on !== undefined && { on }), fields: { choice: value } });
  if (choice.action === "stars") return starRow(choice, choose);
  const entries = choice.options.map(({ label, value }) => ({ label, choose: () => choose(value) }));
  return menuButton(choice.label, [{ entries }]);
}

function pressable(
  button: Button,
  on: string | undefined,
  press: Press,
  row: readonly HTMLButtonElement[],
): HTMLButtonElement {
  const drawing = ICONS[button.action];
  // The drawing stands for a leading emoji, which not every machine can show.
  const label = button.label.replace(/^\p{Extended_Pictographic}\uFE0F?\s*/u, "");
  const props = {
    type: "button",
    class: `button small ${button.style ?? ""}`,
    "data-action": button.action,
  };
  const node = el("button", props, drawing && icon(drawing), label || button.label);
  const used = drawing && `used:${on ?? ""}:${button.action}:${button.value}`;
  if (used !== undefined && recall(used, "session") !== undefined) rest(node);
  node.addEventListener("click", async () => {
    if (!(await pressWithForm(button, on, press))) return node.focus();
    if (used !== undefined) remember(used, "1", "session");
    else setTimeout(() => wake(row), REST_MS);
    for (const other of row)
      if (other === node || TURNS.has(button.action) || areVerdicts(other, node)) rest(other, other === node);
  });
  return node;
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
