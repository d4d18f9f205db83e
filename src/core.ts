import type {
  Address,
  ArticlePage,
  Host,
  InboundEvent,
  Log,
  Platform,
  RouteHandler,
} from "#ports/platform.ts";
import type { Answerer } from "./answering/question.ts";
import type { Clock } from "./clock.ts";
import type { Language } from "./conversation/conversation.ts";
import { Engine, type EngineParts } from "./engine/engine.ts";
import { Pump } from "./engine/pump.ts";
import { relayTyping } from "./engine/typing.ts";
import type { Store } from "./store/store.ts";

export type CoreParts = {
  readonly store: Store;
  readonly answerer: Answerer;
  readonly understand: EngineParts["understand"];
  readonly article: (id: string, language: string | undefined) => ArticlePage | undefined;
  readonly platforms: readonly Platform[];
  readonly desk: Address;
  readonly deskLanguage: Language;
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
  const engine = new Engine({ ...parts, platforms });
  const pump = new Pump({ ...parts, engine, platforms });
  const typing: Host["typing"] = (at, from) => void relayTyping({ ...parts, platforms }, at, from);
  return {
    async start() {
      for (const platform of parts.platforms) await platform.start(hostFor(platform, parts, { pump, typing }));
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

function hostFor(
  platform: Platform,
  parts: CoreParts,
  { pump, typing }: { pump: Pump; typing: Host["typing"] },
): Host {
  const { store, log, route, article } = parts;
  const mine = (key: string) => `${platform.name}:${key}`;
  return {
    async accept(event: InboundEvent) {
      const isNew = await store.accept(event);
      pump.wake();
      return isNew;
    },
    route,
    typing,
    shown: (at, id) => store.shown(at, id),
    async open() {
      const cases = await store.open();
      return cases.map(({ number, state, studentAt, student, deskAt, updated }) => ({
        number,
        state: state.name,
        ...(state.name === "human" && { staff: state.staff.name }),
        student: studentAt,
        studentName: student.name,
        ...(deskAt && { desk: deskAt }),
        updated,
      }));
    },
    history: (at, limit) => store.history(at, limit),
    keepFile: (file) => store.keepFile(file),
    file: (id) => store.file(id),
    article,
    kept: (key) => store.kept(mine(key)),
    keep: (key, value) => store.keep(mine(key), value),
    log,
  };
}
