import type { Session } from "../gateway/session.ts";
import { isNewer, snowflakeAt } from "../snowflake.ts";
import type { RawChannel } from "../wire.ts";
import type { CatchUp } from "./catch-up.ts";
import type { Lanes } from "./lanes.ts";

/** What is older than this is no longer a question that waits. */
const OLDEST_GAP_MS = 24 * 3_600_000;
/** Ids of different channels may come out of order by a little. */
const SLACK_MS = 10_000;
/** A server that is out of order itself may come much later; the session is not held back for it. */
const LATE_SERVER_MS = 60_000;

type Parts = {
  readonly session: Session;
  readonly lanes: Lanes;
  readonly catchUp: CatchUp;
  readonly now: () => number;
};

export type Gap = ReturnType<typeof createGap>;

/** Closes the gap between an earlier session of a shard and a new one; a first start replays nothing. */
export function createGap({ session, lanes, catchUp, now }: Parts) {
  const { ledger } = session;
  /** Whether an earlier run or session may have left a gap. */
  let isKnown = session.seenBefore !== undefined;
  /** The servers whose gap is still to be fetched, and from where. */
  const behind = new Map<string, { readonly since: string; readonly done: () => void }>();

  /** Where the gap of this run began. */
  let gapSince: string | undefined;

  /** Until it is fetched to its end, the session is not written down: an end in the middle begins it again. */
  function fetchGap(channel: string, guild: string | undefined, from: string): void {
    const done = ledger.hold(from);
    void lanes.run(channel, async () => {
      if (await catchUp.fetch(channel, guild, from)) done();
    });
  }

  return {
    /** A new session. Direct messages come to the first shard only. */
    ready(servers: readonly { readonly id: string }[]): void {
      const isGap = isKnown;
      isKnown = true;
      for (const { done } of behind.values()) done();
      behind.clear();
      if (!isGap) return;
      const since = gapFrom(ledger.seen(), now());
      gapSince = since;
      for (const { id } of servers) {
        const done = ledger.hold(since);
        setTimeout(done, LATE_SERVER_MS).unref();
        behind.set(id, { since, done });
      }
      if (session.id !== 0) return;
      for (const channel of catchUp.directChannels()) fetchGap(channel, undefined, since);
    },

    /**
     * Discord lists direct messages to nobody: what somebody wrote for the first time ever during the gap is found
     * with the next sign of them.
     */
    sign(channel: string): void {
      if (gapSince === undefined || catchUp.knows(channel)) return;
      void catchUp.meet(channel);
      fetchGap(channel, undefined, gapSince);
    },

    /** A server tells what is in it. */
    server(id: string, places: readonly RawChannel[]): void {
      const found = behind.get(id);
      behind.delete(id);
      if (found === undefined) return;
      for (const channel of places)
        if (catchUp.isBehind(channel, found.since)) fetchGap(channel.id, id, found.since);
      found.done();
    },
  };
}

/** A little before the last certain message, and not longer ago than anybody waits. */
function gapFrom(stored: string, now: number): string {
  const slack = BigInt(stored) - (BigInt(SLACK_MS) << 22n);
  const before = String(slack > 0n ? slack : 0n);
  const oldest = snowflakeAt(now - OLDEST_GAP_MS);
  return isNewer(before, oldest) ? before : oldest;
}
