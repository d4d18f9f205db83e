import type { Action, Button } from "#ports/controls.ts";
import { askForm } from "../ask/dialog.ts";
import { type Entry, type Group, menuButton } from "../ask/menu.ts";
import { w } from "../boot.ts";
import { el } from "../dom.ts";
import { buttonRow, choiceButton, type Press, pressWithForm } from "../talk/buttons.ts";
import type { Case } from "./cases.ts";

/** What stands in the open; the rest is behind one more press. */
const PROMINENT: ReadonlySet<Action> = new Set(["claim", "resolve", "handBack", "suggest", "reply", "note"]);
/** With somebody else's case there is little to do. */
const WITH_OTHERS: ReadonlySet<Action> = new Set(["takeOver", "note", "alert"]);

/** All that staff can do with a case, the usual at hand. `undefined` where nothing can be done from here. */
export function caseActs(one: Case, mine: boolean, press: Press): HTMLElement | undefined {
  const message = one.card;
  if (!message) return undefined;
  const { id: on, choices = [] } = message;
  // Nobody takes over what they have.
  const buttons = message.buttons?.filter(({ action }) => !(mine && action === "takeOver")) ?? [];
  const prominent = one.state === "human" && !mine ? WITH_OTHERS : PROMINENT;
  const near = buttons.filter(({ action }) => prominent.has(action));
  const far = buttons.filter(({ action }) => !prominent.has(action));
  const isOpen = one.state === "waiting" || one.state === "human";
  const row = buttonRow({ buttons: near, on, press }) ?? el("div", { class: "buttons" });
  for (const choice of choices) if (choice.action !== "transfer") row.append(choiceButton(choice, on, press));
  const transfer = choices.find(({ action }) => action === "transfer");
  const groups: readonly (Group | undefined)[] = [
    far.length > 0 ? { entries: far.map((button) => entryOf(button, on, press)) } : undefined,
    transfer && {
      label: transfer.label,
      entries: transfer.options.map(({ label, value }) => ({
        label,
        choose: () => press(transfer, { on, fields: { choice: value } }),
      })),
    },
    ...(isOpen ? [priorities(one, on, press), categories(one, on, press)] : []),
    transcripts(one, on, press),
  ];
  const shown = groups.filter((group) => group !== undefined);
  row.append(menuButton(w.desk.more, shown, "more"));
  return row;
}

function entryOf(button: Button, on: string, press: Press): Entry {
  const { label, style } = button;
  return { label, danger: style === "danger", choose: () => void pressWithForm(button, on, press) };
}

function priorities({ number }: Case, on: string, press: Press): Group {
  const { label, levels } = w.desk.priority;
  const entries = Object.entries(levels).map(([choice, name]) => ({
    label: name,
    choose: () => press({ action: "priority", value: String(number) }, { on, fields: { choice } }),
  }));
  return { label, entries };
}

function categories({ number }: Case, on: string, press: Press): Group {
  const { label, field, submit } = w.desk.category;
  const ask = async () => {
    const fields = await askForm({
      title: label,
      submit,
      fields: [{ name: "choice", label: field, longest: 80 }],
    });
    if (fields) press({ action: "category", value: String(number) }, { on, fields });
  };
  return { entries: [{ label: `${label}…`, choose: () => void ask() }] };
}

function transcripts({ number }: Case, on: string, press: Press): Group {
  const { label, formats } = w.desk.transcript;
  const entries = Object.entries(formats).map(([choice, name]) => ({
    label: name,
    choose: () => press({ action: "transcript", value: String(number) }, { on, fields: { choice } }),
  }));
  return { label, entries };
}
