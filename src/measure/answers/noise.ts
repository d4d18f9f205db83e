import type { LanguageModel } from "#ports/model.ts";
import type { Answer } from "../../answering/question.ts";
import { searcherOf } from "../corpus.ts";
import { DOCUMENT } from "../dataset.ts";
import type { Figures } from "./answers.ts";
import { createAsking } from "./asking.ts";
import { mean, share } from "./mean.ts";
import type { NoiseRow } from "./rows.ts";

/** As the benchmark has it: five passages, of which two say nothing. */
const PASSAGES = 5;
const NOISE = 2;

/**
 * Each question asked over five passages of its own: among noise, with noise alone, and, where the set has them,
 * with passages that say something false. "Told" is the share of the answers' parts that the answer says.
 */
export async function noiseFigures(
  rows: readonly NoiseRow[],
  model: LanguageModel | undefined,
): Promise<Figures> {
  const mixed: { row: NoiseRow; answer: Answer; good: number }[] = [];
  const alone: Answer[] = [];
  const false_: { row: NoiseRow; answer: Answer }[] = [];
  for (const row of rows) {
    const right = row.positive ?? row.positive_groups?.flatMap(([first]) => first ?? []) ?? [];
    const good = right.slice(0, PASSAGES - NOISE);
    mixed.push({
      row,
      good: good.length,
      answer: await asked(row, [...good, ...row.negative.slice(0, PASSAGES - good.length)], model),
    });
    alone.push(await asked(row, row.negative.slice(0, PASSAGES), model));
    if (row.counterfactual)
      false_.push({ row, answer: await asked(row, row.counterfactual.slice(0, PASSAGES), model) });
  }
  const answered = mixed.filter(({ answer }) => answer.found);
  return {
    questions: rows.length,
    "answered among noise": share(mixed, ({ answer }) => answer.found),
    "told among noise": mean(mixed.map(({ row, answer }) => told(row.answers, answer))),
    "told of answered": mean(answered.map(({ row, answer }) => told(row.answers, answer))),
    "cites what is right": share(answered, citesRight),
    "refused noise alone": share(alone, ({ found }) => !found),
    ...(false_.length > 0 && {
      "repeats the false, with its source": share(
        false_,
        ({ row, answer }) => answer.found && told([row.fake_answer ?? []].flat(), answer) > 0,
      ),
    }),
  };
}

async function asked(
  row: NoiseRow,
  passages: readonly string[],
  model: LanguageModel | undefined,
): Promise<Answer> {
  const documents = passages.map((text, index) => DOCUMENT.parse({ id: String(index), lang: "zh", text }));
  const ask = await createAsking(searcherOf(documents), model);
  return ask(row.question, []);
}

function told(answers: NoiseRow["answers"], { text, found }: Answer): number {
  if (!found || answers.length === 0) return 0;
  const said = squeezed(text);
  const parts = answers.map((part) => [part].flat().some((way) => said.includes(squeezed(way))));
  return parts.filter(Boolean).length / parts.length;
}

/** The passages that hold the answer come first. */
function citesRight({ answer, good }: { answer: Answer; good: number }): boolean {
  return answer.citations.some(({ url }) => Number(url) < good);
}

function squeezed(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[\s,]/g, "");
}
