import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import express, { type Express } from "express";
import type { Address, Host } from "#ports/platform.ts";
import { createTeams } from "../../adapters/teams/index.ts";
import { createCore } from "../../src/core.ts";
import { createLog } from "../../src/log.ts";
import { createAnswering, readAllSettings } from "../../src/main.ts";
import { startProcess } from "../../src/measure/speed/process.ts";
import { openStore } from "../../src/store/store.ts";
import { understand } from "../../src/understanding/understand.ts";
import { APP, configAt, DESK_CHANNEL, TENANT } from "../fakes/teams/teams.ts";
import type { Order, Report } from "../fakes/teams/worker.ts";

const rounds = 3;
const messages = 4000;
const people = 200;
const askers = 300;
const nothing = () => undefined;

/**
 * Messages in people's chats from the wire to the durable inbox, each commit on the disk, beside botbuilder with
 * its own proof of who calls and a handler that does nothing: the best of three rounds each, in turn. Then the
 * whole way to the first sign of life at twenty questions a second, and what Teams adds to the memory of the process.
 */
export async function measure(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-bench-teams-"));
  try {
    const memory = await memoryAdded(folder);
    const best = { bare: 0, own: 0 };
    for (let round = 0; round < rounds; round++) {
      best.bare = Math.max(best.bare, await withFake(bare));
      best.own = Math.max(best.own, await withFake((fake) => adapter(fake, join(folder, String(round)))));
    }
    const ms = (await withFake((fake) => signs(fake, join(folder, "signs")))).toSorted((a, b) => a - b);
    const at = (share: number) => round2(ms[Math.floor(ms.length * share)] ?? 0);
    return {
      "bare SDK events/s": Math.round(best.bare),
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

type Fake = { readonly url: string; order(order: Order): Promise<Report> };

async function withFake<T>(work: (fake: Fake) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL("../fakes/teams/worker.ts", import.meta.url));
  const next = async () => ((await once(worker, "message")) as [Report])[0];
  try {
    const ready = await next();
    if (ready.type !== "ready") throw new Error("the fake did not start");
    const order = (one: Order) => {
      worker.postMessage(one);
      return next();
    };
    return await work({ url: ready.url, order });
  } finally {
    await worker.terminate();
  }
}

/** Messages a second, from the first that leaves to the last that is acknowledged. The first crowd only warms up. */
async function crowd(fake: Fake, pages: Express, counted: () => number): Promise<number> {
  return served(pages, async (url) => {
    let seconds = 0;
    let before = counted();
    for (const count of [messages / 5, messages]) {
      await fake.order({ type: "prepare", messages: count, people, url });
      const start = performance.now();
      const done = await fake.order({ type: "release" });
      seconds = (performance.now() - start) / 1000;
      before += count;
      if (done.type !== "released" || done.refused > 0 || counted() !== before)
        throw new Error("not every message was taken");
    }
    return messages / seconds;
  });
}

async function bare(fake: Fake): Promise<number> {
  const { CloudAdapter, ConfigurationBotFrameworkAuthentication } = await import("botbuilder");
  const authentication = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: APP.id,
    MicrosoftAppPassword: APP.password,
    MicrosoftAppType: "SingleTenant",
    MicrosoftAppTenantId: TENANT,
    ValidateAuthority: "true",
    ToChannelFromBotLoginUrl: fake.url,
    ToChannelFromBotOAuthScope: "https://api.botframework.com",
    ToBotFromChannelTokenIssuer: "https://api.botframework.com",
    OAuthUrl: fake.url,
    ToBotFromChannelOpenIdMetadataUrl: `${fake.url}/openid`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${fake.url}/openid`,
  } as never);
  const bot = new CloudAdapter(authentication);
  const pages = express();
  let heard = 0;
  pages.post("/api/messages", express.json(), (request, response) => {
    void bot.process(request, response, async () => {
      heard += 1;
    });
  });
  return crowd(fake, pages, () => heard);
}

async function adapter(fake: Fake, folder: string): Promise<number> {
  const platform = createTeams(configAt(fake.url));
  if ("off" in platform) throw new Error(platform.off);
  const store = await openStore(folder);
  const pages = express();
  let stored = 0;
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
  const speed = await crowd(fake, pages, () => stored);
  await platform.stop();
  await store.close();
  return speed;
}

/** From a question on the wire to the bot's first call back, each asker new to the bot. */
async function signs(fake: Fake, folder: string): Promise<readonly number[]> {
  const platform = createTeams(configAt(fake.url));
  if ("off" in platform) throw new Error(platform.off);
  const { answerer, knowledge } = await createAnswering(
    readAllSettings({ DATA_DIR: folder }),
    createLog("silent"),
  );
  const pages = express();
  const core = createCore({
    store: await openStore(folder),
    answerer,
    understand,
    article: nothing,
    platforms: [platform],
    desk: `teams:${TENANT}/c/${DESK_CHANNEL}` as Address,
    deskLanguage: "en",
    route: (handler) => void pages.use(handler),
    clock: { now: Date.now },
    log: { info: nothing, warn: nothing, error: nothing },
  });
  await core.start();
  const report = await served(pages, (url) =>
    fake.order({ type: "ask", people: askers, text: "How do I declare a constant?", url }),
  );
  await core.stop(1000);
  await knowledge.close();
  // The first ones find everything cold.
  return report.type === "signs" ? report.ms.slice(30) : [];
}

async function memoryAdded(folder: string): Promise<number> {
  const settings = { TEAMS_APP_ID: APP.id, TEAMS_APP_PASSWORD: APP.password, TEAMS_TENANT_ID: TENANT };
  const without = await residentBytes(join(folder, "without"), {});
  return (await residentBytes(join(folder, "with"), settings)) - without;
}

/** Of a process at rest. It is started for the second time: the first one makes the index, which needs more. */
async function residentBytes(data: string, settings: Readonly<Record<string, string>>): Promise<number> {
  const all = { PORT: "0", LOG_LEVEL: "silent", DATA_DIR: data, ...settings };
  await (await startProcess(all)).stop();
  const running = await startProcess(all);
  await sleep(2000);
  const bytes = running.residentBytes();
  await running.stop();
  return bytes;
}

async function served<T>(pages: Express, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(pages);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const result = await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);
  server.closeAllConnections();
  server.close();
  return result;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
