import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import express from "express";
import type { Host } from "#ports/platform.ts";
import { silent } from "../../adapters/slack/calls/silent.ts";
import { slackSettings } from "../../adapters/slack/config.ts";
import { createSlack } from "../../adapters/slack/index.ts";
import { startProcess } from "../../src/measure/speed/process.ts";
import { openStore } from "../../src/store/store.ts";
import type { Order, Report } from "../fakes/slack/worker.ts";

const rounds = 3;
const messages = 5000;
const people = 500;
const askers = 300;

/**
 * Direct messages from the wire to the durable inbox, each commit on the disk, beside Bolt with a handler that
 * does nothing: posted by Slack, and over Socket Mode, the best of three rounds each, in turn. Then the whole
 * product in its own process: the time to its first sign of life, at twenty questions a second.
 */
export async function measure(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-bench-slack-"));
  try {
    // First of all, before anything else has loaded the SDK.
    const memory = await withFake((fake) => footprint(fake, join(folder, "memory")));
    const best = { bare: 0, own: 0, bareSocket: 0, ownSocket: 0 };
    for (let round = 0; round < rounds; round++) {
      const store = (name: string) => join(folder, `${name}-${round}`);
      best.bare = Math.max(best.bare, await withFake((fake) => bare(fake, "http")));
      best.own = Math.max(best.own, await withFake((fake) => adapter(fake, "http", store("http"))));
      best.bareSocket = Math.max(best.bareSocket, await withFake((fake) => bare(fake, "socket")));
      best.ownSocket = Math.max(
        best.ownSocket,
        await withFake((fake) => adapter(fake, "socket", store("socket"))),
      );
    }
    const product = await withFake((fake) => whole(fake, folder));
    return {
      "bare SDK events/s": Math.round(best.bare),
      "events/s": Math.round(best.own),
      ratio: round2(best.own / best.bare),
      "bare SDK over the socket, events/s": Math.round(best.bareSocket),
      "over the socket, events/s": Math.round(best.ownSocket),
      "ratio over the socket": round2(best.ownSocket / best.bareSocket),
      ...product,
      "memory MB": memory,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Mode = "http" | "socket";
type Fake = Extract<Report, { type: "ready" }> & { order(order: Order): Promise<Report> };

async function withFake<T>(work: (fake: Fake) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL("../fakes/slack/worker.ts", import.meta.url));
  const next = async () => ((await once(worker, "message")) as [Report])[0];
  try {
    const ready = await next();
    if (ready.type !== "ready") throw new Error("the fake did not start");
    const order = (one: Order) => {
      worker.postMessage(one);
      return next();
    };
    return await work({ ...ready, order });
  } finally {
    await worker.terminate();
  }
}

/** Messages a second, from the first that leaves to the last that is acknowledged and counted. All crowds but the last only warm up. */
async function crowd(fake: Fake, url: string | undefined, counted: () => number): Promise<number> {
  let seconds = 0;
  let before = counted();
  for (const count of [messages / 5, messages, messages]) {
    await fake.order({ type: "prepare", messages: count, people, ...(url !== undefined && { url }) });
    const start = performance.now();
    const done = await fake.order({ type: "release" });
    before += count;
    if (done.type !== "released" || done.refused > 0) throw new Error("not every message was taken");
    // Over the socket Bolt acknowledges before it has looked.
    while (counted() < before) await sleep(1);
    seconds = (performance.now() - start) / 1000;
  }
  return messages / seconds;
}

async function bare({ settings, secret, ...fake }: Fake, mode: Mode): Promise<number> {
  const { default: bolt } = await import("@slack/bolt");
  const logger = silent(bolt.LogLevel.ERROR);
  const clientOptions = { slackApiUrl: settings["SLACK_API_URL"] ?? "" };
  const http =
    mode === "http" &&
    new bolt.ExpressReceiver({ signingSecret: secret, processBeforeResponse: true, logger });
  const receiver =
    http ||
    new bolt.SocketModeReceiver({
      appToken: settings["SLACK_APP_TOKEN"] ?? "",
      installerOptions: { clientOptions },
      logger,
    });
  const who = { botToken: settings["SLACK_BOT_TOKEN"] ?? "", botId: "B0BOT", botUserId: "U0BOT" };
  const app = new bolt.App({ receiver, authorize: async () => ({ ...who }), clientOptions, logger });
  let heard = 0;
  app.event("message", async () => {
    heard += 1;
  });
  const ready = { ...fake, settings, secret };
  if (http) return served(http.app, (url) => crowd(ready, url, () => heard));
  await app.start();
  const speed = await crowd(ready, undefined, () => heard);
  await app.stop();
  return speed;
}

async function adapter(fake: Fake, mode: Mode, folder: string): Promise<number> {
  const pages = express();
  const { stored, stop } = await started(fake, mode, folder, pages);
  const run = (url?: string) => crowd(fake, url, stored);
  const speed = mode === "http" ? await served(pages, run) : await run();
  await stop();
  return speed;
}

/** What the adapter, its SDK and one connection take, in MB. */
async function footprint(fake: Fake, folder: string): Promise<number> {
  const before = process.memoryUsage().rss;
  const { stop } = await started(fake, "socket", folder, express());
  const after = process.memoryUsage().rss;
  await stop();
  return Math.round((after - before) / 1024 / 1024);
}

/** The adapter with a host that stores what it accepts on the disk, and does nothing else. */
async function started(fake: Fake, mode: Mode, folder: string, pages: express.Express) {
  const { SLACK_APP_TOKEN: _, ...settings } = fake.settings;
  const config = slackSettings.parse(
    mode === "http" ? { ...settings, SLACK_SIGNING_SECRET: fake.secret } : fake.settings,
  );
  const platform = createSlack(config);
  if ("off" in platform) throw new Error(platform.off);
  const store = await openStore(folder);
  let stored = 0;
  const nothing = () => undefined;
  const host: Host = {
    async accept(event) {
      const isNew = await store.accept(event);
      stored += 1;
      return isNew;
    },
    route: (handler) => void pages.use(handler),
    typing: nothing,
    shown: (at, id) => store.shown(at, id),
    open: async () => [],
    history: (at, limit) => store.history(at, limit),
    keepFile: (file) => store.keepFile(file),
    file: (id) => store.file(id),
    article: nothing,
    kept: (key) => store.kept(key),
    keep: (key, value) => store.keep(key, value),
    log: { info: nothing, warn: nothing, error: nothing },
  };
  await platform.start(host);
  const stop = async () => {
    await platform.stop();
    await store.close();
  };
  return { stored: () => stored, stop };
}

async function served<T>(listener: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const result = await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  server.closeAllConnections();
  server.close();
  return result;
}

async function whole(fake: Fake, folder: string): Promise<Record<string, number>> {
  const settings = { ...fake.settings, DESK: "slack:T01/C0DESK" };
  const running = await startProcess({
    PORT: "0",
    LOG_LEVEL: "silent",
    ...settings,
    DATA_DIR: join(folder, "with"),
  });
  const text = "How do I declare a constant?";
  await fake.order({ type: "ask", people: 30, text });
  const signs = await fake.order({ type: "ask", people: askers, text });
  await running.stop();
  const ms = signs.type === "signs" ? signs.ms.toSorted((a, b) => a - b) : [];
  const at = (share: number) => ms[Math.floor(ms.length * share)] ?? 0;
  return {
    "first sign p50, ms": round2(at(0.5)),
    "first sign p99, ms": round2(at(0.99)),
  };
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
