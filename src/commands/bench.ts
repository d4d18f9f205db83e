import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../log.ts";
import { createAnswering, readAllSettings } from "../main.ts";
import { measureDesk } from "../measure/speed/desk.ts";
import { measureHttp } from "../measure/speed/http.ts";
import { measureIndexing } from "../measure/speed/indexing.ts";
import { machine } from "../measure/speed/machine.ts";
import { measurePlatform } from "../measure/speed/platforms.ts";
import { measureSpine } from "../measure/speed/spine.ts";
import { measureUnderstanding } from "../measure/understanding/speed.ts";
import { print, printJson } from "./terminal.ts";

const parts = {
  http: () => measureHttp({ questions: 400 }),
  spine,
  indexing: () => measureIndexing({ articles: 1000 }),
  understanding: measureUnderstanding,
  desk: measureDesk,
  relay: () => measurePlatform("relay"),
  slack: () => measurePlatform("slack"),
  discord: () => measurePlatform("discord"),
  teams: () => measurePlatform("teams"),
} satisfies Record<string, () => Promise<object>>;

type Part = keyof typeof parts;

/** Prints the figures of this machine, of these parts or all: no model, the sample course, every commit on the disk. */
export async function bench(names: readonly Part[], options: { json?: true }): Promise<void> {
  const figures: Record<string, object> = { machine: await machine() };
  for (const name of names.length > 0 ? names : (Object.keys(parts) as Part[]))
    figures[name] = await parts[name]();
  if (options.json) return printJson(figures);
  for (const [group, values] of Object.entries(figures)) {
    print(`\n${group}`);
    for (const [name, value] of Object.entries(values)) print(`  ${name.padEnd(36)} ${shown(value)}`);
  }
}

function shown(value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 100) / 100 : value;
}

/** Questions to the sample course through inbox, engine and outbox, in this process. */
async function spine(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-spine-"));
  try {
    const settings = readAllSettings({ DATA_DIR: folder });
    const { answerer, knowledge } = await createAnswering(settings, createLog("error"));
    const { questionsPerSecond, p50ms, p99ms } = await measureSpine({ questions: 5000, folder, answerer });
    await knowledge.close();
    return {
      "questions per second": Math.round(questionsPerSecond),
      "one at a time p50, ms": Math.round(p50ms * 10) / 10,
      "one at a time p99, ms": Math.round(p99ms * 10) / 10,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
