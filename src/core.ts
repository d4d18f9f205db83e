import type { Address, ArticlePage, Host, Log, Platform, RouteHandler } from "#ports/platform.ts";
import type { Answerer } from "./answering/question.ts";
import type { Clock } from "./clock.ts";
import type { Language } from "./conversation/conversation.ts";
import type { CrisisWords } from "./conversation/crisis.ts";
import type { Replies } from "./desk/replies.ts";
import { alwaysOpen, type Roster } from "./desk/roster.ts";
import { Engine } from "./engine/engine.ts";
import { acceptEvent } from "./engine/handling/accept.ts";
import type { EngineParts } from "./engine/handling/work.ts";
import { openCases } from "./engine/open-cases.ts";
import { Pump } from "./engine/pump.ts";
import { relayTyping } from "./engine/typing.ts";
import type { Store } from "./store/store.ts";

export type CoreParts = {
  readonly store: Store;
  readonly answerer: Answerer;
  readonly understand: EngineParts["understand"];
  readonly secondLook?: EngineParts["secondLook"];
  /** Without it files are kept and relayed, not read. */
  readonly read?: NonNullable<EngineParts["read"]>;
  readonly article: (id: string, language: string | undefined) => ArticlePage | undefined;
  readonly platforms: readonly Platform[];
  /** The desk's channel, unless the roster says otherwise. */
  readonly desk: Address;
  /** Without one the desk is always open. */
  readonly roster?: Roster;
  /** Without them there are no ready replies. */
  readonly replies?: Pick<Replies, "list" | "text">;
  readonly deskLanguage: Language;
  /** Without them the built-in words for a crisis hold. */
  readonly crisisWords?: CrisisWords;
  readonly route: (handler: RouteHandler) => void;
  readonly clock: Clock;
  readonly log: Log;
};

export type Core = {
  /** Starts the platforms and moves what waits. */
  start(): Promise<void>;
  /** Hears nothing new, finishes what is under way, closes the platforms and the store. */
  stop(patienceMs?: number): Promise<void>;
  /** Resolves when nothing is under way and nothing is due. */
  idle(): Promise<void>;
};

/** Joins platforms, engine and store. Knows no platform but by its port. */
export function createCore(parts: CoreParts): Core {
  const { store, log } = parts;
  const platforms = new Map(parts.platforms.map((platform) => [platform.name, platform]));
  const { roster = alwaysOpen(parts.desk), replies = noReplies } = parts;
  const engineParts = { ...parts, roster, replies, platforms };
  const engine = new Engine(engineParts);
  const pump = new Pump({ ...engineParts, engine });
  const typing: Host["typing"] = (at, from) => void relayTyping(engineParts, at, from);
  const accept: Host["accept"] = async (event) => {
    const isNew = await acceptEvent(engineParts, event);
    pump.wake();
    return isNew;
  };
  return {
    async start() {
      for (const platform of parts.platforms)
        await platform.start(hostFor(platform, engineParts, { accept, typing }));
      await pump.start();
    },
    async stop(patienceMs = 5000) {
      await pump.stop(patienceMs);
      for (const platform of parts.platforms) await platform.stop();
      await store.close();
      log.info("stopped");
    },
    idle: () => pump.idle(),
  };
}

const noReplies: Pick<Replies, "list" | "text"> = { list: () => [], text: () => undefined };

function hostFor(
  platform: Platform,
  parts: Omit<CoreParts, "platforms"> & Pick<EngineParts, "roster">,
  events: Pick<Host, "accept" | "typing">,
): Host {
  const { store, log, route, article, roster, clock } = parts;
  const mine = (key: string) => `${platform.name}:${key}`;
  return {
    ...events,
    route,
    shown: (at, id) => store.shown(at, id),
    open: async (most) => openCases(await store.open(most), roster, clock.now()),
    history: (at, limit) => store.history(at, limit),
    keepFile: (file) => store.keepFile(file),
    file: (id) => store.file(id),
    article,
    kept: (key) => store.kept(mine(key)),
    keep: (key, value) => store.keep(mine(key), value),
    log,
  };
}
