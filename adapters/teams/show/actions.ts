import type { Button, Choice } from "#ports/controls.ts";
import { choiceInput } from "../read/pressed.ts";
import { words } from "../words.ts";

type Look = { readonly style?: "positive" | "destructive" };
type Inputs = { readonly associatedInputs?: "none"; readonly mode?: "secondary" };

/** What a press sends. Clients that do not know `Action.Execute` send the same with `Action.Submit`. */
export type CardAction =
  | ({
      readonly type: "Action.Execute";
      readonly title: string;
      readonly verb: string;
      readonly data: object;
      readonly fallback: Submit;
    } & Look &
      Inputs)
  | Submit;
type Submit = { readonly type: "Action.Submit"; readonly title: string; readonly data: object } & Look &
  Inputs;

/** An element of a card that asks for something. */
export type InputElement =
  | {
      readonly type: "Input.ChoiceSet";
      readonly id: string;
      readonly label: string;
      readonly style: "compact";
      readonly choices: readonly { readonly title: string; readonly value: string }[];
    }
  | { readonly type: "ActionSet"; readonly spacing: "Small"; readonly actions: readonly CardAction[] };

/** Teams shows no more buttons than these; the others go into the menu behind them. */
const MOST_SHOWN = 6;

/** The buttons of a card. Where it `hasInputs`, those of a choice come along with that choice's own button only. */
export function actions(buttons: readonly Button[], hasInputs: boolean): readonly CardAction[] {
  const shown = buttons.length > MOST_SHOWN ? MOST_SHOWN - 1 : MOST_SHOWN;
  return buttons.map((button, index) =>
    action(button, {
      ...(hasInputs && { associatedInputs: "none" }),
      ...(index >= shown && { mode: "secondary" }),
    }),
  );
}

function action({ action: verb, label: title, value, style, form }: Button, inputs: Inputs): CardAction {
  const look: Look & Inputs = {
    ...(style && { style: style === "primary" ? "positive" : "destructive" }),
    ...inputs,
  };
  const data = { action: verb, value };
  // Dialogs open from this kind of action only; what is in the dialog is asked for when it opens.
  if (form)
    return { type: "Action.Submit", title, data: { ...data, msteams: { type: "task/fetch" } }, ...look };
  return execute(title, verb, data, look);
}

/** A selection with its button; the chosen value comes back as the card's `index`-th. */
export function choice(
  { action: verb, label, value, options }: Choice,
  index: number,
  language: string | undefined,
): readonly InputElement[] {
  const choices = options.map(({ label: title, value }) => ({ title, value }));
  const data = { action: verb, value, pick: index };
  return [
    { type: "Input.ChoiceSet", id: choiceInput(index), label, style: "compact", choices },
    { type: "ActionSet", spacing: "Small", actions: [execute(words(language).choose, verb, data, {})] },
  ];
}

export function execute(title: string, verb: string, data: object, look: Look & Inputs): CardAction {
  const fallback: Submit = { type: "Action.Submit", title, data, ...look };
  return { type: "Action.Execute", title, verb, data, ...look, fallback };
}
