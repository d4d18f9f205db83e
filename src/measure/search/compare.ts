/** Compares our search with others' on made articles, each in a process of its own, one after the other. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { ENGINES } from "./engines.ts";

export type CompareOptions = {
  /** How many passages, smallest first. */
  readonly sizes: readonly number[];
  /** Engines by their names; all without it. */
  readonly engines?: readonly string[];
  readonly questions: number;
};

/** Times in milliseconds, memory of the whole process while it answers. */
export type EngineFigures = {
  readonly engine: string;
  readonly passages: number;
  readonly p50ms?: number;
  readonly p99ms?: number;
  readonly buildMs?: number;
  readonly memoryMb?: number;
  /** From the start of a process to its first answer; the system may still hold the file. */
  readonly firstAnswerMs?: number;
  /** In words why there is no figure. */
  readonly left?: string;
};

/** Those that keep everything in memory are measured up to here. */
const MOST_IN_MEMORY = 100_000;

const one = fileURLToPath(new URL("./one.ts", import.meta.url));
const run = promisify(execFile);
const REPORT = z.object({
  p50ms: z.number().exactOptional(),
  p99ms: z.number().exactOptional(),
  buildMs: z.number().exactOptional(),
  memoryMb: z.number().exactOptional(),
});
type Report = z.infer<typeof REPORT>;

/** Yields each figure as soon as it is known. An engine that is not installed is named as such. */
export async function* compareSearch(options: CompareOptions): AsyncGenerator<EngineFigures, void> {
  for (const passages of options.sizes)
    for (const engine of options.engines ?? Object.keys(ENGINES)) {
      const folder = await mkdtemp(join(tmpdir(), "deskmate-search-"));
      try {
        yield {
          engine,
          passages,
          ...(await measure({ engine, passages, folder, questions: options.questions })),
        };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
}

/** The growth exponent of the median time from the first size to the last: 1 is in proportion to the size. */
export function growth(figures: readonly EngineFigures[]): number | undefined {
  const [first] = figures;
  const last = figures.at(-1);
  if (!first?.p50ms || !last?.p50ms || first.passages === last.passages) return undefined;
  return Math.log(last.p50ms / first.p50ms) / Math.log(last.passages / first.passages);
}

type Job = {
  readonly engine: string;
  readonly passages: number;
  readonly folder: string;
  readonly questions: number;
};

async function measure(job: Job): Promise<Omit<EngineFigures, "engine" | "passages">> {
  const keepsFiles = ENGINES[job.engine]?.open !== undefined;
  if (!keepsFiles && job.passages > MOST_IN_MEMORY)
    return { left: "keeps all in memory: not measured at this size" };
  try {
    if (!keepsFiles) return await child(job, "both");
    const { buildMs = 0 } = await child(job, "build");
    const asked = await child(job, "ask");
    const started = performance.now();
    await child(job, "first");
    return { ...asked, buildMs, firstAnswerMs: performance.now() - started };
  } catch (error) {
    return { left: reason(error) };
  }
}

async function child(job: Job, step: string): Promise<Report> {
  const { stdout } = await run(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "--max-old-space-size=4096",
      one,
      JSON.stringify({ ...job, step }),
    ],
    { maxBuffer: 2 ** 20 },
  );
  return REPORT.parse(JSON.parse(stdout));
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const missing = /Cannot find package '([^']+)'/.exec(text)?.[1];
  return missing ? `not installed: npm install --no-save ${missing}` : (text.split("\n").at(-2) ?? text);
}
