import { compareSearch, type EngineFigures, growth } from "../measure/search/compare.ts";
import { machine } from "../measure/speed/machine.ts";
import { print, printJson } from "./terminal.ts";

export type BenchSearchOptions = {
  readonly sizes: readonly number[];
  readonly engines?: readonly string[];
  readonly questions: number;
  readonly json?: true;
};

/** Prints the speed of our complete search beside that of other engines, on this machine, in one run. */
export async function benchSearch(options: BenchSearchOptions): Promise<void> {
  const about = await machine();
  const figures: EngineFigures[] = [];
  if (!options.json) print(`${JSON.stringify(about)}\n\n${HEAD}`);
  for await (const one of compareSearch(options)) {
    figures.push(one);
    if (!options.json) print(line(one));
  }
  const exponent = growth(figures.filter(({ engine }) => engine === "deskmate"));
  if (options.json) return printJson({ machine: about, figures, growthExponent: exponent });
  if (exponent !== undefined)
    print(`\ndeskmate's median grows with the size to the power of ${exponent.toFixed(2)}`);
}

const HEAD = `${"engine".padEnd(18)}${"passages".padStart(9)}${["p50 ms", "p99 ms", "built s", "memory MB", "first ms"].map((name) => name.padStart(11)).join("")}`;

function line(figures: EngineFigures): string {
  const { engine, passages, p50ms, p99ms, buildMs, memoryMb, firstAnswerMs, left } = figures;
  const start = `${engine.padEnd(18)}${String(passages).padStart(9)}`;
  if (left !== undefined) return `${start}  ${left}`;
  const shown = [
    p50ms?.toFixed(2),
    p99ms?.toFixed(2),
    buildMs === undefined ? undefined : (buildMs / 1000).toFixed(1),
    memoryMb?.toFixed(0),
    firstAnswerMs?.toFixed(0),
  ];
  return `${start}${shown.map((value) => (value ?? "").padStart(11)).join("")}`;
}
