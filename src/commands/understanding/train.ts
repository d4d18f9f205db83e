import { readFile, writeFile } from "node:fs/promises";
import { train } from "../../measure/understanding/train.ts";
import { print, printJson } from "../terminal.ts";

const WEIGHTS = new URL("../../understanding/weights/weights.bin", import.meta.url);

/** Learns the weights and writes them, or with `check` says whether they are those that are there. */
export async function trainCommand(options: { data: string; check: boolean; json?: true }): Promise<void> {
  const { bytes, report } = await train(options.data);
  const same = Buffer.from(bytes).equals(await readFile(WEIGHTS).catch(() => Buffer.alloc(0)));
  if (!options.check && !same) await writeFile(WEIGHTS, bytes);
  const figures = { bytes: bytes.length, same, heldOut: report };
  if (options.json) return printJson(figures);
  print(`${bytes.length} bytes, ${same ? "the same as before" : options.check ? "different" : "written"}`);
  for (const [head, { rows, macroF1, ece }] of Object.entries(report))
    print(`  ${head.padEnd(12)} held out: macro-F1 ${macroF1}, calibration error ${ece}, ${rows} rows`);
}
