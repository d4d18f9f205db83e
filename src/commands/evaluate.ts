import { type BesideOptions, besideFts5 } from "../measure/beside-fts5.ts";
import { type CourseOptions, evaluateCourse } from "../measure/course.ts";
import { fitSure } from "../measure/fit-sure.ts";
import { evaluateIntents, type IntentOptions } from "../measure/intents.ts";
import { evaluateRetrieval, type RetrievalOptions } from "../measure/retrieval.ts";
import { print, printJson } from "./terminal.ts";

/** Prints the figures of the shipped search on the files. */
export async function retrieval(options: RetrievalOptions & { json?: true }): Promise<void> {
  const figures = await evaluateRetrieval(options);
  if (options.json) printJson(figures);
  else printFigures(figures);
}

/** Prints the figures of the plain ranking, of FTS5 and of the complete search on the same files. */
export async function ranking(options: BesideOptions & { json?: true }): Promise<void> {
  const engines = await besideFts5(options);
  if (options.json) return printJson(engines);
  for (const { engine, ...figures } of engines)
    print(
      `${engine.padEnd(22)} hit@1 ${figures["hit@1"].toFixed(4)}  ndcg@10 ${figures["ndcg@10"].toFixed(4)}`,
    );
}

/** Prints the figures of the answers without a model, of the tuned and of the unseen half apart. */
export async function course(options: CourseOptions & { json?: true }): Promise<void> {
  const halves = await evaluateCourse(options);
  if (options.json) return printJson(halves);
  for (const [half, figures] of Object.entries(halves)) {
    print(`\n${half}`);
    printFigures(figures);
  }
}

/** Prints how well the search tells intents, and what has none, by how sure it must be. */
export async function intents(options: IntentOptions & { json?: true }): Promise<void> {
  const bots = await evaluateIntents(options);
  if (options.json) return printJson(bots);
  for (const { bot, at, ...counts } of bots) {
    print(`\n${bot}`);
    printFigures(counts);
    for (const { threshold, inScopeAccuracy, outOfScopeRecall } of at)
      print(
        `${`sure ≥ ${threshold}`.padEnd(20)} in scope ${inScopeAccuracy}  out of scope ${outOfScopeRecall}`,
      );
  }
}

/** Prints the weights for `src/knowledge/sure-weights.ts`. */
export async function fit(options: CourseOptions & { data: string }): Promise<void> {
  printJson(await fitSure(options.data, options));
}

function printFigures(figures: object): void {
  for (const [name, value] of Object.entries(figures)) print(`${name.padEnd(20)} ${value}`);
}
