import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Host } from "#ports/platform.ts";
import { discordSettings } from "../../adapters/discord/config.ts";
import { createDiscord } from "../../adapters/discord/index.ts";
import { INTENTS } from "../../adapters/discord/manifest.ts";
import { startProcess } from "../../src/measure/speed/process.ts";
import { openStore } from "../../src/store/store.ts";
import type { Order, Report } from "../fakes/discord/worker.ts";

const rounds = 3;
const messages = 20_000;
const people = 2000;
const askers = 300;

/**
 * Direct messages from the wire to the durable inbox, each commit on the disk, beside discord.js's own client and
 * its bare gateway package with handlers that do nothing: the best of three rounds each, in turn. Before that, what
 * the connected adapter adds to the memory of a process; after it, the time from a question to the first sign of
 * life of the whole product, at twenty questions a second.
 */
export async function measure(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-bench-discord-"));
  try {
    const memory = await withFake((fake) => added(fake, join(folder, "memory")));
    const best = { bare: 0, gateway: 0, own: 0 };
    for (let round = 0; round < rounds; round++) {
      best.bare = Math.max(best.bare, await withFake((fake) => client(fake)));
      best.gateway = Math.max(best.gateway, await withFake((fake) => gateway(fake)));
      best.own = Math.max(best.own, await withFake((fake) => adapter(fake, join(folder, String(round)))));
    }
    const ms = await withFake((fake) => firstSigns(fake, folder));
    const at = (share: number) => round2(ms[Math.floor(ms.length * share)] ?? 0);
    return {
      "bare SDK events/s": Math.round(best.bare),
      "bare gateway package events/s": Math.round(best.gateway),
      "events/s": Math.round(best.own),
      ratio: round2(best.own / best.bare),
      "first sign p50, ms": at(0.5),
      "first sign p99, ms": at(0.99),
      "memory MB": Math.round(memory / 1024 / 1024),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Fake = Extract<Report, { type: "ready" }> & { order(order: Order): Promise<Report> };

async function withFake<T>(work: (fake: Fake) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL("../fakes/discord/worker.ts", import.meta.url));
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

/** Messages a second, from the first that leaves to the last that `counted` has. The first crowd only warms up. */
async function crowd(fake: Fake, counted: () => number): Promise<number> {
  await fake.order({ type: "connected" });
  await sleep(200);
  let before = counted();
  let seconds = 0;
  for (const count of [messages / 5, messages]) {
    await fake.order({ type: "prepare", messages: count, people });
    const start = performance.now();
    void fake.order({ type: "release" });
    while (counted() < before + count) await sleep(2);
    seconds = (performance.now() - start) / 1000;
    before += count;
  }
  return messages / seconds;
}

async function client(fake: Fake): Promise<number> {
  const { Client, Events, Partials } = await import("discord.js");
  let heard = 0;
  const discord = new Client({ intents: INTENTS, partials: [Partials.Channel], rest: { api: fake.apiUrl } });
  discord.on(Events.MessageCreate, () => {
    heard += 1;
  });
  await Promise.all([once(discord, Events.ClientReady), discord.login(fake.token)]);
  const speed = await crowd(fake, () => heard);
  await discord.destroy();
  return speed;
}

async function gateway(fake: Fake): Promise<number> {
  const { REST } = await import("@discordjs/rest");
  const { WebSocketManager, WebSocketShardEvents } = await import("@discordjs/ws");
  let heard = 0;
  const rest = new REST({ api: fake.apiUrl }).setToken(fake.token);
  const manager = new WebSocketManager({ token: fake.token, rest, intents: INTENTS });
  manager.on(WebSocketShardEvents.Dispatch, ({ data }) => {
    if (data.t === "MESSAGE_CREATE") heard += 1;
  });
  await manager.connect();
  const speed = await crowd(fake, () => heard);
  await manager.destroy();
  return speed;
}

async function adapter(fake: Fake, folder: string): Promise<number> {
  const running = await connect(fake, folder);
  const speed = await crowd(fake, running.stored);
  await running.stop();
  return speed;
}

/** Bytes of the adapter with its SDK, connected and idle; the store is there before. */
async function added(fake: Fake, folder: string): Promise<number> {
  const store = await openStore(folder);
  await store.close();
  const before = process.memoryUsage.rss();
  const running = await connect(fake, folder);
  await fake.order({ type: "connected" });
  await sleep(500);
  const bytes = process.memoryUsage.rss() - before;
  await running.stop();
  return bytes;
}

async function connect(fake: Fake, folder: string) {
  const store = await openStore(folder);
  let stored = 0;
  const nothing = () => undefined;
  const host: Host = {
    async accept(event) {
      const isNew = await store.accept(event);
      stored += 1;
      return isNew;
    },
    route: nothing,
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
  const platform = createDiscord(
    discordSettings.parse({ DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl }),
  );
  if ("off" in platform) throw new Error(platform.off);
  await platform.start(host);
  return {
    stored: () => stored,
    async stop() {
      await platform.stop();
      await store.close();
    },
  };
}

/** Milliseconds from each question to the first sign of the whole product, sorted. */
async function firstSigns(fake: Fake, folder: string): Promise<readonly number[]> {
  const running = await startProcess({
    PORT: "0",
    LOG_LEVEL: "silent",
    DATA_DIR: join(folder, "product"),
    DISCORD_TOKEN: fake.token,
    DISCORD_API_URL: fake.apiUrl,
    DESK: `discord:${fake.desk}`,
  });
  await fake.order({ type: "connected" });
  const text = "How do I declare a constant?";
  await fake.order({ type: "ask", people: 30, text });
  const signs = await fake.order({ type: "ask", people: askers, text });
  await running.stop();
  return signs.type === "signs" ? signs.ms.toSorted((a, b) => a - b) : [];
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
