import { evaluateRetrieval, type RetrievalOptions } from "../measure/retrieval.ts";
import { print, printJson } from "./terminal.ts";

/** Prints the figures of the shipped search on the files. */
export async function evaluate(options: RetrievalOptions & { json?: true }): Promise<void> {
  const figures = await evaluateRetrieval(options);
  if (options.json) return printJson(figures);
  for (const [name, value] of Object.entries(figures)) print(`${name.padEnd(20)} ${value}`);
}
