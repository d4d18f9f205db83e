import type { Author, Host, InboundEvent } from "#ports/platform.ts";
import { address } from "../address.ts";
import type { DiscordConfig } from "../config.ts";
import type { Directory } from "../known/directory.ts";
import type { Members } from "../known/members.ts";
import { type Channel, type Context, parse, placeOf } from "../parse.ts";
import type { Api } from "../speaking/api.ts";
import type { Dispatch } from "../wire.ts";
import { download, type Fetch } from "./download.ts";
import type { Patience } from "./patience.ts";

/** How far back a deleted message is looked for, to know who wrote it. */
const REMEMBERED = 200;

export type HearingParts = {
  readonly api: Api;
  readonly host: Host;
  readonly config: DiscordConfig;
  readonly directory: Directory;
  readonly members: Members;
  readonly self: () => string;
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly patience: Patience;
  /** Ends what waits for Discord. */
  readonly signal: AbortSignal;
};

export type Hearing = ReturnType<typeof createHearing>;

/** Brings what the gateway tells to the core: what it means, with its files, until it is stored. */
export function createHearing(parts: HearingParts) {
  const { api, host, config, directory, members, patience, signal } = parts;
  const keeping = {
    keepFile: (file: Parameters<Host["keepFile"]>[0]) => patience(() => host.keepFile(file)),
  };

  /** What parsing needs to know; asks Discord until it answers. */
  async function contextOf(dispatch: Dispatch, response?: string): Promise<Context> {
    const channel = await api.insist(signal, () => directory.channelOf(dispatch.d));
    const { staffRoles, listen } = config;
    const changes =
      dispatch.t === "MESSAGE_DELETE" || (dispatch.t === "MESSAGE_UPDATE" && dispatch.d.edited_timestamp);
    const author = changes ? await writerOf(dispatch.d, channel) : undefined;
    return { self: parts.self(), staffRoles, listen, channel, author, response, now: parts.now() };
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

  /** Only when the event is stored may Discord forget it. */
  async function store(event: InboundEvent): Promise<void> {
    await patience(() => host.accept(event));
  }

  return {
    /**
     * Hears one dispatch to its end; `false` when it is not for the bot. Messages that were fetched say nothing of
     * their author's roles: those are asked for.
     */
    async hear(dispatch: Dispatch, response?: string): Promise<boolean> {
      const context = await contextOf(dispatch, response);
      let heard = parse(dispatch, context);
      if (heard === undefined) return false;
      if (dispatch.t === "MESSAGE_CREATE" && dispatch.d.member === undefined && dispatch.d.author) {
        const { guild_id: guild, author } = dispatch.d;
        const member = guild && (await api.insist(signal, () => members.get(guild, author.id)));
        if (member) heard = parse({ ...dispatch, d: { ...dispatch.d, member } }, context) ?? heard;
      }
      const { event, attachments } = heard;
      const isBare = event.type !== "message" || attachments.length === 0;
      await store(
        isBare
          ? event
          : { ...event, files: await download(attachments, { ...keeping, log: host.log }, parts.fetch) },
      );
      return true;
    },
  };
}
