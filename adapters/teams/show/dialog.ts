import type { Form } from "#ports/controls.ts";

/**
 * A form as the dialog that Teams opens. `data` comes back with what was filled in, whose names are made by
 * `inputId`.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
 */
export function dialog({ title, submit, fields }: Form, data: object, inputId: (name: string) => string) {
  const body = fields.map(({ name, label, value, lines, optional, longest }) => ({
    type: "Input.Text",
    id: inputId(name),
    label,
    isMultiline: lines === "many",
    ...(value !== undefined && { value }),
    ...(longest !== undefined && { maxLength: longest }),
    ...(!optional && { isRequired: true, errorMessage: label }),
  }));
  const content = {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    body,
    actions: [{ type: "Action.Submit", title: submit, data }],
  };
  const card = { contentType: "application/vnd.microsoft.card.adaptive", content };
  return { task: { type: "continue", value: { title, width: "medium", height: "medium", card } } };
}

/** A dialog that only says something. */
export function saying(text: string) {
  return { task: { type: "message", value: text } };
}
