import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { z } from "zod";
import type { Check } from "#ports/check.ts";
import type { LanguageModel } from "#ports/model.ts";
import type { Address, ArticlePage, Log } from "#ports/platform.ts";
import { type Manifest, models, platforms } from "../adapters/index.ts";
import { createAnswerer } from "./answering/answer.ts";
import { createBudget } from "./answering/asking/budget.ts";
import { createSmallAsker } from "./answering/asking/small-question.ts";
import type { Answerer } from "./answering/question.ts";
import { systemClock } from "./clock.ts";
import { type CoreConfig, coreSettings, readSettings } from "./config.ts";
import { createCore } from "./core.ts";
import { readDeskFile } from "./desk/desk-file.ts";
import { openReplies } from "./desk/replies.ts";
import { alwaysOpen, createRoster, type Roster } from "./desk/roster.ts";
import type { ThinkerParts } from "./engine/thinker.ts";
import { createHttp } from "./http.ts";
import { createAidedSearch } from "./knowledge/aided/aided-search.ts";
import { anchorsOf } from "./knowledge/cutting/anchors.ts";
import { type Knowledge, openKnowledge } from "./knowledge/knowledge.ts";
import type { Article, Passage } from "./knowledge/passage.ts";
import { createLog } from "./log.ts";
import { createMaterials, type Materials } from "./materials/materials.ts";
import { openStore } from "./store/store.ts";
import { readCrisisWords } from "./understanding/crisis/words.ts";
import { understand } from "./understanding/understand.ts";
import { createSecondLook } from "./understanding/with-model.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = {
  readonly core: CoreConfig;
  readonly openai: z.output<typeof models.openai.settings>;
  /** Each platform's own, by its name; only its adapter knows what they mean. */
  readonly platforms: Readonly<Record<string, unknown>>;
};

/** Reads all settings of the core and of every adapter. Throws ConfigError with all faults together. */
export function readAllSettings(env: Environment): Settings {
  const sections = Object.entries(platforms).map(([name, { settings }]) => [name, settings] as const);
  const { core, openai, ...rest } = readSettings(env, {
    ...Object.fromEntries(sections),
    core: coreSettings,
    openai: models.openai.settings,
  });
  return { core, openai, platforms: rest };
}

/** Hours, people and channels of the desk. Throws ConfigError with all faults of its file. */
export function readRoster({ core }: Settings): Roster {
  const desk = core.desk as Address;
  const file = readDeskFile(core.deskFile);
  return file ? createRoster(file, desk) : alwaysOpen(desk);
}

/** `undefined` without settings for one. */
export function createModel(settings: Settings): LanguageModel | undefined {
  return models.openai.createModel(settings.openai);
}

/** What every platform says of its settings. */
export async function examinePlatforms(settings: Settings): Promise<readonly Check[]> {
  const given = { publicUrl: settings.core.publicUrl, deskKey: "" };
  const checks = Object.entries(platforms).map(
    async ([name, { title, create, examine }]): Promise<readonly Check[]> => {
      const config = settings.platforms[name];
      if (examine) return examine(config, given);
      const made = create(config, given);
      if ("off" in made) return [{ name: title, state: "off", detail: "not configured", mend: made.off }];
      return [{ name: title, state: "ok", detail: "configured; whether it is let in shows at the start" }];
    },
  );
  return (await Promise.all(checks)).flat();
}

/** What a platform wants to be told about the app before anybody can use it there. */
export function manifestOf(platform: string, { core, platforms: configs }: Settings): Manifest {
  const given = { publicUrl: core.publicUrl, deskKey: "" };
  const makers = Object.entries(platforms).flatMap(([name, { manifest }]) =>
    manifest ? [{ name, manifest }] : [],
  );
  const made = makers.find(({ name }) => name === platform)?.manifest(configs[platform], given);
  return made ?? { off: `There are manifests for ${makers.map(({ name }) => name).join(", ")}.` };
}

/** Something that is on or off, as told at the start and by `doctor`. */
export type Part = { readonly name: string; readonly on: boolean; readonly detail: string };

/** What answers a question: the knowledge base and, if one is configured, a model. */
export async function createAnswering(
  settings: Settings,
  log: Log,
): Promise<{
  knowledge: Knowledge;
  answerer: Answerer;
  /** Starts no process before it reads its first file. */
  materials: Materials;
  secondLook: ThinkerParts["secondLook"];
  parts: readonly Part[];
}> {
  const { core, openai } = settings;
  const model = createModel(settings);
  const transcriber = models.openai.createTranscriber(openai);
  const budget = createBudget(core.dailyTokens, core.dailyTokensPerStudent, () => systemClock.now());
  const embedder = models.openai.createEmbedder(openai);
  const knowledge = await openKnowledge({
    folder: core.knowledgeFolder,
    dataFolder: join(core.dataFolder, "index"),
    log,
    ...(embedder && { embedder }),
  });
  const ask = model && createSmallAsker(model, () => systemClock.now());
  const look = ask && createSecondLook(ask);
  const payFor = (student: string) => (tokens: number) => budget.reserve({ student }, tokens);
  const answerer = createAnswerer({
    search: knowledge,
    ...(model && ask && { model, aided: createAidedSearch(knowledge, ask) }),
    budget,
    hints: core.hints,
    articleUrl: (passage) => articleUrl(settings, passage),
    now: () => systemClock.now(),
    log,
  });
  const { articles, passages, skipped } = knowledge.counts();
  return {
    knowledge,
    answerer,
    secondLook: look && ((reading, { student, ...told }) => look(reading, { ...told, pay: payFor(student) })),
    materials: createMaterials({ budget, transcriber, seesPictures: model?.seesPictures === true }),
    parts: [
      {
        name: "Knowledge base",
        on: articles > 0,
        detail: `${articles} articles, ${passages} passages${skipped > 0 ? `, ${skipped} files skipped` : ""}`,
      },
      model && openai
        ? { name: "Model", on: true, detail: `${openai.model} at ${new URL(openai.baseURL).host}` }
        : {
            name: "Model",
            on: false,
            detail: "answers are quoted from the knowledge base; set OPENAI_API_KEY or OPENAI_BASE_URL",
          },
      embedder
        ? { name: "Vectors", on: true, detail: embedder.model }
        : { name: "Vectors", on: false, detail: "search goes by words; set OPENAI_EMBEDDING_MODEL" },
      transcriber
        ? { name: "Voice", on: true, detail: openai?.transcriptionModel ?? "" }
        : { name: "Voice", on: false, detail: "students are asked to write; set OPENAI_TRANSCRIPTION_MODEL" },
    ],
  };
}

function articleUrl({ core }: Settings, { article, anchor }: Passage): string {
  const base = core.publicUrl ?? "";
  const id = article.id.split("/").map(encodeURIComponent).join("/");
  return `${base}/articles/${id}?lang=${article.language}${anchor === "" ? "" : `#${encodeURIComponent(anchor)}`}`;
}

function pageOf(article: Article | undefined): ArticlePage | undefined {
  return article && { ...article, anchors: anchorsOf(article.markdown) };
}

export type Running = {
  /** The address of the page, with the one-time key of the desk. */
  readonly url: string;
  readonly parts: readonly Part[];
  stop(): Promise<void>;
};

/** Starts everything. Throws ConfigError, DatabaseError or ListenError before anything is heard. */
export async function start(env: Environment): Promise<Running> {
  const settings = readAllSettings(env);
  const { core: config } = settings;
  const log = createLog(config.logLevel);
  const roster = readRoster(settings);
  const store = await openStore(config.dataFolder);
  const { knowledge, answerer, materials, secondLook, parts } = await createAnswering(settings, log);
  const replies = await openReplies(join(config.knowledgeFolder, "replies"), log);
  const deskKey = randomBytes(18).toString("base64url");
  const given = { publicUrl: config.publicUrl, deskKey };
  const made = Object.entries(platforms).map(([name, { title, create }]) => ({
    title,
    platform: create(settings.platforms[name], given),
  }));
  const on = made.flatMap(({ platform }) => ("off" in platform ? [] : [platform]));
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  let ready = false;
  const http = createHttp({ ready: () => ready, metrics });
  const core = createCore({
    store,
    answerer,
    read: (files, { student, reading: { language } }) =>
      materials.read(files, async (id) => (await store.file(id))?.bytes, { student, language }),
    understand,
    secondLook,
    crisisWords: await readCrisisWords(join(config.knowledgeFolder, "crisis.yaml")),
    article: (id, language) => pageOf(knowledge.article(id, language)),
    platforms: on,
    desk: config.desk as Address,
    roster,
    replies,
    deskLanguage: config.deskLanguage,
    route: http.route,
    clock: systemClock,
    log,
  });
  await core.start();
  let port: number;
  try {
    port = await http.listen(config.host, config.port);
  } catch (error) {
    await core.stop();
    throw error;
  }
  knowledge.watch();
  replies.watch();
  ready = true;
  const shown = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host;
  const base = config.publicUrl ?? `http://${shown}:${port}`;
  return {
    url: `${base}/?key=${deskKey}`,
    parts: [
      ...made.map(({ title, platform }) =>
        "off" in platform
          ? { name: title, on: false, detail: platform.off }
          : { name: title, on: true, detail: "listening" },
      ),
      ...parts,
    ],
    async stop() {
      ready = false;
      await http.close();
      await core.stop();
      materials.close();
      await knowledge.close();
      await replies.close();
    },
  };
}
