import { ACTIONS, type Action } from "#ports/controls.ts";

/** What a button, a list or a form carries, within the hundred characters that Discord gives back. */
export type Pressed = {
  readonly action: Action;
  readonly value: string;
  /** Of the message that it stands under: makes that message findable later. */
  readonly key?: string;
  /** A list may ask for the same as a button beside it. */
  readonly kind?: "choice";
};

const LONGEST = 100;

/** The id of a button, a list or a form; `undefined` when it does not fit. */
export function customId({ action, value, key, kind }: Pressed): string | undefined {
  const id = `${action}${kind === "choice" ? "=" : ":"}${value}${key === undefined ? "" : `~${key}`}`;
  return id.length <= LONGEST ? id : undefined;
}

/** What a click means; `undefined` for what is none of ours. */
export function pressed(id: string): Pressed | undefined {
  const [, name, mark, value, key] = /^([a-zA-Z]+)([:=])([^~]*)(?:~([\w-]+))?$/.exec(id) ?? [];
  const action = ACTIONS.find((known) => known === name);
  if (action === undefined || value === undefined) return undefined;
  return { action, value, ...(key !== undefined && { key }), ...(mark === "=" && { kind: "choice" }) };
}
