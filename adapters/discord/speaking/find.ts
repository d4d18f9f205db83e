import { type Address, type Found, type Host, PlatformError } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import { pressed } from "../controls/custom-id.ts";
import type { Receipts } from "../known/receipts.ts";
import { isDraft } from "../render.ts";
import { snowflakeAt } from "../snowflake.ts";
import type { Message } from "../wire.ts";
import type { Api } from "./api.ts";

/** Discord knows a nonce for "a few minutes"; within this, sending again is the search. */
const NONCE_MS = 120_000;
/** Clocks differ. */
const SLACK_MS = 5000;
const PAGE = 100;
const MOST_PAGES = 5;

type Parts = {
  readonly api: Api;
  readonly host: Host;
  readonly receipts: Receipts;
  readonly self: () => string | undefined;
  readonly now: () => number;
};
type Sought = { readonly at: Address; readonly where: Place; readonly nonce: string; readonly since: number };

/**
 * Looks for a message that may have been posted: by its echo, by its key under the buttons, and where only one
 * case talks, by being the bot's only message since then that nobody knows of.
 */
export async function find(
  parts: Parts,
  { at, where, nonce, since }: Sought,
): Promise<string | Exclude<Found, object>> {
  const echoed = parts.receipts.find(nonce);
  if (echoed !== undefined) return echoed;
  if (parts.now() - since < NONCE_MS) return "absent";
  // Without knowing itself, the bot would take its own message for another's.
  if (parts.self() === undefined) throw new PlatformError("unavailable");
  const own = await ownSince(parts, where.channel, since);
  const named = own.find((message) => message.nonce === nonce || keyOf(message) === nonce);
  if (named) return named.id;
  if (where.kind === "channel") return "absent";
  const known = new Set((await parts.host.history(at, PAGE)).map(({ id }) => id));
  const strange = own.filter(
    (message) => !known.has(message.id) && isNameless(message) && !isDraft(message.content ?? ""),
  );
  const [only, ...others] = strange;
  if (only === undefined) return "absent";
  return others.length === 0 ? only.id : "unknowable";
}

async function ownSince({ api, self }: Parts, channel: string, since: number): Promise<readonly Message[]> {
  const found: Message[] = [];
  let after = snowflakeAt(since - SLACK_MS);
  for (let page = 0; page < MOST_PAGES; page++) {
    const messages = await api.call<Message[]>("GET", `/channels/${channel}/messages`, {
      query: { after, limit: String(PAGE) },
    });
    found.push(
      ...messages.filter(({ author, interaction_metadata: meta }) => author?.id === self() && !meta),
    );
    if (messages.length < PAGE) break;
    after = messages.reduce((newest, { id }) => (BigInt(id) > BigInt(newest) ? id : newest), after);
  }
  return found.filter(({ type }) => type === 0 || type === 19);
}

function keyOf({ components = [] }: Message): string | undefined {
  const ids = components.flatMap((row) => row.components?.map(({ custom_id }) => custom_id) ?? []);
  return ids.map((id) => (id === undefined ? undefined : pressed(id)?.key)).find((key) => key !== undefined);
}

/** A message with another nonce or key is another one. */
function isNameless(message: Message): boolean {
  return message.nonce === undefined && keyOf(message) === undefined;
}
