import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createReader } from "../../materials/reading/reader.ts";
import { DatasetError } from "../dataset.ts";
import { mean, round } from "./mean.ts";

/** The reader's process is ended after this rest, so that it can be seen that the memory comes back. */
const IDLE_MS = 300;
const PATIENCE_MS = 60_000;

/**
 * Reads every picture of a folder beside which its text stands (`a.png`, `a.txt`). `right` is 1 less the edits
 * between what was read and the text, in characters without space, by the text's length. Throws DatasetError.
 */
export async function evaluateOcr(folder: string): Promise<Record<string, Record<string, number>>> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new DatasetError(`${folder}: can't be read`, { cause });
  });
  const shots = names
    .filter((name) => name.endsWith(".png") && names.includes(name.replace(/png$/, "txt")))
    .sort();
  if (shots.length === 0) throw new DatasetError(`${folder}: holds no pictures with their texts`);
  const before = await memory();
  const reader = createReader({ fileMs: PATIENCE_MS, idleMs: IDLE_MS });
  const results: { name: string; right: number; ms: number; language: string }[] = [];
  for (const name of shots) {
    const bytes = await readFile(join(folder, name));
    const truth = squeezed(await readFile(join(folder, name.replace(/png$/, "txt")), "utf8"));
    const start = performance.now();
    const { text } = await reader.read("picture", bytes, AbortSignal.timeout(PATIENCE_MS));
    const ms = Math.round(performance.now() - start);
    const right = 1 - distance(truth, squeezed(text)) / truth.length;
    results.push({ name, right: round(right), ms, language: /\p{Script=Han}/u.test(truth) ? "zh" : "en" });
  }
  const reading = await memory();
  await sleep(IDLE_MS * 3);
  const byLanguage = Map.groupBy(results, ({ language }) => language);
  return {
    pictures: Object.fromEntries(results.map(({ name, right }) => [name, right])),
    milliseconds: Object.fromEntries(results.map(({ name, ms }) => [name, ms])),
    right: Object.fromEntries(
      [...byLanguage].map(([language, some]) => [language, mean(some.map(({ right }) => right))]),
    ),
    memory: { "MiB before": before, "MiB while reading": reading, "MiB after": await memory() },
  };
}

/** What this process and those that it started hold: pictures are read in another one, which Linux tells of. */
async function memory(): Promise<number> {
  const names = await readdir("/proc").catch(() => []);
  const others = names.filter((name) => /^\d+$/.test(name)).map((name) => `/proc/${name}/status`);
  // One may end meanwhile.
  const told = await Promise.all(others.map((file) => readFile(file, "utf8").catch(() => "")));
  const started = told.filter((status) => /^PPid:\s+(\d+)/m.exec(status)?.[1] === String(process.pid));
  const kilobytes = started.map((status) => Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  const held = kilobytes.reduce((sum, one) => sum + one * 2 ** 10, process.memoryUsage().rss);
  return Math.round(held / 2 ** 20);
}

function squeezed(text: string): string {
  return text.normalize("NFKC").replace(/\s/g, "");
}

/** Levenshtein. */
function distance(from: string, to: string): number {
  const target = [...to];
  let row = Array.from({ length: target.length + 1 }, (_, at) => at);
  for (const [line, sign] of [...from].entries()) {
    const next = [line + 1];
    target.forEach((other, at) => {
      next.push(
        Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + Number(sign !== other)),
      );
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}
