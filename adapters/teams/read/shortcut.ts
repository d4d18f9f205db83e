import { z } from "zod";
import type { Quoted } from "#ports/platform.ts";
import type { Activity } from "./activity.ts";
import { markdownOf } from "./formatted.ts";
import { personOf, readable } from "./person.ts";

/** The commands in the menu of a message, by their ids in the manifest. */
export const shortcuts = ["ask", "ticket"] as const;

export type Shortcut = {
  readonly command: (typeof shortcuts)[number];
  /** Chosen in the menu, or its form is filled in. */
  readonly step: "chosen" | "submitted";
  readonly about: Quoted;
  /** What was written into the form. */
  readonly text: string;
};

const person = z.object({ id: z.string().min(1), displayName: z.string().nullish() });
const schema = z.object({
  commandId: z.enum(shortcuts),
  messagePayload: z.object({
    id: z.coerce.string().min(1),
    body: z.object({ contentType: z.string().catch("text"), content: z.string().catch("") }),
    from: z.object({
      user: person.nullish().catch(undefined),
      application: person.nullish().catch(undefined),
    }),
  }),
  data: z.object({ text: z.string().catch("") }).catch({ text: "" }),
});

/**
 * A command that somebody chose in the menu of a message; `undefined` for everything else.
 * https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
 */
export function shortcutIn({ type, name, value }: Activity): Shortcut | undefined {
  const step = name === "composeExtension/fetchTask" ? "chosen" : "submitted";
  if (type !== "invoke" || (step === "submitted" && name !== "composeExtension/submitAction"))
    return undefined;
  const { data } = schema.safeParse(value);
  if (!data) return undefined;
  const { id, body, from } = data.messagePayload;
  const { user, application } = from;
  const writer = user ?? application;
  if (!writer) return undefined;
  const words = body.contentType === "html" ? (markdownOf(body.content) ?? "") : body.content;
  return {
    command: data.commandId,
    step,
    about: {
      message: id,
      from: {
        id: user ? personOf({ id: user.id, aadObjectId: user.id }) : writer.id,
        name: readable(writer.displayName?.trim() || "?"),
        kind: user ? "student" : "bot",
      },
      text: readable(words).trim(),
    },
    text: readable(data.data.text.slice(0, 10_000)).trim(),
  };
}
