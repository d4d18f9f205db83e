import colors from "picocolors";
import { ConfigError } from "../config.ts";
import { ListenError } from "../http.ts";
import type { Part } from "../main.ts";
import { DatasetError } from "../measure/dataset.ts";
import { DatabaseError } from "../store/database.ts";
import { CrisisWordsError } from "../understanding/crisis/words.ts";

/** What the commands print to the person at the terminal. */

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

export function printParts(parts: readonly Part[]): void {
  const width = Math.max(...parts.map(({ name }) => name.length));
  for (const { name, on, detail } of parts)
    print(`  ${on ? colors.green("on ") : colors.dim("off")}  ${name.padEnd(width)}  ${colors.dim(detail)}`);
}

/** Ends the process: 2 when the person can mend it, in words; 1 for a fault of ours, with its trace. */
export function failed(error: unknown): void {
  if (error instanceof ConfigError) {
    complain("These settings need mending:", error.faults);
    process.exit(2);
  }
  const faults = [DatabaseError, ListenError, DatasetError, CrisisWordsError];
  if (error instanceof Error && faults.some((kind) => error instanceof kind)) {
    complain(error.message, []);
    process.exit(2);
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

export function complain(what: string, details: readonly string[]): void {
  process.stderr.write(`${colors.red("✗")} ${what}\n${details.map((line) => `  ${line}\n`).join("")}`);
}
