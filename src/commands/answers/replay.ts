import { mkdtempSync, rmSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "dotenv";
import colors from "picocolors";
import { readEnvironment } from "../../config.ts";
import { createLog } from "../../log.ts";
import { createAnswering, readAllSettings } from "../../main.ts";
import { type Compared, compare, mayReplace, RECORDED } from "../../measure/answers/replay.ts";
import { DatasetError, readLines } from "../../measure/dataset.ts";
import { print, printJson } from "../terminal.ts";

/**
 * Answers recorded questions with two settings, shows side by side what differs, and ends with 1 if the second is
 * worse on more questions than it is better on. A setting is a file like `.env`, or a folder of articles; what it
 * leaves out is as it is.
 */
export async function replay(
  first: string,
  second: string,
  options: { questions: string; json?: true },
): Promise<void> {
  const rows = await readLines(options.questions, RECORDED);
  const [a, b] = [await open(first), await open(second)];
  const compared: Compared[] = [];
  for (const row of rows) compared.push(await compare(row, a.answerer, b.answerer));
  await a.close();
  await b.close();
  if (options.json) printJson({ summary: summary(compared), questions: compared });
  else show(compared);
  if (!mayReplace(compared)) process.exitCode = 1;
}

/** Each with an index of its own, so that neither touches the other's or that of the running process. */
async function open(setting: string) {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-replay-"));
  const settings = readAllSettings({ ...readEnvironment(), ...(await given(setting)), DATA_DIR: folder });
  const { answerer, knowledge } = await createAnswering(settings, createLog("error"));
  return {
    answerer,
    async close() {
      await knowledge.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function given(setting: string): Promise<Record<string, string>> {
  const found = statSync(setting, { throwIfNoEntry: false });
  if (found === undefined)
    throw new DatasetError(`${setting}: is neither a file of settings nor a folder of articles`);
  return found.isDirectory() ? { KNOWLEDGE_DIR: setting } : parse(await readFile(setting, "utf8"));
}

function show(compared: readonly Compared[]): void {
  for (const { question, verdict, first, second } of compared) {
    if (verdict === "same") continue;
    print(`\n${colorOf[verdict](verdict.padEnd(8))} ${question}`);
    for (const [name, { found, sources, text }] of [["A", first] as const, ["B", second] as const]) {
      const what = found ? sources.join("; ") : "not answered";
      print(`  ${name}  ${colors.dim(what)}\n     ${text.replaceAll(/\s+/g, " ").slice(0, WIDTH)}`);
    }
  }
  const counts = Object.entries(summary(compared)).map(([verdict, count]) => `${count} ${verdict}`);
  print(`\n${compared.length} questions: ${counts.join(", ")}`);
}

const WIDTH = 160;
const colorOf = { better: colors.green, worse: colors.red, changed: colors.yellow };

function summary(compared: readonly Compared[]): Record<Compared["verdict"], number> {
  const counts = { better: 0, worse: 0, changed: 0, same: 0 };
  for (const { verdict } of compared) counts[verdict]++;
  return counts;
}
