import { type Host, PlatformError } from "#ports/platform.ts";
import { isPrivate } from "../controls/commands.ts";
import type { Packet } from "../gateway/gateway.ts";
import type { Session } from "../gateway/session.ts";
import type { Directory } from "../known/directory.ts";
import type { Lines } from "../known/lines.ts";
import type { Receipts } from "../known/receipts.ts";
import type { Showing } from "../known/showing.ts";
import {
  type Command,
  type Departure,
  type Dispatch,
  type Interaction,
  type Message,
  readTold,
  type Told,
} from "../wire.ts";
import type { CatchUp } from "./catch-up.ts";
import type { Gap } from "./gap.ts";
import { type Hearing, passing } from "./hear.ts";
import type { Interactions } from "./interactions.ts";
import type { Lanes } from "./lanes.ts";

type Parts = {
  readonly host: Host;
  readonly session: Session;
  readonly lanes: Lanes;
  readonly directory: Directory;
  readonly hearing: Hearing;
  readonly interactions: Interactions;
  readonly catchUp: CatchUp;
  readonly gap: Gap;
  readonly receipts: Receipts;
  readonly showing: Showing;
  readonly lines: Lines;
  readonly self: () => string;
  readonly signal: AbortSignal;
};

/** Takes each packet of a shard to where it is worked on: a channel's in order, channels side by side. */
export function createListener(parts: Parts): (packet: Packet) => void {
  const { host, session, lanes, directory, hearing, interactions, catchUp, gap, lines, signal } = parts;
  const { ledger } = session;

  /** Works in a lane until it is done; what fails for good is named and passed over, or the lane would end here. */
  function work(lane: string, done: () => void, task: () => Promise<void>): void {
    void lanes.run(lane, async () => {
      try {
        await task();
        done();
      } catch (error) {
        // Left open: Discord tells it again at the next start.
        if (signal.aborted) return;
        const reason = error instanceof PlatformError ? error.fault : "error";
        host.log.error("discord event passed over", { channel: lane, reason });
        done();
      }
    });
  }

  function message(raw: Message, seq: number): void {
    if (raw.guild_id !== undefined) lines.note(raw);
    if (raw.author?.id === parts.self()) {
      parts.receipts.note(raw.nonce, raw.id);
      ledger.receive(seq, raw.id)();
      return;
    }
    if (raw.guild_id === undefined) gap.sign(raw.channel_id);
    work(raw.channel_id, ledger.receive(seq, raw.id), async () => {
      const isNew = raw.guild_id === undefined && !catchUp.knows(raw.channel_id);
      // Asked for together, so that they share a commit: the bot's first sign waits for it.
      const met = isNew ? catchUp.meet(raw.channel_id) : undefined;
      await hearing.hear({ t: "MESSAGE_CREATE", d: raw }, { told: session.nameOf(seq) });
      await met;
    });
  }

  function other(dispatch: Exclude<Dispatch, { t: "GUILD_MEMBER_REMOVE" }>, seq: number): void {
    const told = session.nameOf(seq);
    work(dispatch.d.channel_id, ledger.receive(seq), async () => {
      await hearing.hear(dispatch, { told });
    });
  }

  function left(departure: Departure, seq: number): void {
    const told = session.nameOf(seq);
    work(`left ${departure.user.id}`, ledger.receive(seq), () => hearing.left(departure, { told }));
  }

  /** A sign is owed within three seconds, whatever else happens in the channel. */
  function interaction(raw: Interaction, seq: number): void {
    const done = ledger.receive(seq);
    const hear = async (response?: string) =>
      hearing.hear({ t: "INTERACTION_CREATE", d: raw }, { told: raw.id, response });
    if (raw.type === 2) {
      command(raw, done, hear);
      return;
    }
    work(`sign ${raw.id}`, done, async () => {
      const form = raw.type === 3 ? () => hearing.formOf(raw) : async () => undefined;
      await interactions.press(raw, { form, store: async () => void (await hear()) });
    });
  }

  function command(raw: Command, done: () => void, hear: (response?: string) => Promise<boolean>): void {
    if (isPrivate(raw.data.name)) {
      work(`sign ${raw.id}`, done, () => interactions.alone(raw, () => hear()));
      return;
    }
    const opened = interactions.open(raw);
    opened.catch(() => undefined);
    work(raw.channel_id, done, async () => {
      const { message: response, show } = await opened;
      parts.showing.begin(response);
      try {
        await show(await hear(response));
      } finally {
        parts.showing.end(response);
      }
    });
  }

  function hear(told: Told, seq: number): void {
    const places = directory.hear(told);
    switch (told.t) {
      case "MESSAGE_CREATE":
        message(told.d, seq);
        break;
      case "MESSAGE_UPDATE":
      case "MESSAGE_DELETE":
        lines.forget(told.d.id);
        other(told, seq);
        break;
      case "MESSAGE_DELETE_BULK": {
        const { ids, ...place } = told.d;
        for (const id of ids) other({ t: "MESSAGE_DELETE", d: { id, ...place } }, seq);
        break;
      }
      case "MESSAGE_REACTION_ADD":
      case "MESSAGE_REACTION_REMOVE":
        other(told, seq);
        break;
      case "INTERACTION_CREATE":
        interaction(told.d, seq);
        break;
      case "GUILD_MEMBER_REMOVE":
        left(told.d, seq);
        break;
      case "TYPING_START":
        if (told.d.guild_id === undefined) gap.sign(told.d.channel_id);
        void passing(hearing.typing(told.d), host.log);
        break;
      case "READY":
        gap.ready(told.d.guilds);
        break;
      case "GUILD_CREATE":
        gap.server(told.d.id, places);
        break;
    }
  }

  return ({ t, d, s }) => {
    // What comes while the bot stops is told again at the next start.
    if (signal.aborted) return;
    try {
      const told = readTold(t, d);
      if (told) hear(told, s);
    } catch {
      host.log.error("discord event not understood", { type: t });
    }
    // What was put to work holds its own place back.
    ledger.pass(s);
  };
}
