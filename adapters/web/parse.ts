import { z } from "zod";
import { ACTIONS } from "#ports/controls.ts";
import type { Address, Author, InboundEvent, StoredFile } from "#ports/platform.ts";
import { address, type Place, place } from "./address.ts";
import type { Session } from "./who/session.ts";
import type { Refusal } from "./wire.ts";

/** A body posted to `/events`, and who posted it. */
export type Posted = {
  readonly body: unknown;
  readonly student?: Session | undefined;
  readonly staff?: Session | undefined;
  readonly now: number;
};

/** The longest message in UTF-16 units; what is longer belongs in a file. */
export const LONGEST_MESSAGE = 100_000;
const MOST_FILES = 10;
const LONGEST_FIELD = 10_000;
const MOST_FIELDS = 10;

const id = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
const known = z.string().min(1).max(800);
const text = z.string().max(LONGEST_MESSAGE).transform(readable);
const to = {
  at: z.string().max(710),
  id,
  locale: z.string().refine(isLocale).optional().catch(undefined),
  timeZone: z.string().refine(isTimeZone).optional().catch(undefined),
};
const emoji = z.string().regex(/^\p{RGI_Emoji}$/v);
const fields = z
  .record(z.string().max(40), z.string().max(LONGEST_FIELD).transform(readable))
  .refine((all) => Object.keys(all).length <= MOST_FIELDS);
const event = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("message"),
    ...to,
    text,
    files: z.array(z.string().max(4000)).max(MOST_FILES).default([]),
  }),
  z.object({ type: z.literal("edited"), ...to, message: known, text }),
  z.object({ type: z.literal("deleted"), ...to, message: known }),
  z.object({ type: z.literal("reaction"), ...to, message: known, emoji, added: z.boolean() }),
  z.object({
    type: z.literal("action"),
    ...to,
    action: z.enum(ACTIONS),
    value: z.string().max(500),
    fields: fields.optional(),
    on: known.optional(),
  }),
]);

/**
 * What a posted body means, or why it is refused. The author comes from the session alone, and every id
 * begins with the author's, so that nobody can repeat, change or delete what another wrote.
 * `open` gives the file behind a token that was made for this address.
 */
export function parse(
  posted: Posted,
  open: (token: string, at: Address) => StoredFile | undefined,
): InboundEvent | { readonly refused: Refusal } {
  const parsed = event.safeParse(posted.body);
  if (!parsed.success) return { refused: isTooLong(posted.body) ? "tooLong" : "invalid" };
  const raw = parsed.data;
  const at = address(raw.at);
  const author = mayWrite(place(at), posted);
  if (author === undefined) return { refused: "forbidden" };
  const { locale, timeZone } = raw;
  // What the course site says of a student goes before what the browser says.
  const from: Author = { ...(locale && { locale }), ...(timeZone && { timeZone }), ...author };
  const base = { id: `${from.id}.${raw.id}`, at, from, time: posted.now };
  switch (raw.type) {
    case "message": {
      const files = raw.files.map((token) => open(token, at));
      if (!files.every((file) => file !== undefined)) return { refused: "invalid" };
      return { ...base, type: "message", message: base.id, text: raw.text, files };
    }
    case "edited":
      if (!wrote(from.id, raw.message)) return { refused: "forbidden" };
      return { ...base, type: "edited", message: raw.message, text: raw.text };
    case "deleted":
      if (!wrote(from.id, raw.message)) return { refused: "forbidden" };
      return { ...base, type: "deleted", message: raw.message };
    case "reaction":
      return { ...base, type: "reaction", message: raw.message, emoji: raw.emoji, added: raw.added };
    case "action": {
      const { action, on, fields } = raw;
      const value = readable(raw.value);
      return { ...base, type: "action", action, value, ...(fields && { fields }), ...(on && { on }) };
    }
  }
}

/** The session that writes at a place, if the request carries it. */
function mayWrite(where: Place | undefined, posted: Posted): Session | undefined {
  switch (where?.kind) {
    case undefined:
      return undefined;
    case "student":
      return posted.student?.id === where.id ? posted.student : undefined;
    case "desk":
    case "thread":
      return posted.staff;
  }
}

/** Whether a message id was made from the author's id; client-made parts hold no dot. */
function wrote(author: string, message: string): boolean {
  return message.slice(0, message.lastIndexOf(".")) === author;
}

/** Text that every store and reader can hold: no half characters, no NUL. */
function readable(raw: string): string {
  return raw.toWellFormed().replaceAll("\0", "\uFFFD");
}

function isTooLong(body: unknown): boolean {
  if (typeof body !== "object" || body === null || !("text" in body)) return false;
  return typeof body.text === "string" && body.text.length > LONGEST_MESSAGE;
}

/** The session that types at a place, and where; `undefined` for whoever may not write there. */
export function parseTyping(posted: Posted): { readonly at: Address; readonly from: Author } | undefined {
  const parsed = z.object({ at: z.string().max(710) }).safeParse(posted.body);
  const at = parsed.success ? address(parsed.data.at) : undefined;
  const from = at && mayWrite(place(at), posted);
  return at && from && { at, from };
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
