import { join, resolve } from "node:path";
import colors from "picocolors";
import { readEnvironment } from "../config.ts";
import { openKnowledge } from "../knowledge/knowledge.ts";
import { createLog } from "../log.ts";
import { readAllSettings } from "../main.ts";
import { print, printJson } from "./terminal.ts";

/** Reads what changed in the folder and writes the index; files that can't be read are named. */
export async function indexFolder(folder: string | undefined, options: { json?: true }): Promise<void> {
  const { core } = readAllSettings(readEnvironment());
  const started = performance.now();
  const bar = progressBar();
  const knowledge = await openKnowledge({
    folder: folder === undefined ? core.knowledgeFolder : resolve(folder),
    dataFolder: join(core.dataFolder, "index"),
    log: createLog("error"),
    onProgress: ({ done, total }) => bar.show(done, total),
  });
  await knowledge.reindex();
  bar.end();
  const seconds = Math.round(performance.now() - started) / 1000;
  const counts = knowledge.counts();
  const skipped = knowledge.skipped();
  if (options.json) printJson({ ...counts, seconds, skippedFiles: skipped });
  else {
    print(`${counts.articles} articles in ${counts.files} files, ${counts.passages} passages, ${seconds} s`);
    for (const { path, reason } of skipped) print(`${colors.yellow("skipped")} ${path}: ${reason}`);
  }
  await knowledge.close();
}

/** Draws on the terminal only; a file gets no bar. */
function progressBar(): { show(done: number, total: number): void; end(): void } {
  const { stderr } = process;
  const width = 30;
  let drawn = false;
  return {
    show(done, total) {
      if (!stderr.isTTY || total === 0) return;
      const filled = Math.round((done / total) * width);
      stderr.write(`\r${"█".repeat(filled)}${"░".repeat(width - filled)} ${done}/${total}`);
      drawn = true;
    },
    end() {
      if (drawn) stderr.write("\r\u001b[K");
    },
  };
}
