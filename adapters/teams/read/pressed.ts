import { ACTIONS, type Action } from "#ports/controls.ts";
import type { Activity } from "./activity.ts";
import { readable } from "./person.ts";

/** What somebody asked for with a button, a choice or a form. */
export type Pressed = {
  readonly action: Action;
  readonly value: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** The message that the button stands on. */
  readonly on?: string;
};

/** The ids of inputs in our cards: a form's field, and the selection of the card's n-th choice. */
export const fieldInput = (name: string) => `field:${name}`;
export const choiceInput = (index: number) => `pick:${index}`;

const longest = { value: 500, field: 10_000, fields: 25 } as const;

/** `undefined` for what is none of our own buttons; whether it is true, the core finds out. */
export function pressedIn(activity: Activity): Pressed | undefined {
  const { type, name, replyToId } = activity;
  const value = isObject(activity.value) ? activity.value : {};
  const on = replyToId === undefined ? {} : { on: replyToId };
  if (type === "message") return read(value, on);
  if (type !== "invoke") return undefined;
  switch (name) {
    case "adaptiveCard/action":
      return read(isObject(value["action"]) ? value["action"]["data"] : undefined, on);
    case "task/fetch":
      return read(value["data"], on);
    case "task/submit":
      // A dialog is no message: its button says itself what it belongs to.
      return read(value["data"], isObject(value["data"]) ? ownMessage(value["data"]["on"]) : {});
    case "message/submitAction":
      return rated(value, on);
    default:
      return undefined;
  }
}

type On = { readonly on?: string };

function read(data: unknown, on: On): Pressed | undefined {
  if (!isObject(data)) return undefined;
  const action = ACTIONS.find((known) => known === data["action"]);
  const { value, pick } = data;
  if (!action || typeof value !== "string") return undefined;
  const choice = typeof pick === "number" ? data[choiceInput(pick)] : undefined;
  // A choice that nobody made asks for nothing.
  if (pick !== undefined && (typeof choice !== "string" || choice === "")) return undefined;
  const fields = { ...filled(data), ...(typeof choice === "string" && { choice: short(choice) }) };
  return {
    action,
    value: short(value),
    ...(Object.keys(fields).length > 0 && { fields }),
    ...on,
  };
}

function filled(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const prefix = fieldInput("");
  const entries = Object.entries(data).flatMap(([key, value]) =>
    key.startsWith(prefix) && typeof value === "string"
      ? [[key.slice(prefix.length), readable(value.slice(0, longest.field))] as const]
      : [],
  );
  return Object.fromEntries(entries.slice(0, longest.fields));
}

/** The thumbs below an answer; what is written into their form comes with them. */
function rated(value: Readonly<Record<string, unknown>>, on: On): Pressed | undefined {
  if (value["actionName"] !== "feedback" || !isObject(value["actionValue"])) return undefined;
  const { reaction, feedback } = value["actionValue"];
  const action = reaction === "like" ? "helpful" : reaction === "dislike" ? "unhelpful" : undefined;
  const text = typeof feedback === "string" ? feedbackIn(feedback) : "";
  return action && { action, value: "", ...(text !== "" && { fields: { text } }), ...on };
}

function feedbackIn(json: string): string {
  try {
    const { feedbackText } = JSON.parse(json) ?? {};
    return typeof feedbackText === "string" ? readable(feedbackText.slice(0, longest.field)).trim() : "";
  } catch {
    return "";
  }
}

function ownMessage(on: unknown): On {
  return typeof on === "string" && on !== "" ? { on } : {};
}

function short(text: string): string {
  return readable(text.slice(0, longest.value));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
