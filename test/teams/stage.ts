import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express from "express";
import { onTestFinished } from "vitest";
import type { Address, Log, Platform } from "#ports/platform.ts";
import { createTeams } from "../../adapters/teams/index.ts";
import type { Answerer } from "../../src/answering/question.ts";
import { type Core, createCore } from "../../src/core.ts";
import { alwaysOpen } from "../../src/desk/roster.ts";
import { openStore } from "../../src/store/store.ts";
import { understand } from "../../src/understanding/understand.ts";
import { createFakeTeams, DESK_CHANNEL, type FakeTeams, TENANT } from "../fakes/teams/teams.ts";

export const desk = `teams:${TENANT}/c/${DESK_CHANNEL}` as Address;

export type Stage = {
  readonly fake: FakeTeams;
  readonly clock: { time: number; now(): number };
  readonly logged: { grade: string; event: string; data: unknown }[];
  readonly folder: string;
  core: Core;
  /** Until all has come to rest, also what is held for a moment or waits for a second try. */
  idle(): Promise<void>;
  /** Ends the core without finishing anything, and starts another on the same folder. */
  restart(): Promise<void>;
};

/** The real core and store with Teams on both sides, and a clock by hand. `watch` may look at each call. */
export async function createStage(
  answerer: Answerer,
  watch: (platform: Platform) => Platform = (platform) => platform,
): Promise<Stage> {
  const fake = await createFakeTeams();
  // The clock stands still in a test, and the limits are tested by themselves.
  fake.limits = () => undefined;
  const folder = mkdtempSync(join(tmpdir(), "deskmate-teams-"));
  const clock = {
    time: Date.now(),
    now() {
      return this.time;
    },
  };
  const logged: Stage["logged"] = [];
  const write =
    (grade: string): Log["info"] =>
    (event, data) =>
      void logged.push({ grade, event, data });
  const log: Log = { info: write("info"), warn: write("warn"), error: write("error") };

  const start = async () => {
    const teams = createTeams(fake.config, { now: () => clock.now() });
    if ("off" in teams) throw new Error(teams.off);
    const app = express();
    const core = createCore({
      store: await openStore(folder),
      answerer,
      understand,
      article: () => undefined,
      platforms: [watch(teams)],
      desk,
      roster: { ...alwaysOpen(desk), holdMs: 0 },
      deskLanguage: "en",
      route: (handler) => void app.use(handler),
      clock,
      log,
    });
    await core.start();
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    fake.bot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const stop = async (patienceMs: number) => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await core.stop(patienceMs);
    };
    return { core, stop };
  };

  let running = await start();
  const stage: Stage = {
    fake,
    clock,
    logged,
    folder,
    core: running.core,
    async idle() {
      for (let wait = 0; wait < 3; wait++) {
        await stage.core.idle();
        clock.time += 2000;
      }
      await stage.core.idle();
    },
    async restart() {
      await running.stop(0);
      running = await start();
      stage.core = running.core;
    },
  };
  onTestFinished(async () => {
    await running.stop(500);
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return stage;
}
