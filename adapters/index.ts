import type { Embedder, LanguageModel } from "#ports/model.ts";
import type { Platform } from "#ports/platform.ts";
import type { z } from "zod";
import { openaiSettings } from "./openai/config.ts";
import { createEmbedder, createModel } from "./openai/index.ts";
import { webSettings } from "./web/config.ts";
import { createWeb } from "./web/index.ts";

/** What a platform is given besides its settings. */
export type Given = {
  /** Opens the web desk for the first browser that brings it. */
  readonly deskKey: string;
};

/** A platform, or why it is off, in words for the person who starts the process. */
export type Made = Platform | { readonly off: string };

type PlatformEntry<S extends z.ZodType = z.ZodType> = {
  readonly settings: S;
  readonly create: (config: z.output<S>, given: Given) => Made;
};

const platform = <S extends z.ZodType>(entry: PlatformEntry<S>): PlatformEntry<S> => entry;

/** The register of platforms: a new one is a folder here and a line below. */
export const platforms = {
  web: platform({ settings: webSettings, create: (config, { deskKey }) => createWeb(config, { key: deskKey }) }),
};

/** The model servers. Without settings for one there is no model, and answers are quoted. */
export const models = {
  openai: {
    settings: openaiSettings,
    createModel: (config: z.output<typeof openaiSettings>): LanguageModel | undefined =>
      config && createModel(config),
    createEmbedder: (config: z.output<typeof openaiSettings>): Embedder | undefined =>
      config && createEmbedder(config),
  },
};
