import { measureHttp } from "../measure/http.ts";
import { measureIndexing } from "../measure/indexing.ts";
import { machine } from "../measure/machine.ts";
import { measureSpine } from "../measure/spine.ts";
import { print, printJson } from "./terminal.ts";

/** Prints the figures of this machine: no model, the sample course, every commit on the disk. */
export async function bench(options: { json?: true }): Promise<void> {
  const figures = {
    machine: await machine(),
    http: await measureHttp({ questions: 400 }),
    spine: await measureSpine({ questions: 5000 }),
    indexing: await measureIndexing({ articles: 1000 }),
  };
  if (options.json) return printJson(figures);
  for (const [group, values] of Object.entries(figures)) {
    print(`\n${group}`);
    for (const [name, value] of Object.entries(values)) print(`  ${name.padEnd(28)} ${value}`);
  }
}
