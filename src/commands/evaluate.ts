import { type CourseOptions, evaluateCourse } from "../measure/course.ts";
import { fitSure } from "../measure/fit-sure.ts";
import { evaluateRetrieval, type RetrievalOptions } from "../measure/retrieval.ts";
import { print, printJson } from "./terminal.ts";

/** Prints the figures of the shipped search on the files. */
export async function retrieval(options: RetrievalOptions & { json?: true }): Promise<void> {
  const figures = await evaluateRetrieval(options);
  if (options.json) printJson(figures);
  else printFigures(figures);
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

/** Prints the weights for `src/knowledge/sure-weights.ts`. */
export async function fit(options: CourseOptions & { data: string }): Promise<void> {
  printJson(await fitSure(options.data, options));
}

function printFigures(figures: object): void {
  for (const [name, value] of Object.entries(figures)) print(`${name.padEnd(20)} ${value}`);
}
