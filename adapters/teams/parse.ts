import { createHash } from "node:crypto";
import type { Address, Author, InboundEvent } from "#ports/platform.ts";
import { address, type Place } from "./address.ts";
import type { Activity } from "./read/activity.ts";
import { type Attached, attachedTo } from "./read/attached.ts";
import { staffCommand, studentCommand } from "./read/commands.ts";
import { emojiOf } from "./read/emoji.ts";
import { author, isBot } from "./read/person.ts";
import { type Pressed, pressedIn } from "./read/pressed.ts";
import { mentions, wordsOf } from "./read/said.ts";
import { type Shortcut, shortcutIn } from "./read/shortcut.ts";

/** What is known about an activity before it is read. */
export type Known = {
  /** The bot's application id. */
  readonly bot: string;
  readonly kind: "student" | "staff";
  /** Whether the bot opened the thread that this is in, or was called into it: there it hears everything. */
  readonly isOurs: boolean;
  /** Whether the bot hears what is posted in this channel without being called. */
  readonly isListening: boolean;
  /** The author's own chat with the bot, if it is known: where shortcuts are answered. */
  readonly direct?: Address | undefined;
  readonly now: number;
};

/** What an activity means. `mayRepeat`: Teams may send it again under another id, so `id` leaves that out. */
export type Heard = {
  readonly event: InboundEvent;
  readonly attached: readonly Attached[];
  readonly mayRepeat: boolean;
};

/** What all events of an activity have in common. */
type Base = { readonly at: Address; readonly from: Author; readonly time: number };

/** The event that an activity is; `undefined` when it is not for us. */
export function parse(activity: Activity, known: Known): Heard | undefined {
  const who = activity.membersRemoved?.[0] ?? activity.from;
  if (!who || isBot(who)) return undefined;
  const by = {
    from: author(activity, known.kind, who),
    // Never later than now by our clock, which is also that of what we say.
    time: Math.min(timeOf(activity.timestamp) ?? known.now, known.now),
  };
  const chosen = shortcutIn(activity);
  if (chosen) return known.direct && shortcut(chosen, { ...by, at: known.direct });
  const where = whereOf(activity);
  if (!where) return undefined;
  const base: Base = { ...by, at: address(where) };
  switch (activity.type) {
    case "message":
      return message(activity, where, base, known);
    case "messageUpdate":
    case "messageDelete":
      return hears(activity, where, known) ? change(activity, base, known) : undefined;
    case "messageReaction":
      return reaction(activity, base);
    case "invoke":
      return press(activity, base);
    case "installationUpdate":
    case "conversationUpdate":
      return hasLeft(activity, where)
        ? heard({ ...base, id: `${base.at}~left!${base.from.id}!${activity.timestamp ?? ""}`, type: "left" })
        : undefined;
    default:
      return undefined;
  }
}

/** Where an activity happened: a post in a channel is where the thread on it is. Group chats are not served. */
export function whereOf({ type, conversation, channelData, id }: Activity): Place | undefined {
  const tenant = tenantOf({ conversation, channelData });
  if (!tenant) return undefined;
  const [channel = "", ...parts] = conversation.id.split(";");
  if (conversation.conversationType === "personal") return { kind: "chat", tenant, chat: conversation.id };
  if (conversation.conversationType !== "channel") return undefined;
  if (type === "conversationUpdate") return { kind: "channel", tenant, channel };
  const root = parts.find((part) => part.startsWith("messageid="))?.slice("messageid=".length) ?? id;
  return root ? { kind: "thread", tenant, channel, root } : undefined;
}

/** The tenant that an activity is from; `undefined` if it names none, or two. */
export function tenantOf({ conversation, channelData }: Pick<Activity, "conversation" | "channelData">) {
  const named = [channelData?.tenant?.id, conversation.tenantId].filter((id) => id !== undefined);
  const [tenant, ...others] = new Set(named.map((id) => id.toLowerCase()));
  return others.length === 0 ? tenant : undefined;
}

function isCalled(activity: Activity, where: Place, { bot }: Known): boolean {
  return where.kind === "chat" || mentions(activity, bot).length > 0;
}

/** In a channel that it listens to, the bot hears posts; what people answer each other is theirs. */
function hears(activity: Activity, where: Place, known: Known): boolean {
  const isPost = where.kind === "thread" && where.root === activity.id;
  return isCalled(activity, where, known) || known.isOurs || (known.isListening && isPost);
}

function message(activity: Activity, where: Place, base: Base, known: Known): Heard | undefined {
  const { id } = activity;
  if (!id) return undefined;
  const own = `${base.at}/${id}`;
  const pressed = pressedIn(activity);
  if (pressed) return heard({ ...base, id: own, type: "action", ...pressed });
  // A press that means nothing to us is no message without words.
  const isPress = activity.value !== undefined && !activity.text;
  if (isPress || !hears(activity, where, known)) return undefined;
  const isAddressed = isCalled(activity, where, known);
  const words = wordsOf(activity, known.bot);
  // Only in a thread: in their own chat with the bot, staff are people with a question.
  const read = known.kind === "staff" ? staffCommand : studentCommand;
  const command = isAddressed ? read(words) : undefined;
  if (command && "action" in command) return heard({ ...base, id: own, type: "action", ...command });
  const isOverheard = !isAddressed && !known.isOurs;
  const text = command ? command.ask : words;
  const said = { ...base, id: own, type: "message", message: id, text, files: [] } as const;
  return heard(isOverheard ? { ...said, overheard: true } : said, attachedTo(activity));
}

function change(activity: Activity, base: Base, { bot }: Known): Heard | undefined {
  const { id, type, timestamp } = activity;
  if (!id) return undefined;
  const own = `${base.at}/${id}`;
  if (type === "messageDelete") return heard({ ...base, id: `${own}~x`, type: "deleted", message: id });
  const text = wordsOf(activity, bot);
  // The same update comes again as the same event. A preview of a link is an update of its own, with the same
  // words, which the core drops: words that come back after others are no repetition.
  const update = hash(`${timestamp ?? ""} ${text}`);
  return heard({ ...base, id: `${own}~${update}`, type: "edited", message: id, text });
}

/** Teams tells of reactions to the bot's own messages only. */
function reaction(activity: Activity, base: Base): Heard | undefined {
  const { replyToId, reactionsAdded = [], reactionsRemoved = [], timestamp } = activity;
  const type = (reactionsAdded[0] ?? reactionsRemoved[0])?.type;
  if (!replyToId || type === undefined) return undefined;
  const added = reactionsAdded.length > 0;
  const once = hash(JSON.stringify([base.from.id, type, added, timestamp]));
  const id = `${base.at}/${replyToId}~r${once}`;
  return heard({ ...base, id, type: "reaction", message: replyToId, emoji: emojiOf(type), added });
}

function press(activity: Activity, base: Base): Heard | undefined {
  const pressed = pressedIn(activity);
  if (!pressed) return undefined;
  const { on, ...what }: Pressed = pressed;
  const id = `${base.at}/${on ?? ""}!${base.from.id}!${hash(JSON.stringify(what))}`;
  return { ...heard({ ...base, id, type: "action", ...pressed }), mayRepeat: true };
}

/** Answered in the author's own chat: what somebody asks about a message is not for all who read it. */
function shortcut({ command, step, about, text }: Shortcut, base: Base): Heard | undefined {
  const isDone = command === "ask" ? step === "chosen" && about.text !== "" : step === "submitted";
  if (!isDone) return undefined;
  const id = `${base.at}/${about.message}!${base.from.id}!${hash(`${command} ${text}`)}`;
  const what: InboundEvent =
    command === "ask"
      ? { ...base, id, type: "message", message: id, text: about.text, files: [] }
      : {
          ...base,
          id,
          type: "action",
          action: "ticket",
          value: "",
          ...(text && { fields: { text } }),
          about,
        };
  return { ...heard(what), mayRepeat: true };
}

/** A person took the bot out of their chats, or was taken out of a team. */
function hasLeft({ type, action, membersRemoved }: Activity, where: Place): boolean {
  if (type === "installationUpdate") return where.kind === "chat" && action?.startsWith("remove") === true;
  return where.kind === "channel" && membersRemoved !== undefined;
}

function heard(event: InboundEvent, attached: readonly Attached[] = []): Heard {
  return { event, attached, mayRepeat: false };
}

/** Short, and the same for the same words. */
function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

function timeOf(timestamp: string | undefined): number | undefined {
  const time = Date.parse(timestamp ?? "");
  return Number.isNaN(time) ? undefined : time;
}
