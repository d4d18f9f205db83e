import type { z } from "zod";
import type { Check } from "#ports/check.ts";
import type { Embedder, LanguageModel, Transcriber } from "#ports/model.ts";
import type { Platform } from "#ports/platform.ts";
import { discordSettings } from "./discord/config.ts";
import { examineDiscord } from "./discord/examine.ts";
import { createDiscord } from "./discord/index.ts";
import { printInvite } from "./discord/manifest.ts";
import { openaiSettings } from "./openai/config.ts";
import { createEmbedder, createModel, createTranscriber } from "./openai/index.ts";
import { slackSettings } from "./slack/config.ts";
import { examineSlack } from "./slack/examine.ts";
import { createSlack } from "./slack/index.ts";
import { printManifest } from "./slack/manifest.ts";
import { teamsSettings } from "./teams/config.ts";
import { examineTeams } from "./teams/examine.ts";
import { createTeams } from "./teams/index.ts";
import { teamsPackage } from "./teams/package/package.ts";
import { webSettings } from "./web/config.ts";
import { examineWeb } from "./web/examine.ts";
import { createWeb } from "./web/index.ts";

/** What a platform is given besides its own settings. */
export type Given = {
  /** The origin under which people reach Deskmate's pages; without one, only from this machine. */
  readonly publicUrl: string | undefined;
  /** Opens the web desk for the first browser that brings it. */
  readonly deskKey: string;
};

/**
 * What a platform is told about the app: text to paste, or a package to upload. `off` says what must be set
 * first, in words.
 */
export type Manifest =
  | string
  | { readonly file: string; readonly bytes: Uint8Array }
  | { readonly off: string };

/** A platform, or why it is off, in words for the person who starts the process. */
export type Made = Platform | { readonly off: string };

type Entry<S extends z.ZodType> = {
  /** As people call it. */
  readonly title: string;
  /** Its settings by their names in the environment. */
  readonly settings: S;
  readonly create: (config: z.output<S>, given: Given) => Made;
  /** Looks whether the settings do what they should, for `doctor`; without it, only whether they are there. */
  readonly examine?: (config: z.output<S>, given: Given) => Promise<readonly Check[]>;
  /** With the fewest rights that it needs, for the settings as they are; without settings, for a first start. */
  readonly manifest?: (config: z.output<S>, given: Given) => Manifest;
};

/** The register of platforms: a new one is a folder here and a line below. */
export const platforms = {
  web: entry({
    title: "Web page",
    settings: webSettings,
    create: (config, { publicUrl, deskKey }) => createWeb({ ...config, publicUrl }, { key: deskKey }),
    examine: examineWeb,
  }),
  slack: entry({
    title: "Slack",
    settings: slackSettings,
    create: (config) => createSlack(config),
    examine: examineSlack,
    manifest: printManifest,
  }),
  discord: entry({
    title: "Discord",
    settings: discordSettings,
    create: (config) => createDiscord(config),
    examine: examineDiscord,
    manifest: printInvite,
  }),
  teams: entry({
    title: "Teams",
    settings: teamsSettings,
    create: (config) => createTeams(config),
    examine: examineTeams,
    manifest: teamsPackage,
  }),
};

/** The model servers. Without settings for one there is no model, and answers are quoted. */
export const models = {
  openai: {
    settings: openaiSettings,
    createModel: (config: z.output<typeof openaiSettings>): LanguageModel | undefined =>
      config && createModel(config),
    createEmbedder: (config: z.output<typeof openaiSettings>): Embedder | undefined =>
      config && createEmbedder(config),
    createTranscriber: (config: z.output<typeof openaiSettings>): Transcriber | undefined =>
      config && createTranscriber(config),
  },
};

/** Settings and what they are given to belong together; outside of an entry their type is nobody's business. */
function entry<S extends z.ZodType>(own: Entry<S>): Entry<z.ZodType> {
  const { title, settings, create, examine, manifest } = own;
  return {
    title,
    settings,
    create: (config, given) => create(config as z.output<S>, given),
    ...(examine && { examine: (config, given) => examine(config as z.output<S>, given) }),
    ...(manifest && { manifest: (config, given) => manifest(config as z.output<S>, given) }),
  };
}
