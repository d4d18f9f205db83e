import { TICKET } from "../controls/commands.ts";
import { defuse, plainName } from "../markup/escape.ts";
import { typed } from "../markup/typed.ts";
import { askedBy } from "../parsing/interaction.ts";
import type { Command } from "../wire.ts";
import { words } from "../words.ts";

/** More than this of a question is not repeated over its thread; the whole of it is with the core. */
const LONGEST = 1500;

/**
 * Who asked for what, so that the thread beneath makes sense to everybody. What a ticket is about is not repeated
 * where others read.
 */
export function echo(raw: Command, self: string): string {
  const { asks, wantsPerson, wantsTicket } = words(raw.locale);
  const user = raw.member?.user ?? raw.user;
  const name = `**${plainName(raw.member?.nick || user?.global_name || user?.username || "")}**`;
  if (raw.data.name === TICKET) return wantsTicket(name);
  const asked = askedBy(raw, self);
  if (asked === undefined) return wantsPerson(name);
  const text = typed(asked.text);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\\+$/, "")}…` : text;
  return `${asks(name)}\n> ${defuse(shown).replaceAll("\n", "\n> ")}`;
}
