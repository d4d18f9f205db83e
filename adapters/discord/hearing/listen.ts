import { type Host, PlatformError } from "#ports/platform.ts";
import type { Directory } from "../known/directory.ts";
import type { Receipts } from "../known/receipts.ts";
import type { Showing } from "../known/showing.ts";
import { isNewer, snowflakeAt } from "../snowflake.ts";
import type { Command, Dispatch, Message, Press, RawChannel } from "../wire.ts";
import type { CatchUp } from "./catch-up.ts";
import type { Packet } from "./gateway.ts";
import type { Hearing } from "./hear.ts";
import type { Interactions } from "./interactions.ts";
import type { Lanes } from "./lanes.ts";
import type { Session } from "./session.ts";

/** What is older than this is no longer a question that waits. */
const OLDEST_GAP_MS = 24 * 3_600_000;
/** Ids of different channels may come out of order by a little. */
const SLACK_MS = 10_000;
/** A server that is out of order itself may come much later; the session is not held back for it. */
const LATE_SERVER_MS = 60_000;

type Parts = {
  readonly host: Host;
  readonly session: Session;
  readonly lanes: Lanes;
  readonly directory: Directory;
  readonly hearing: Hearing;
  readonly interactions: Interactions;
  readonly catchUp: CatchUp;
  readonly receipts: Receipts;
  readonly showing: Showing;
  readonly self: () => string;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

/** Takes each packet to where it is worked on: the packets of a channel in order, channels side by side. */
export function createListener(parts: Parts): (packet: Packet) => void {
  const { host, session, lanes, directory, hearing, interactions, catchUp, signal } = parts;
  /** Whether an earlier run or session may have left a gap. */
  let isKnown = session.seenBefore !== undefined;
  /** The servers whose gap is still to be fetched, and from where. */
  const behind = new Map<string, { readonly since: string; readonly done: () => void }>();

  /** Works in a lane until it is done; what fails for good is named and passed over, or the lane would end here. */
  function work(lane: string, done: () => void, task: () => Promise<void>): Promise<void> {
    return lanes.run(lane, async () => {
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

  function fetchGap(channel: string, guild: string | undefined, from: string): void {
    void work(channel, session.ledger.hold(from), () => catchUp.fetch(channel, guild, from));
  }

  /** A new session: what was written since the last certain message is fetched; a first start replays nothing. */
  function ready(servers: readonly { readonly id: string }[]): void {
    const isGap = isKnown;
    isKnown = true;
    for (const { done } of behind.values()) done();
    behind.clear();
    if (!isGap) return;
    const since = gapFrom(session.ledger.seen(), parts.now());
    for (const { id } of servers) {
      const done = session.ledger.hold(since);
      setTimeout(done, LATE_SERVER_MS).unref();
      behind.set(id, { since, done });
    }
    for (const channel of catchUp.directChannels()) fetchGap(channel, undefined, since);
  }

  function server(id: string, places: readonly RawChannel[]): void {
    const gap = behind.get(id);
    behind.delete(id);
    if (gap === undefined) return;
    for (const channel of places)
      if (catchUp.isBehind(channel, gap.since)) fetchGap(channel.id, id, gap.since);
    gap.done();
  }

  function message(raw: Message, seq: number): void {
    if (raw.author?.id === parts.self()) {
      parts.receipts.note(raw.nonce, raw.id);
      session.ledger.receive(seq, raw.id)();
      return;
    }
    const done = session.ledger.receive(seq, raw.id);
    void work(raw.channel_id, done, async () => {
      if (raw.guild_id === undefined) await catchUp.meet(raw.channel_id);
      await hearing.hear({ t: "MESSAGE_CREATE", d: raw });
    });
  }

  function other(dispatch: Dispatch, seq: number): void {
    void work(dispatch.d.channel_id, session.ledger.receive(seq), async () => {
      await hearing.hear(dispatch);
    });
  }

  /** A sign is owed within three seconds, whatever else happens in the channel. */
  function interaction(raw: Press | Command, seq: number): void {
    const done = session.ledger.receive(seq);
    if (raw.type === 3) {
      const stored = lanes.run(`press ${raw.id}`, async () => {
        await hearing.hear({ t: "INTERACTION_CREATE", d: raw });
      });
      void work(`sign ${raw.id}`, done, () => interactions.press(raw, stored));
      return;
    }
    const opened = interactions.open(raw);
    opened.catch(() => undefined);
    void work(raw.channel_id, done, async () => {
      const { message: response, show } = await opened;
      parts.showing.begin(response);
      try {
        await show(await hearing.hear({ t: "INTERACTION_CREATE", d: raw }, response));
      } finally {
        parts.showing.end(response);
      }
    });
  }

  function packet({ t, d, s }: Packet): void {
    const places = directory.hear(t, d);
    switch (t) {
      case "MESSAGE_CREATE":
        message(d as Message, s);
        break;
      case "MESSAGE_UPDATE":
        other({ t, d: d as Message }, s);
        break;
      case "MESSAGE_DELETE":
        other({ t, d: d as { id: string; channel_id: string } }, s);
        break;
      case "MESSAGE_DELETE_BULK": {
        const { ids, ...place } = d as { ids: string[]; channel_id: string; guild_id?: string };
        for (const id of ids) other({ t: "MESSAGE_DELETE", d: { id, ...place } }, s);
        break;
      }
      case "INTERACTION_CREATE":
        if (isHeard(d as { type: number })) interaction(d as Press | Command, s);
        break;
      case "READY":
        ready((d as { guilds: { id: string }[] }).guilds);
        break;
      case "GUILD_CREATE":
        server((d as { id: string }).id, places);
        break;
    }
    // What was put to work holds its own place back.
    session.ledger.receive(s)();
  }

  return (raw) => {
    // What comes while the bot stops is told again at the next start.
    if (signal.aborted) return;
    try {
      packet(raw);
    } catch {
      host.log.error("discord event not understood", { type: raw.t });
    }
  };
}

/** Commands and clicks. */
function isHeard({ type }: { type: number }): boolean {
  return type === 2 || type === 3;
}

/** A little before the last certain message, and not longer ago than anybody waits. */
function gapFrom(stored: string, now: number): string {
  const slack = BigInt(stored) - (BigInt(SLACK_MS) << 22n);
  const before = String(slack > 0n ? slack : 0n);
  const oldest = snowflakeAt(now - OLDEST_GAP_MS);
  return isNewer(before, oldest) ? before : oldest;
}
