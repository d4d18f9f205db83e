import { createHash } from "node:crypto";
import { ACTIONS, type Action, type Author, type InboundEvent } from "#ports/platform.ts";
import type { Activity } from "./activity.ts";
import { address, type Place } from "./address.ts";
import { command } from "./commands.ts";
import { formatted } from "./formatted.ts";

/** What is known about an activity before it is read. */
export type Known = {
  /** The bot's application id. */
  readonly bot: string;
  readonly kind: "student" | "staff";
  /** Whether the bot opened the thread that this is in, or was called into it: there it hears everything. */
  readonly isOurs: boolean;
  readonly now: number;
};

/** A file that came with a message: where its bytes are, or only its name when a bot can't have them. */
export type Attached = {
  readonly name: string;
  readonly from: { readonly kind: "drive" | "picture"; readonly url: string } | undefined;
};

/** What an activity means. `mayRepeat`: Teams may send it again under another id, so `id` leaves that out. */
export type Heard = {
  readonly event: InboundEvent;
  readonly attached: readonly Attached[];
  readonly mayRepeat: boolean;
};

/** The event that an activity is; `undefined` when it is not for us. */
export function parse(activity: Activity, known: Known): Heard | undefined {
  const where = whereOf(activity);
  const { from, id } = activity;
  if (!where || !from || isBot(from)) return undefined;
  const at = address(where);
  const isCalled = where.kind === "chat" || mentions(activity, known.bot).length > 0;
  const event = {
    at,
    from: author(from, known.kind),
    // Never later than now by our clock, which is also that of what we say.
    time: Math.min(timeOf(activity.timestamp) ?? known.now, known.now),
  };
  const mayHear = isCalled || known.isOurs;
  switch (activity.type) {
    case "message": {
      if (!id) return undefined;
      const pressed = pressedIn(activity.value);
      const told = pressed ?? commandIn(activity, known);
      if (told) {
        const on = activity.replyToId && pressed ? { on: activity.replyToId } : {};
        return heard({ ...event, id: `${at}/${id}`, type: "action", ...told, ...on });
      }
      if (!mayHear) return undefined;
      const { locale } = activity;
      const said = { text: wordsOf(activity, known.bot), ...(isLocale(locale) && { locale }) };
      const message = {
        ...event,
        id: `${at}/${id}`,
        type: "message",
        message: id,
        files: [],
        ...said,
      } as const;
      return heard(message, attachedTo(activity));
    }
    case "messageUpdate": {
      if (!id || !mayHear) return undefined;
      const text = wordsOf(activity, known.bot);
      // The same update comes again as the same event. A preview of a link is an update of its own, with the same
      // words, which the core drops: words that come back after others are no repetition.
      const update = hash(`${activity.timestamp ?? ""} ${text}`);
      return heard({ ...event, id: `${at}/${id}~${update}`, type: "edited", message: id, text });
    }
    case "messageDelete":
      return id && mayHear
        ? heard({ ...event, id: `${at}/${id}~x`, type: "deleted", message: id })
        : undefined;
    case "invoke": {
      const pressed = invoked(activity);
      if (!pressed) return undefined;
      const on = activity.replyToId;
      const once = `${at}/${on ?? ""}!${event.from.id}!${hash(JSON.stringify(pressed))}`;
      const action = { ...event, id: once, type: "action", ...pressed, ...(on && { on }) } as const;
      return { ...heard(action), mayRepeat: true };
    }
    default:
      return undefined;
  }
}

/** Where an activity happened: a post in a channel is where the thread on it is. Group chats are not served. */
export function whereOf({ conversation, channelData, id }: Activity): Place | undefined {
  const tenant = tenantOf({ conversation, channelData });
  if (!tenant) return undefined;
  const [channel = "", ...parts] = conversation.id.split(";");
  if (conversation.conversationType === "personal") return { kind: "chat", tenant, chat: conversation.id };
  if (conversation.conversationType !== "channel") return undefined;
  const root = parts.find((part) => part.startsWith("messageid="))?.slice("messageid=".length) ?? id;
  return root ? { kind: "thread", tenant, channel, root } : undefined;
}

/** The tenant that an activity is from; `undefined` if it names none, or two. */
export function tenantOf({ conversation, channelData }: Pick<Activity, "conversation" | "channelData">) {
  const named = [channelData?.tenant?.id, conversation.tenantId].filter((id) => id !== undefined);
  const [tenant, ...others] = new Set(named.map((id) => id.toLowerCase()));
  return others.length === 0 ? tenant : undefined;
}

/** The bot itself and other bots, whose ids begin so. */
export function isBot({ id, role }: { id: string; role?: string | undefined }): boolean {
  return role === "bot" || role === "skill" || id.startsWith("28:");
}

/** Who has this id: the directory's own where there is one, since Teams' differs from bot to bot. */
export function author(from: NonNullable<Activity["from"]>, kind: "student" | "staff"): Author {
  return { id: from.aadObjectId?.toLowerCase() ?? from.id, name: readable(from.name?.trim() || "?"), kind };
}

export function mentions({ entities = [] }: Activity, bot: string): readonly string[] {
  const ours = entities.filter(({ type, mentioned }) => type === "mention" && isOwn(mentioned?.id, bot));
  return ours.map(({ text }) => text ?? "");
}

function isOwn(id: string | undefined, bot: string): boolean {
  return id?.toLowerCase() === `28:${bot}`;
}

function heard(event: InboundEvent, attached: readonly Attached[] = []): Heard {
  return { event, attached, mayRepeat: false };
}

/**
 * The words with their form, without the calls of the bot; who else is mentioned stays as a name. The form is
 * read where nobody is mentioned: the words alone say surely which call is whose.
 */
function wordsOf(activity: Activity, bot: string): string {
  let text = activity.text ?? "";
  const { attachments = [], entities = [] } = activity;
  const form = attachments.find(({ contentType }) => contentType === "text/html")?.content;
  const isCalling = entities.some(({ type }) => type === "mention");
  if (typeof form === "string" && !isCalling) text = formattedLike(text, form);
  for (const { type, text: mark, mentioned } of entities) {
    if (type !== "mention" || !mark) continue;
    const name = isOwn(mentioned?.id, bot) ? "" : `@${mentioned?.name ?? mark.replace(/<\/?at[^>]*>/g, "")}`;
    // As words, not as a pattern: a name may hold `$&`.
    text = text.replace(mark, () => name);
  }
  return readable(text.replace(/^(?:\s|&nbsp;)+|(?:\s|&nbsp;)+$/g, ""));
}

/**
 * What begins with a sign must begin with it in its form too: `//` keeps staff's words inside, and must not hide
 * behind the mark of bold.
 */
function formattedLike(text: string, form: string): string {
  const shown = formatted(form);
  if (shown === undefined) return text;
  const start = (words: string) => words.replace(/^[\s\p{Cf}]+/u, "").slice(0, 2);
  return /^[\p{L}\p{N}]/u.test(start(text)) || start(shown) === start(text) ? shown : text;
}

/** Only in a thread: in their own chat with the bot, staff are people with a question. */
function commandIn(activity: Activity, { bot, kind }: Known): { action: Action; value: string } | undefined {
  const isCalled = kind === "staff" && mentions(activity, bot).length > 0;
  const action = isCalled ? command(wordsOf(activity, bot)) : undefined;
  return action && { action, value: "" };
}

/** What a card's button or a feedback button sends at once. */
function invoked({ name, value }: Activity): { action: Action; value: string } | undefined {
  if (!isObject(value)) return undefined;
  if (name === "adaptiveCard/action")
    return isObject(value["action"]) ? pressedIn(value["action"]["data"]) : undefined;
  if (name !== "message/submitAction" || value["actionName"] !== "feedback") return undefined;
  const { reaction } = isObject(value["actionValue"]) ? value["actionValue"] : {};
  if (reaction === "like") return { action: "helpful", value: "" };
  return reaction === "dislike" ? { action: "unhelpful", value: "" } : undefined;
}

/** Only what looks like our own buttons; whether it is true, the core finds out. */
function pressedIn(data: unknown): { action: Action; value: string } | undefined {
  if (!isObject(data)) return undefined;
  const action = ACTIONS.find((known) => known === data["action"]);
  const value = data["value"];
  return action && typeof value === "string" ? { action, value: readable(value.slice(0, 500)) } : undefined;
}

const MOST_FILES = 10;

function attachedTo({ attachments = [] }: Activity): readonly Attached[] {
  return attachments
    .slice(0, MOST_FILES)
    .flatMap(({ contentType, contentUrl, name, content }): Attached[] => {
      if (contentType === "application/vnd.microsoft.teams.file.download.info") {
        const url = isObject(content) ? content["downloadUrl"] : undefined;
        return [{ name: name ?? "file", from: typeof url === "string" ? { kind: "drive", url } : undefined }];
      }
      if (contentType.startsWith("image/"))
        return [
          { name: name ?? "image", from: contentUrl ? { kind: "picture", url: contentUrl } : undefined },
        ];
      // A file in a channel: only its name, a bot has no right to the bytes.
      return contentType === "reference" ? [{ name: name ?? "file", from: undefined }] : [];
    });
}

/** Short, and the same for the same words. */
function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

function timeOf(timestamp: string | undefined): number | undefined {
  const time = Date.parse(timestamp ?? "");
  return Number.isNaN(time) ? undefined : time;
}

/** Text that every store and reader can hold: no half characters, no NUL. */
function readable(raw: string): string {
  return raw.toWellFormed().replaceAll("\0", "\uFFFD");
}

function isLocale(tag: string | undefined): tag is string {
  try {
    return tag !== undefined && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
