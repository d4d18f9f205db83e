import { z } from "zod";
import { type Host, PlatformError } from "#ports/platform.ts";
import type { Calls } from "../calls/calls.ts";
import type { SlackConfig } from "../config.ts";
import { escaped } from "../text/inert.ts";
import type { Self } from "../where.ts";
import type { CatchUp } from "./catch-up.ts";
import { listen } from "./listen.ts";

type Parts = {
  readonly config: SlackConfig;
  readonly host: Host;
  readonly calls: Calls;
  /** Takes in one event; see `Hear`. */
  readonly hear: (raw: unknown) => Promise<void>;
  readonly catchUp: CatchUp;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export type Connection = {
  /** Throws PlatformError as long as Slack has not said who the bot is. */
  readonly self: () => Self;
  /** Whether a workspace is surely another than the bot's. */
  isForeign(team: string): boolean;
  /** Hears Slack from now on. Resolves after the first try; what fails is tried again. */
  open(): Promise<void>;
  close(): Promise<void>;
};

const HEARD_EVERY_MS = 30_000;
/** Longer than the time between two of these, so that a lost connection is always noticed. */
const SHORT_GAP_MS = 60_000;

const identity = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.string().optional() });

/** The way to Slack: who the bot is there, the SDK's receiver, and what was missed while it was closed. */
export function createConnection(parts: () => Parts): Connection {
  let self: Self | undefined;
  let isClosed = false;
  let isListening = false;
  let lastHeard: number | undefined;
  let stopListening: (() => Promise<void>) | undefined;
  let reading: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const known = (): Self => {
    if (self === undefined) throw new PlatformError("unavailable", { cause: "not known to Slack yet" });
    return self;
  };
  const identify = async (): Promise<boolean> => {
    const { calls, config, host } = parts();
    try {
      const { team_id, user_id, bot_id } = await calls("auth.test", {}, identity);
      self = { team: team_id, user: user_id, bot: bot_id, listenChannels: config.listenChannels };
      return true;
    } catch (error) {
      const fault = error instanceof PlatformError ? error.fault : "error";
      host.log.error("slack: the bot token does not work yet", { fault });
      return false;
    }
  };
  const heard = async () => {
    const { catchUp, host, now } = parts();
    if (!isListening) return;
    lastHeard = now();
    await catchUp.heard().catch(() => host.log.warn("slack: not written down what was heard"));
  };
  const connected = () => {
    isListening = true;
    const { catchUp, host, now } = parts();
    if (self === undefined) return;
    // What came in a short gap is sent again by Slack itself.
    if (lastHeard !== undefined && now() - lastHeard < SHORT_GAP_MS) return;
    reading ??= catchUp
      .run()
      .catch(() => host.log.error("slack: not caught up"))
      .then(heard)
      .finally(() => {
        reading = undefined;
      });
  };
  const disconnected = () => {
    isListening = false;
  };
  const handle = async (body: unknown): Promise<string | undefined> => {
    const { hear, host } = parts();
    try {
      await hear(body);
    } catch (error) {
      host.log.warn("slack: not taken in", { fault: error instanceof PlatformError ? error.fault : "error" });
      throw error;
    }
    return replyTo(body, known());
  };
  const start = async () => {
    const { config, host, now, sleep } = parts();
    const id = () => ({ botId: known().bot ?? "", botUserId: known().user, teamId: known().team });
    stopListening ??= await listen({
      config,
      host,
      handle,
      identity: id,
      connected,
      disconnected,
      now,
      sleep,
    });
    if (isClosed) await stopListening();
    if (isListening) connected();
  };

  return {
    self: known,
    isForeign: (team) => self !== undefined && self.team !== team,
    async open() {
      const { config, sleep } = parts();
      timer = setInterval(() => void (reading ?? heard()), HEARD_EVERY_MS);
      timer.unref();
      // The routes must be there before the port is opened.
      if (config.hearing.mode === "http") await start();
      const isKnown = await identify();
      if (isKnown) return start();
      void (async () => {
        for (let wait = 1000; !isClosed; wait = Math.min(wait * 2, 60_000)) {
          await sleep(wait);
          if (!isClosed && (await identify())) return start();
        }
      })();
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      if (self !== undefined && reading === undefined) await heard();
      await stopListening?.();
    },
  };
}

const command = z.object({ command: z.string(), text: z.string().default("") });

/** What a command shows to who gave it: that it was heard, what, and whose direct message has the answer. */
function replyTo(body: unknown, self: Self): string | undefined {
  const given = command.safeParse(body).data;
  if (given === undefined) return undefined;
  const words = escaped(given.text);
  return `💬 <@${self.user}>${words === "" ? "" : `\n${words.replace(/^/gm, "&gt; ")}`}`;
}
