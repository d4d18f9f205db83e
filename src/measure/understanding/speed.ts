/** Measures how long understanding takes to load and to read, and what memory, in a process of its own. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const FIGURES = z.object({
  /** Resident memory over that of a process with zod alone, after all messages were read and collected. */
  memoryMb: z.number(),
  /** The weights alone; then all from the import to the first reading, the types stripped and patterns compiled. */
  loadMs: z.number(),
  firstReadingMs: z.number(),
  messages: z.number(),
  usPerMessageP50: z.number(),
  usPerMessageP99: z.number(),
});
export type UnderstandingFigures = z.infer<typeof FIGURES>;

const one = fileURLToPath(new URL("./one.ts", import.meta.url));

/** Time is that of the process's CPU, which others on the machine don't lengthen. Throws if the process fails. */
export async function measureUnderstanding(): Promise<UnderstandingFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    "--expose-gc",
    // The room for short-lived objects is the engine's, and a running bot has it anyway: here it stays at its least.
    "--max-semi-space-size=1",
    one,
  ]);
  return FIGURES.parse(JSON.parse(stdout));
}
