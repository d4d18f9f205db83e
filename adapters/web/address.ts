import type { Address } from "#ports/platform.ts";

/** The places of this platform: a student's chat, the desk channel, the thread of a card in it. */
export type Place =
  | { readonly kind: "student"; readonly id: string }
  | { readonly kind: "desk" }
  | { readonly kind: "thread"; readonly card: string };

const PREFIX = "web:";
export const DESK = "web:desk" as Address;

/** The address of a place written without the platform's name, as pages write it. */
export function address(at: string): Address {
  return `${PREFIX}${at}` as Address;
}

/** An address as pages write it; `undefined` when it belongs to another platform. */
export function rest(at: Address): string | undefined {
  return at.startsWith(PREFIX) ? at.slice(PREFIX.length) : undefined;
}

/** What an address means; `undefined` when it means nothing here. */
export function place(at: Address): Place | undefined {
  const path = rest(at);
  if (path === "desk") return { kind: "desk" };
  const [, kind, id] = /^(student|desk)\/([\w.~%:-]{1,700})$/.exec(path ?? "") ?? [];
  if (id === undefined) return undefined;
  return kind === "student" ? { kind: "student", id } : { kind: "thread", card: id };
}

/** Where answers to a message posted at `at` under `id` arrive: a card in the desk channel opens a thread. */
export function repliesAt(at: Address, id: string): Address {
  return at === DESK ? (`${DESK}/${id}` as Address) : at;
}
