import { ACTIONS, type Action } from "#ports/platform.ts";

/** What a button carries, within the hundred characters that Discord gives back on a click. */
export type Pressed = { readonly action: Action; readonly value: string; readonly key?: string };

const LONGEST = 100;

/**
 * The id of a button. The key of the message that it stands under makes the message findable later;
 * `undefined` when it does not fit.
 */
export function customId({ action, value, key }: Pressed): string | undefined {
  const id = `${action}:${value}${key === undefined ? "" : `~${key}`}`;
  return id.length <= LONGEST ? id : undefined;
}

/** What a click means; `undefined` for buttons that are none of ours. */
export function pressed(id: string): Pressed | undefined {
  const [, name, value, key] = /^([a-zA-Z]+):([^~]*)(?:~([\w-]+))?$/.exec(id) ?? [];
  const action = ACTIONS.find((known) => known === name);
  if (action === undefined || value === undefined) return undefined;
  return { action, value, ...(key !== undefined && { key }) };
}
