import { readEnvironment } from "../../config.ts";
import { createModel, readAllSettings } from "../../main.ts";
import { evaluateAnswers } from "../../measure/answers/answers.ts";
import { evaluateInjection } from "../../measure/answers/injection.ts";
import { evaluateOcr } from "../../measure/answers/ocr.ts";
import { evaluatePersonal } from "../../measure/answers/personal.ts";
import { print, printJson } from "../terminal.ts";

type Groups = Readonly<Record<string, Readonly<Record<string, number | string>>>>;

/** Prints the figures of answers without a model and, where one is configured, with it. */
export async function answers(options: { data: string; json?: true }): Promise<void> {
  const model = createModel(readAllSettings(readEnvironment()));
  show(await evaluateAnswers(options, model), options);
}

/** Prints how much of what is personal is found, and how much of what is found is personal, by kind. */
export async function personal(options: { data: string; json?: true }): Promise<void> {
  show(await evaluatePersonal(options.data), options);
}

/** Prints what attacks got out of a model that obeys them, by where they stood. */
export async function injection(options: { data: string; json?: true }): Promise<void> {
  show(await evaluateInjection(options.data), options);
}

/** Prints how much of the text in pictures is read right, in which time and memory. */
export async function ocr(options: { folder: string; json?: true }): Promise<void> {
  show(await evaluateOcr(options.folder), options);
}

function show(groups: Groups, { json }: { json?: true }): void {
  if (json) printJson(groups);
  else for (const [group, figures] of Object.entries(groups)) print(`\n${group}\n${lines(figures)}`);
}

function lines(figures: Groups[string]): string {
  return Object.entries(figures)
    .map(([name, value]) => `  ${name.padEnd(36)} ${value}`)
    .join("\n");
}
