import type { Button, Choice } from "#ports/controls.ts";
import { clipped } from "../markup/clipped.ts";
import { BREAK } from "../markup/escape.ts";
import { customId } from "./custom-id.ts";

export type Row = { readonly type: 1; readonly components: readonly object[] };

/** https://docs.discord.com/developers/components/reference */
const BUTTON = 2;
const SELECT = 3;
const styles = { primary: 1, danger: 4 } as const;
const IN_A_ROW = 5;
const MOST_ROWS = 5;
const MOST_OPTIONS = 25;
const LONGEST_VALUE = 100;

/**
 * Choices and buttons under a message: a list fills a row, buttons stand five in one, five rows is all there is.
 * `key` makes the message findable later.
 */
export function rows(
  buttons: readonly Button[],
  choices: readonly Choice[],
  key: string | undefined,
): readonly Row[] {
  // Discord refuses a message in which two things have the same id.
  const ids = new Set<string>();
  const fresh = (meant: Pick<Button, "action" | "value">, kind?: "choice"): string | undefined => {
    const { action, value } = meant;
    const plain = { action, value, ...(kind && { kind }) };
    const id = customId({ ...plain, ...(key !== undefined && { key }) }) ?? customId(plain);
    if (id === undefined || ids.has(id)) return undefined;
    ids.add(id);
    return id;
  };
  const lists = choices.flatMap((choice) => {
    const options = optionsOf(choice);
    const id = options.length === 0 ? undefined : fresh(choice, "choice");
    if (id === undefined) return [];
    const placeholder = clipped(choice.label, 150);
    return [{ type: SELECT, custom_id: id, ...(placeholder !== "" && { placeholder }), options }];
  });
  const drawn = buttons.flatMap((button) => {
    const id = fresh(button);
    if (id === undefined) return [];
    const { label, style } = button;
    const shown = clipped(label, 80) || BREAK;
    return [{ type: BUTTON, style: style ? styles[style] : 2, label: shown, custom_id: id }];
  });
  const starts = [0, 5, 10, 15, 20].filter((start) => start < drawn.length);
  return [...lists.map((list) => [list]), ...starts.map((start) => drawn.slice(start, start + IN_A_ROW))]
    .slice(0, MOST_ROWS)
    .map((components) => ({ type: 1, components }));
}

function optionsOf({ options }: Choice): readonly { label: string; value: string }[] {
  const values = new Set<string>();
  return options
    .filter(({ value }) => {
      if (value === "" || value.length > LONGEST_VALUE || values.has(value)) return false;
      values.add(value);
      return true;
    })
    .slice(0, MOST_OPTIONS)
    .map(({ label, value }) => ({ label: clipped(label, 100) || BREAK, value }));
}
