import { z } from "zod";
import { ACTIONS, type Form } from "#ports/controls.ts";
import type { Address } from "#ports/platform.ts";
import { place } from "../address.ts";
import { fitted, plain } from "../text/inert.ts";

/** Which button's form it is: comes back with what was filled in. */
export type Asked = {
  readonly at: Address;
  readonly on: string;
  readonly action: (typeof ACTIONS)[number];
  readonly value: string;
};

/** https://docs.slack.dev/reference/views/modal-views: title and buttons have 24 characters at most. */
const SHORT = 24;
/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
const LONGEST = 3000;

/** The name of the one element in each block: the block carries the name of the field. */
const ANSWER = "answer";

/** A form as Slack shows it, for `views.open`. */
export function modal(form: Form, about: Asked) {
  const { title, submit, fields } = form;
  return {
    type: "modal",
    callback_id: "form",
    private_metadata: JSON.stringify(about),
    title: plain(fitted(title, SHORT)),
    submit: plain(fitted(submit, SHORT)),
    blocks: [
      ...(title.length > SHORT ? [{ type: "section", text: plain(title) }] : []),
      ...fields.map(({ name, label, value, lines, optional, longest }) => {
        const most = Math.min(longest ?? LONGEST, LONGEST);
        return {
          type: "input",
          block_id: name,
          label: plain(label),
          optional: optional === true,
          element: {
            type: "plain_text_input",
            action_id: ANSWER,
            multiline: lines === "many",
            max_length: most,
            ...(value && { initial_value: value.slice(0, most) }),
          },
        };
      }),
    ],
  };
}

const metadata = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "no JSON" });
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      at: z.string().transform((at) => at as Address),
      on: z.string(),
      action: z.enum(ACTIONS),
      value: z.string(),
    }),
  );

/** Which button's form was filled in; `undefined` when it was none of ours in this workspace. */
export function asked(privateMetadata: string, team: string): Asked | undefined {
  const about = metadata.safeParse(privateMetadata).data;
  return about !== undefined && place(about.at)?.team === team ? about : undefined;
}

/** What was filled in, by the names of the fields. */
export function filledIn(
  values: Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null | undefined }>>>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, elements]) => [name, elements[ANSWER]?.value ?? ""]),
  );
}
