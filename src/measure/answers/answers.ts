import type { LanguageModel } from "#ports/model.ts";
import { DatasetError, readLines } from "../dataset.ts";
import { judgedFigures } from "./judged.ts";
import { noiseFigures } from "./noise.ts";
import { ANY_ROW } from "./rows.ts";
import { turnFigures } from "./turns.ts";

export type AnswersOptions = { readonly data: string };

/** Figures by name; shares of 1 unless they are counts. */
export type Figures = Readonly<Record<string, number>>;

/**
 * Answers the questions of a data set, without a model and, where one is given, with it. Throws DatasetError for
 * files that hold no such rows, or rows of several kinds.
 */
export async function evaluateAnswers(
  { data }: AnswersOptions,
  model: LanguageModel | undefined,
): Promise<Readonly<Record<string, Figures>>> {
  const rows = await readLines(data, ANY_ROW);
  const judged = rows.flatMap((row) => ("responses" in row ? [row] : []));
  if (judged.length === rows.length) return { check: judgedFigures(judged) };
  const turns = rows.flatMap((row) => ("answerability" in row ? [row] : []));
  const noise = rows.flatMap((row) => ("negative" in row ? [row] : []));
  const figures = async (by: LanguageModel | undefined): Promise<Figures> => {
    if (turns.length === rows.length) return turnFigures(turns, by);
    if (noise.length === rows.length) return noiseFigures(noise, by);
    throw new DatasetError(`${data}: holds rows of several kinds`);
  };
  return {
    quoted: await figures(undefined),
    ...(model && { model: await figures(model) }),
  };
}
