import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address, InboundEvent, Log } from "#ports/platform.ts";
import type { Answer, Answerer } from "../src/answering/question.ts";
import { type Core, type CoreParts, createCore } from "../src/core.ts";
import type { Replies } from "../src/desk/replies.ts";
import { alwaysOpen, type Roster } from "../src/desk/roster.ts";
import type { Materials } from "../src/materials/materials.ts";
import { type Database, openDatabase } from "../src/store/database.ts";
import { createStore, type Store } from "../src/store/store.ts";
import { understand } from "../src/understanding/understand.ts";
import { MemoryPlatform } from "./memory-platform.ts";

/** A core over a real store in a folder of its own, with memory platforms, scripted answers and a clock by hand. */
export type Harness = {
  readonly folder: string;
  readonly platform: MemoryPlatform;
  readonly student: Address;
  readonly clock: { time: number; now(): number };
  readonly logged: { grade: string; event: string; data: unknown }[];
  core: Core;
  store: Store;
  /** For tests that make the disk fail. */
  database: Database;
  /** Ends the core as a crash would, without finishing anything, and starts another on the same folder. */
  restart(): Promise<void>;
  hear(
    event: Partial<InboundEvent> & { type: InboundEvent["type"] } & Record<string, unknown>,
  ): Promise<boolean>;
  idle(): Promise<void>;
  close(): Promise<void>;
};

export type HarnessOptions = {
  readonly answerer?: Answerer;
  /** Without it files are not read. */
  readonly materials?: Materials;
  readonly understand?: typeof understand;
  readonly secondLook?: CoreParts["secondLook"];
  readonly platform?: MemoryPlatform;
  /** Platforms besides the one where `student` writes and the desk is. */
  readonly others?: readonly MemoryPlatform[];
  /** What differs from a desk that is always open and holds nothing back. */
  readonly roster?: Partial<Roster>;
  readonly replies?: Pick<Replies, "list" | "text">;
};

export const desk = "web:desk" as Address;

export async function createHarness(options: HarnessOptions = {}): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-"));
  const platform = options.platform ?? new MemoryPlatform();
  const clock = {
    time: Date.parse("2026-11-23T10:00:00Z"),
    now() {
      return this.time;
    },
  };
  const logged: Harness["logged"] = [];
  const log: Log = {
    info: (event, data) => logged.push({ grade: "info", event, data }),
    warn: (event, data) => logged.push({ grade: "warn", event, data }),
    error: (event, data) => logged.push({ grade: "error", event, data }),
  };
  const { materials } = options;
  const start = async () => {
    const database = await openDatabase(folder);
    const store = createStore(database);
    const core = createCore({
      store,
      answerer: options.answerer ?? scriptedAnswerer,
      ...(materials && {
        read: (files, { student, reading: { language } }) =>
          materials.read(files, async (id) => (await store.file(id))?.bytes, { student, language }),
      }),
      understand: options.understand ?? understand,
      secondLook: options.secondLook,
      article: () => undefined,
      platforms: [platform, ...(options.others ?? [])],
      desk,
      roster: { ...alwaysOpen(desk), holdMs: 0, ...options.roster },
      ...(options.replies && { replies: options.replies }),
      deskLanguage: "en",
      route: () => undefined,
      clock,
      log,
    });
    await core.start();
    return { database, store, core };
  };
  let count = 0;
  const harness: Harness = {
    folder,
    platform,
    student: "web:student/mia" as Address,
    clock,
    logged,
    ...(await start()),
    async restart() {
      await harness.core.stop(0);
      Object.assign(harness, await start());
    },
    async hear(event) {
      count += 1;
      const base = {
        id: `e${count}`,
        message: `m${count}`,
        at: harness.student,
        from: { id: "mia", name: "Mia", kind: "student" },
        time: clock.time,
        text: "",
        files: [],
        value: "",
      };
      if (!platform.host) throw new Error("the platform is not started");
      return platform.host.accept({ ...base, ...event } as InboundEvent);
    },
    idle: () => harness.core.idle(),
    async close() {
      await harness.core.stop(500);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return harness;
}

/** Knows loops and refunds; of everything else it says that it does not know. */
export const scriptedAnswerer: Answerer = {
  async *answer({ text, reading }) {
    const answer = (words: string, change: Partial<Answer> = {}): { answer: Answer } => ({
      answer: { text: words, citations: [], found: true, sure: 0.9, escalate: false, by: "quote", ...change },
    });
    if (reading.wants === "simpler") yield answer("A loop does a thing again and again. [1]");
    else if (/loop|循环/.test(text)) {
      yield { draft: "A loop repeats" };
      yield answer("A loop repeats a block of code. [1]");
    } else if (/refund|退款/.test(text)) yield answer("Refunds take five days. [1]", { escalate: true });
    else yield answer("I don't know this one.", { found: false, sure: 0.1 });
  },
};
