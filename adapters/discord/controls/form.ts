import type { Form } from "#ports/controls.ts";
import { clipped } from "../markup/clipped.ts";
import { BREAK } from "../markup/escape.ts";

/** https://docs.discord.com/developers/components/using-modal-components */
const LABEL = 18;
const TEXT_INPUT = 4;
const MOST_FIELDS = 5;
const LONGEST_VALUE = 4000;
const LONGEST_LABEL = 45;

/**
 * A form as Discord opens it over the chat; `undefined` for one that it can't show: then the button works
 * without. `id` comes back with what was filled in.
 */
export function modal({ title, fields }: Form, id: string): object | undefined {
  if (fields.length === 0 || fields.length > MOST_FIELDS) return undefined;
  return {
    custom_id: id,
    title: clipped(title, LONGEST_LABEL) || BREAK,
    components: fields.map(({ name, label, value, lines, optional, longest }) => {
      const max = Math.min(Math.max(longest ?? LONGEST_VALUE, 1), LONGEST_VALUE);
      return {
        type: LABEL,
        label: clipped(label, LONGEST_LABEL) || BREAK,
        // What has no room in the label stands under it.
        ...(label.length > LONGEST_LABEL && { description: clipped(label, 100) }),
        component: {
          type: TEXT_INPUT,
          custom_id: name,
          style: lines === "many" ? 2 : 1,
          required: optional !== true,
          max_length: max,
          ...(value !== undefined && value !== "" && value.length <= max && { value }),
        },
      };
    }),
  };
}
