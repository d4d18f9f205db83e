import { evaluateUnderstanding, type TaskName } from "../../measure/understanding/evaluate.ts";
import { print, printJson } from "../terminal.ts";

/** Prints how well the shipped understanding does one task on a file of labelled data. */
export async function understanding(task: TaskName, options: { data: string; json?: true }): Promise<void> {
  const measured = await evaluateUnderstanding(task, options.data);
  if (options.json) return printJson(measured);
  const { classes, ...figures } = measured;
  for (const [name, value] of Object.entries(figures))
    print(`${name.padEnd(20)} ${typeof value === "object" ? JSON.stringify(value) : value}`);
  for (const [name, { precision, recall, f1, n }] of Object.entries(classes))
    print(`  ${name.padEnd(18)} F1 ${f1}  precision ${precision}  recall ${recall}  of ${n}`);
}
