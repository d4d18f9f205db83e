import { accessSync, constants, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import colors from "picocolors";
import type { Check } from "#ports/check.ts";
import type { ChatPiece } from "#ports/model.ts";
import { ModelError } from "#ports/model.ts";
import type { Address } from "#ports/platform.ts";
import { systemClock } from "../clock.ts";
import { ConfigError, readEnvironment } from "../config.ts";
import { readDeskFile } from "../desk/desk-file.ts";
import { openReplies } from "../desk/replies.ts";
import { createRoster } from "../desk/roster.ts";
import { createLog } from "../log.ts";
import { createAnswering, createModel, examinePlatforms, readAllSettings, type Settings } from "../main.ts";
import { print, printJson } from "./terminal.ts";

/** Looks at everything that a start needs, without starting. Exits with 2 if something is wrong. */
export async function doctor(options: { json?: true }): Promise<void> {
  const checks = await examine();
  if (options.json) printJson(checks);
  else for (const check of checks) printCheck(check);
  if (checks.some(({ state }) => state === "fault")) process.exitCode = 2;
}

async function examine(): Promise<readonly Check[]> {
  const runtime: Check = { name: "Node", state: "ok", detail: process.version };
  let settings: Settings;
  try {
    settings = readAllSettings(readEnvironment());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      runtime,
      ...error.faults.map((fault): Check => ({ name: "Settings", state: "fault", detail: fault })),
    ];
  }
  return [
    runtime,
    dataFolder(settings),
    ...desk(settings),
    ...(await knowledge(settings)),
    ...(await readyReplies(settings)),
    ...(await examinePlatforms(settings)),
    await model(settings),
  ];
}

function dataFolder({ core }: Settings): Check {
  let existing = core.dataFolder;
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK);
    return { name: "Data", state: "ok", detail: core.dataFolder };
  } catch {
    return {
      name: "Data",
      state: "fault",
      detail: `${existing} can't be written`,
      mend: "set DATA_DIR to a folder that can",
    };
  }
}

/** The hours, people and channels of the desk. */
function desk({ core }: Settings): readonly Check[] {
  try {
    const file = readDeskFile(core.deskFile);
    if (!file)
      return [
        {
          name: "Desk",
          state: "off",
          detail: `no hours of its own: always open, all cases in ${core.desk}`,
          mend: "write desk.yaml, or name another file in DESK_FILE",
        },
      ];
    const { zone, isOpen, channels, categories } = createRoster(file, core.desk as Address);
    const open = isOpen(systemClock.now()) ? "open" : "closed";
    const detail = `${open} now (${zone}); channels ${channels.join(", ")}; ${categories.length} categories`;
    return [{ name: "Desk", state: "ok", detail }];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((fault): Check => ({ name: "Desk", state: "fault", detail: fault }));
  }
}

async function knowledge(settings: Settings): Promise<readonly Check[]> {
  const { knowledgeFolder } = settings.core;
  const { knowledge } = await createAnswering(settings, createLog("silent"));
  const { articles, files, passages } = knowledge.counts();
  const skipped = knowledge.skipped();
  await knowledge.close();
  const empty = { state: "fault", mend: "put articles there, or set KNOWLEDGE_DIR" } as const;
  return [
    {
      name: "Knowledge base",
      detail: `${articles} articles in ${files} files, ${passages} passages, from ${knowledgeFolder}`,
      ...(articles === 0 ? empty : { state: "ok" }),
    },
    ...skipped.map(
      ({ path, reason }): Check => ({ name: "Article", state: "fault", detail: `${path}: ${reason}` }),
    ),
  ];
}

async function readyReplies({ core }: Settings): Promise<readonly Check[]> {
  const replies = await openReplies(join(core.knowledgeFolder, "replies"), createLog("silent"));
  const found = replies.list(undefined, core.deskLanguage).length;
  const none = { state: "off", mend: "write some in knowledge/replies/en and zh" } as const;
  return [
    { name: "Ready replies", detail: `${found}`, ...(found === 0 ? none : { state: "ok" }) },
    ...replies
      .skipped()
      .map(({ path, reason }): Check => ({ name: "Reply", state: "fault", detail: `${path}: ${reason}` })),
  ];
}

/** Asks the model for one word, so that a wrong key is found now. */
async function model(settings: Settings): Promise<Check> {
  const { openai } = settings;
  const language = createModel(settings);
  if (!language || !openai)
    return {
      name: "Model",
      state: "off",
      detail: "answers are quoted",
      mend: "set OPENAI_API_KEY, or OPENAI_BASE_URL for another server",
    };
  const name = `${openai.model} at ${new URL(openai.baseURL).host}`;
  try {
    const messages = [{ role: "user", content: "Say ok." }] as const;
    const pieces: ChatPiece[] = [];
    for await (const piece of language.chat({ messages, maxTokens: 16, signal: AbortSignal.timeout(15_000) }))
      pieces.push(piece);
    return { name: "Model", state: "ok", detail: name };
  } catch (error) {
    const fault = error instanceof ModelError ? error.fault : "malformed";
    return { name: "Model", state: "fault", detail: `${name}: ${fault}`, mend: mends[fault] };
  }
}

const mends: Record<ModelError["fault"], string> = {
  unavailable: "check OPENAI_BASE_URL, and that the server runs",
  limited: "the account is over its limit, or calls come too fast",
  denied: "check OPENAI_API_KEY and OPENAI_MODEL",
  malformed: "the server does not speak chat completions as OpenAI does",
  deadline: "the server does not answer in time",
};

function printCheck({ name, state, detail, mend }: Check): void {
  const signs = { ok: colors.green("✓"), off: colors.dim("–"), fault: colors.red("✗") };
  print(`${signs[state]} ${name}: ${detail}${mend ? colors.dim(` — ${mend}`) : ""}`);
}
