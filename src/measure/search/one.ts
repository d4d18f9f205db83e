/** Measures one engine at one size in a process of its own. Started by `compare.ts`. */
import { argv } from "node:process";
import { z } from "zod";
import { percentile } from "../ranking.ts";
import { type Ask, ENGINES } from "./engines.ts";
import { madeQuestion, PASSAGES_PER_ARTICLE } from "./made.ts";

const JOB = z.object({
  engine: z.enum(Object.keys(ENGINES) as [string, ...string[]]),
  step: z.enum(["build", "ask", "first", "both"]),
  passages: z.int().positive(),
  folder: z.string(),
  questions: z.int().positive(),
});

const { engine: name, step, passages, folder, questions } = JOB.parse(JSON.parse(argv[2] ?? ""));
const engine = ENGINES[name];
const articles = Math.ceil(passages / PASSAGES_PER_ARTICLE);
const report: Record<string, number> = {};

if (engine) {
  const started = performance.now();
  const built = step === "build" || step === "both" ? await engine.build(articles, folder) : undefined;
  if (step === "build" || step === "both") report.buildMs = performance.now() - started;
  const ask = built ?? (step === "build" ? undefined : engine.open?.(folder));
  if (ask && step === "first") await ask(madeQuestion(0, articles));
  else if (ask) Object.assign(report, await times(ask));
  report.memoryMb = process.memoryUsage.rss() / 2 ** 20;
}
process.stdout.write(JSON.stringify(report));

/** The first round only warms up. */
async function times(ask: Ask): Promise<Record<string, number>> {
  const asked = Array.from({ length: questions }, (_, at) => madeQuestion(at, articles));
  for (const question of asked) await ask(question);
  const ms: number[] = [];
  let found = 0;
  for (const question of asked) {
    const start = performance.now();
    found += await ask(question);
    ms.push(performance.now() - start);
  }
  return { p50ms: percentile(ms, 0.5), p99ms: percentile(ms, 0.99), foundEach: found / asked.length };
}
