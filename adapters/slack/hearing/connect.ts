import { type Host, PlatformError } from "#ports/platform.ts";
import type { SlackConfig } from "../config.ts";
import { type Payload, payload, teamsOf } from "../payload.ts";
import { escaped } from "../text/inert.ts";
import type { Self } from "../where.ts";
import type { Workspace } from "../workspaces/workspace.ts";
import type { Workspaces } from "../workspaces/workspaces.ts";
import { listen } from "./listen.ts";

type Parts = {
  readonly config: SlackConfig;
  readonly host: Host;
  readonly workspaces: Workspaces;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export type Connection = {
  /** A workspace has joined, or was let in again: what it missed is read. */
  joined(team: string): void;
  close(): Promise<void>;
};

const HEARD_EVERY_MS = 30_000;
/** At first, while Slack has not said yet who the bot is. */
const AGAIN_MS = 500;
/** Longer than the time between two of these, so that a lost connection is always noticed. */
const SHORT_GAP_MS = 60_000;

/** Hears Slack from now on, and reads what was missed. Resolves after the first try; what fails is tried again. */
export async function connect(parts: Parts): Promise<Connection> {
  const { config, host, workspaces, now, sleep } = parts;
  /** Whose events were heard up to now. */
  const whole = new Set<string>();
  let isListening = false;
  let lastHeard: number | undefined;
  let unknown = 0;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const bring = async ({ self: { team }, catchUp, drafts }: Workspace) => {
    const wasWhole = whole.has(team);
    try {
      await drafts.sweep();
      if (!wasWhole) await catchUp.run();
      await catchUp.heard();
      whole.add(team);
    } catch (error) {
      whole.delete(team);
      host.log.warn("slack: not caught up", { team, fault: faultOf(error) });
    }
  };
  const look = async () => {
    try {
      await Promise.all((await workspaces.all()).map(bring));
      lastHeard = now();
      return HEARD_EVERY_MS;
    } catch (error) {
      unknown += 1;
      host.log.error("slack: the bot is not known there yet", { fault: faultOf(error) });
      return Math.min(AGAIN_MS * 2 ** unknown, HEARD_EVERY_MS);
    }
  };
  const lookAgain = (): void => {
    if (!isListening || looking !== undefined) return;
    clearTimeout(timer);
    looking = look().then((wait) => {
      looking = undefined;
      if (!isListening) return;
      timer = setTimeout(lookAgain, wait);
      timer.unref();
    });
  };
  const connected = () => {
    isListening = true;
    // What came in a short gap is sent again by Slack itself.
    if (lastHeard === undefined || now() - lastHeard >= SHORT_GAP_MS) whole.clear();
    lookAgain();
  };
  const disconnected = () => {
    isListening = false;
    clearTimeout(timer);
  };
  const handle = async (raw: unknown): Promise<string | undefined> => {
    const body = payload.safeParse(raw).data;
    if (body === undefined) return undefined;
    try {
      const workspace = await workspaces.find(teamsOf(body));
      if (workspace === undefined) return undefined;
      const { self, hear } = workspace;
      if (isEnd(body, self)) {
        await workspaces.withdraw(self.team, timeOf(body) ?? now());
        whole.delete(self.team);
        return undefined;
      }
      await hear(body);
      return replyTo(body, self);
    } catch (error) {
      host.log.warn("slack: not taken in", { fault: faultOf(error) });
      throw error;
    }
  };

  /** At the end: what came meanwhile need not be read again. */
  const note = async () => {
    if (whole.size === 0) return;
    for (const { self, catchUp } of await workspaces.all())
      if (whole.has(self.team)) await catchUp.heard().catch(() => host.log.warn("slack: not written down"));
  };

  const stopListening = await listen({ config, host, handle, connected, disconnected, now, sleep });
  return {
    joined(team) {
      whole.delete(team);
      void Promise.resolve(looking).then(lookAgain);
    },
    async close() {
      const wasListening = isListening;
      disconnected();
      if (wasListening && looking === undefined) await note();
      await stopListening();
    },
  };
}

/** Whether the workspace has thrown the bot out, or taken its token. */
function isEnd(body: Payload, self: Self): boolean {
  if (body.type !== "event_callback") return false;
  const { event } = body;
  if (event.type === "app_uninstalled") return true;
  return event.type === "tokens_revoked" && (event.tokens?.bot ?? []).includes(self.user);
}

/** Slack tells whole seconds: the end of that one. */
function timeOf(body: Payload): number | undefined {
  if (body.type !== "event_callback" || body.event_time === undefined) return undefined;
  return (body.event_time + 1) * 1000;
}

function faultOf(error: unknown): string {
  return error instanceof PlatformError ? error.fault : "error";
}

/** What a command shows to who gave it: that it was heard, what, and whose direct message has the answer. */
function replyTo(body: Payload, self: Self): string | undefined {
  if (body.type !== "command") return undefined;
  const words = escaped(body.text);
  return `💬 <@${self.user}>${words === "" ? "" : `\n${words.replace(/^/gm, "&gt; ")}`}`;
}
