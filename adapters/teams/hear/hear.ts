import type { Address, Host, OutboundMessage } from "#ports/platform.ts";
import { address } from "../address.ts";
import type { TeamsConfig } from "../config.ts";
import { type Known, parse, tenantOf, whereOf } from "../parse.ts";
import { type Activity, oneByOne } from "../read/activity.ts";
import type { Attached } from "../read/attached.ts";
import { author, isBot, personOf } from "../read/person.ts";
import { mentions } from "../read/said.ts";
import { shortcutIn } from "../read/shortcut.ts";
import type { Places } from "../speak/places.ts";
import { type Answer, answerTo, formIn, offerIn } from "./answers.ts";
import type { Fetched } from "./files.ts";

export type Ears = {
  readonly config: TeamsConfig;
  readonly host: Host;
  readonly places: Places;
  readonly staff: (activity: Activity, tenant: string) => Promise<"student" | "staff">;
  readonly files: (attached: readonly Attached[]) => Promise<Fetched>;
  /** The own chat of a person with the bot; `undefined` where the bot may not write to them. */
  readonly direct: (tenant: string, person: string) => Promise<Address | undefined>;
  readonly edit: (at: Address, id: string, message: OutboundMessage) => Promise<void>;
  /** The name of a press, the same for the same press within a minute. */
  readonly once: (id: string) => string;
  readonly now: () => number;
};

/**
 * Takes in an activity that was proved to be genuine. Resolves when what it means is stored; the bot answers
 * afterwards, with a message of its own. If it throws, what it told of comes again: nothing is stored twice.
 */
export async function hear(activity: Activity, ears: Ears): Promise<Answer> {
  const where = whereOf(activity);
  // Where to answer is known before there is anything to answer, so that it outlives a crash.
  await ears.places.heardFrom(activity, where);
  const offered = offerIn(activity);
  if (offered !== undefined) return show(activity, offered, ears);
  if (activity.type === "invoke") return invoked(activity, ears);
  if (!where) return { status: 200 };
  if (activity.type === "typing") await typed(activity, ears);
  else for (const one of oneByOne(activity)) await accept(one, await knownOf(one, ears), ears);
  return { status: 200 };
}

/** Turns the small card into the message that it stands for. */
async function show(activity: Activity, card: string, ears: Ears): Promise<Answer> {
  const shown = await standing(activity, card, ears);
  if (shown) await ears.edit(shown.at, card, shown.message);
  return answerTo(activity, shown !== undefined);
}

/** A press, a form, a shortcut: the client waits for an answer, and shows it. */
async function invoked(activity: Activity, ears: Ears): Promise<Answer> {
  const { name, replyToId } = activity;
  const shown = name === "task/fetch" && replyToId ? await standing(activity, replyToId, ears) : undefined;
  const form = formIn(activity, shown?.message);
  if (form) return form;
  const known = await knownOf(activity, ears);
  const isHeard = await accept(activity, known, ears);
  return answerTo(activity, isHeard, shortcutIn(activity) !== undefined && !known.direct);
}

/** What an activity means, stored; `false` when it means nothing to us. */
async function accept(activity: Activity, known: Known, ears: Ears): Promise<boolean> {
  const { host, places } = ears;
  const heard = parse(activity, known);
  if (!heard) return false;
  const { mayRepeat } = heard;
  const event = mayRepeat ? { ...heard.event, id: ears.once(heard.event.id) } : heard.event;
  switch (event.type) {
    case "message": {
      const where = whereOf(activity);
      const isInThread = where?.kind === "thread" && event.at === address(where);
      if (isInThread && !known.isOurs && !event.overheard) await places.claim(event.at);
      const { files, missing } = await ears.files(heard.attached);
      const note = missing.map((name) => `📎 ${name} ✗`).join("\n\n");
      // What is added to the words here is added to them again when they are edited.
      if (note !== "") await host.keep(`missing:${event.id}`, note);
      const message = mayRepeat ? event.id : event.message;
      await host.accept({ ...event, message, text: withNote(event.text, note), files });
      break;
    }
    case "edited": {
      const note = await host.kept(`missing:${event.at}/${event.message}`);
      await host.accept({ ...event, text: withNote(event.text, note) });
      break;
    }
    case "left": {
      // A team names its members in its own way, and the person's cases are in their own chat.
      const tenant = tenantOf(activity) ?? "";
      const id = await places.personBehind(tenant, event.from.id);
      const chat = await places.chatOf(tenant, id);
      await host.accept({ ...event, from: { ...event.from, id }, at: chat ? address(chat) : event.at });
      break;
    }
    case "deleted":
    case "reaction":
    case "action":
      await host.accept(event);
  }
  return true;
}

async function knownOf(activity: Activity, { config, places, staff, direct, now }: Ears): Promise<Known> {
  const where = whereOf(activity);
  const tenant = tenantOf(activity);
  const { from, type } = activity;
  const isOurs = where !== undefined && (await places.isOurs(where));
  const isCalled = mentions(activity, config.appId).length > 0;
  const mayConcern = isOurs || isCalled || type === "invoke" || type === "messageReaction";
  return {
    bot: config.appId,
    kind: mayConcern && tenant ? await staff(activity, tenant) : "student",
    isOurs,
    isListening: where?.kind === "thread" && config.listen.includes(where.channel),
    direct: from && tenant && shortcutIn(activity) ? await direct(tenant, personOf(from)) : undefined,
    now: now(),
  };
}

async function typed(activity: Activity, ears: Ears): Promise<void> {
  const { from } = activity;
  const where = whereOf(activity);
  if (!where || !from || isBot(from)) return;
  if (where.kind !== "chat" && !(await ears.places.isOurs(where))) return;
  ears.host.typing(address(where), author(activity, await ears.staff(activity, where.tenant), from));
}

/** A message of ours as it stands, and where: a post in a channel stands there, not in its thread. */
async function standing(
  activity: Activity,
  id: string,
  { host }: Ears,
): Promise<{ at: Address; message: OutboundMessage } | undefined> {
  const where = whereOf(activity);
  if (!where) return undefined;
  const places = [where];
  if (where.kind === "thread" && where.root === id)
    places.push({ kind: "channel", tenant: where.tenant, channel: where.channel });
  for (const at of places.map(address)) {
    const message = await host.shown(at, id);
    if (message) return { at, message };
  }
  return undefined;
}

/** Names the files whose bytes can't be had: nobody must think that nothing was attached. */
function withNote(text: string, note: string | undefined): string {
  return [text, note].filter((part) => part !== undefined && part !== "").join("\n\n");
}
