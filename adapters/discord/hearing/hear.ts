import type { Form } from "#ports/controls.ts";
import { type Author, type Host, type InboundEvent, PlatformError } from "#ports/platform.ts";
import { address, place } from "../address.ts";
import type { DiscordConfig } from "../config.ts";
import { pressed } from "../controls/custom-id.ts";
import type { Directory } from "../known/directory.ts";
import type { Lines } from "../known/lines.ts";
import type { People } from "../known/people.ts";
import { parse } from "../parse.ts";
import { authorOf, type Channel, type Context, placeOf } from "../parsing/context.ts";
import { targetOf } from "../parsing/interaction.ts";
import type { Api } from "../speaking/api.ts";
import type { Departure, Dispatch, Message, Press, Reaction, Typing } from "../wire.ts";
import { download, type Fetch } from "./download.ts";
import type { Patience } from "./patience.ts";

/** How far back a deleted message is looked for, to know who wrote it. */
const REMEMBERED = 200;
/** In so many of the newest lines of a case its student has said something. */
const FIRST_LINES = 20;

export type HearingParts = {
  readonly api: Api;
  readonly host: Host;
  readonly config: DiscordConfig;
  readonly directory: Directory;
  readonly people: People;
  readonly lines: Lines;
  readonly self: () => string;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly patience: Patience;
  /** Ends what waits for Discord. */
  readonly signal: AbortSignal;
};

/** How something was told: under which name, and for a command, which message of the bot shows it. */
export type Telling = { readonly told: string; readonly response?: string | undefined };

/** What happened in a channel. */
type Placed = Exclude<Dispatch, { t: "GUILD_MEMBER_REMOVE" }>;

export type Hearing = ReturnType<typeof createHearing>;

/** Brings what the gateway tells to the core: what it means, with its files, until it is stored. */
export function createHearing(parts: HearingParts) {
  const { api, host, config, directory, people, lines, patience, signal } = parts;
  const keeping = {
    keepFile: (file: Parameters<Host["keepFile"]>[0]) => patience(() => host.keepFile(file)),
  };
  /** Asks Discord until it answers. */
  const insist = <T>(ask: () => Promise<T>): Promise<T> => api.insist(signal, ask);

  const contextIn = (channel: Channel, { told, response }: Telling): Context => {
    const { staffRoles, listen } = config;
    return { self: parts.self(), staffRoles, listen, channel, told, response, now: parts.now() };
  };

  /** What parsing needs to know. */
  async function contextOf(dispatch: Placed, telling: Telling): Promise<Context> {
    const base = contextIn(await insist(() => directory.channelOf(dispatch.d)), telling);
    const { channel } = base;
    switch (dispatch.t) {
      case "MESSAGE_UPDATE":
        return dispatch.d.edited_timestamp ? { ...base, author: await writerOf(dispatch.d, channel) } : base;
      case "MESSAGE_DELETE":
        return { ...base, author: await writerOf(dispatch.d, channel) };
      case "MESSAGE_REACTION_ADD":
      case "MESSAGE_REACTION_REMOVE":
        return { ...base, ...(await reactedTo(dispatch.d, channel)) };
      default:
        return base;
    }
  }

  /** Who wrote a message, as far as the core knows; whoever deleted it, it is gone. */
  async function writerOf(
    raw: { id: string; channel_id: string },
    channel: Channel,
  ): Promise<Author | undefined> {
    const where = placeOf(raw, channel);
    if (where === undefined) return undefined;
    const history = await patience(() => host.history(address(where), REMEMBERED));
    const shown = history.find(({ id }) => id === raw.id);
    return shown?.from === "bot" ? undefined : shown?.from;
  }

  /** Where the bot takes no part, the message that somebody reacted to is news to the core. */
  async function reactedTo(raw: Reaction, channel: Channel): Promise<Pick<Context, "member" | "target">> {
    const { self } = parts;
    if (raw.user_id === self() || channel.kind === "other") return {};
    const isOurs = channel.kind === "dm" || (channel.kind === "thread" && channel.isOurs);
    const isNews = !isOurs && raw.message_author_id !== self();
    const found = isNews ? await insist(() => lines.get(raw.channel_id, raw.message_id)) : undefined;
    const target = found && (await withMember(found, raw.guild_id));
    const member = raw.member ?? (await insist(() => people.get(raw.guild_id, raw.user_id)));
    return { member, target };
  }

  /** Messages that were fetched say nothing of their author's roles: those are asked for. */
  async function withMember(message: Message, guild: string | undefined): Promise<Message> {
    const { author, member } = message;
    if (guild === undefined || author === undefined || author.bot || member !== undefined) return message;
    return { ...message, member: await insist(() => people.get(guild, author.id)) };
  }

  /** The dispatch with what was left out of it. */
  async function complete(dispatch: Placed, context: Context): Promise<Placed> {
    if (dispatch.t === "MESSAGE_CREATE") {
      const { d } = dispatch;
      const isBare = d.guild_id !== undefined && d.member === undefined;
      if (!isBare || parse(dispatch, context) === undefined) return dispatch;
      return { t: dispatch.t, d: await withMember(d, d.guild_id) };
    }
    if (dispatch.t !== "INTERACTION_CREATE" || dispatch.d.type !== 2) return dispatch;
    const { d } = dispatch;
    const target = targetOf(d);
    if (target === undefined) return dispatch;
    const messages = { [target.id]: await withMember(target, d.guild_id) };
    return { t: dispatch.t, d: { ...d, data: { ...d.data, resolved: { messages } } } };
  }

  /** Only when the event is stored may Discord forget it. */
  async function store(event: InboundEvent): Promise<void> {
    await patience(() => host.accept(event));
  }

  return {
    /** Hears one dispatch to its end; `false` when it is not for the bot. */
    async hear(dispatch: Placed, telling: Telling): Promise<boolean> {
      const context = await contextOf(dispatch, telling);
      const heard = parse(await complete(dispatch, context), context);
      if (heard === undefined) return false;
      const { event, attachments } = heard;
      const isBare = event.type !== "message" || attachments.length === 0;
      await store(
        isBare
          ? event
          : { ...event, files: await download(attachments, { ...keeping, log: host.log }, parts.fetch) },
      );
      return true;
    },

    /** The form that a button asks to be filled in first, if it still stands there with one. */
    async formOf(raw: Press): Promise<Form | undefined> {
      const meant = pressed(raw.data.custom_id);
      const dispatch = { t: "INTERACTION_CREATE", d: raw } as const;
      const event = parse(dispatch, await contextOf(dispatch, { told: raw.id }))?.event;
      if (meant?.kind === "choice" || event?.type !== "action" || event.on === undefined) return undefined;
      const { at, on, action, value } = event;
      const shown = await host.shown(at, on);
      return shown?.buttons?.find((one) => one.action === action && one.value === value)?.form;
    },

    /** Somebody is typing where the bot takes part: a passing sign, not worth asking Discord for long. */
    async typing(raw: Typing): Promise<void> {
      const { staffRoles } = config;
      const channel = await directory.channelOf(raw);
      const isOurs = channel.kind === "dm" || (channel.kind === "thread" && channel.isOurs);
      const where = isOurs ? placeOf({ id: raw.user_id, channel_id: raw.channel_id }, channel) : undefined;
      if (where === undefined || raw.user_id === parts.self()) return;
      const member = raw.member ?? (await people.get(raw.guild_id, raw.user_id));
      const { user } = member;
      if (user && !user.bot) host.typing(address(where), authorOf(user, member, { staffRoles, channel }));
    },

    /** Somebody left a server: each open case of theirs is told, but for direct messages that another server still allows. */
    async left(raw: Departure, telling: Telling): Promise<void> {
      const { guild_id: guild, user } = raw;
      people.forget(guild, user.id);
      const open = await patience(() => host.open());
      const staysElsewhere = async () => {
        const others = directory.servers().filter((id) => id !== guild);
        const found = await Promise.all(others.map((id) => insist(() => people.get(id, user.id))));
        return found.some((member) => member.user !== undefined);
      };
      for (const { student: at } of open) {
        const where = place(at);
        if (where === undefined || (where.kind !== "dm" && where.guild !== guild)) continue;
        const history = await patience(() => host.history(at, FIRST_LINES));
        const from = history.map((shown) => shown.from).find((one) => one !== "bot" && one.id === user.id);
        if (from === undefined || from === "bot") continue;
        if (where.kind === "dm" && (await staysElsewhere())) continue;
        const context = { ...contextIn({ kind: "other" }, telling), home: { at, from } };
        const heard = parse({ t: "GUILD_MEMBER_REMOVE", d: raw }, context);
        if (heard) await store(heard.event);
      }
    },
  };
}

/** A sign that could not be passed on is lost, and does no harm. */
export async function passing(work: Promise<void>, log: Host["log"]): Promise<void> {
  try {
    await work;
  } catch (error) {
    const fault = error instanceof PlatformError ? error.fault : "error";
    log.info("discord sign not passed on", { fault });
  }
}
