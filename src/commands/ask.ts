import colors from "picocolors";
import { readEnvironment } from "../config.ts";
import { createLog } from "../log.ts";
import { createAnswering, readAllSettings } from "../main.ts";
import { understand } from "../understanding/understand.ts";
import { print, printJson } from "./terminal.ts";

/** Answers one question as a student would be answered, and says what it took. */
export async function ask(question: string, options: { json?: true }): Promise<void> {
  const settings = readAllSettings(readEnvironment());
  const { answerer, knowledge } = await createAnswering(settings, createLog("error"));
  const started = performance.now();
  const reading = understand(question, []);
  for await (const part of answerer.answer({ text: question, reading, history: [], student: "cli" })) {
    if (!("answer" in part)) continue;
    const { text, citations, found, sure, by } = part.answer;
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    if (options.json) {
      printJson({
        question,
        language: reading.language,
        answer: text,
        found,
        sure: round(sure),
        by,
        milliseconds,
        citations,
      });
    } else {
      print(`${text}\n`);
      for (const { number, title, path, url, updated } of citations)
        print(`[${number}] ${[title, ...path].join(" › ")} ${colors.dim(`${url} · ${updated}`)}`);
      print(colors.dim(`sure ${round(sure)} · by ${by} · ${milliseconds} ms`));
    }
  }
  await knowledge.close();
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
