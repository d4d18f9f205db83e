import { CARRIED, createSource, telling } from "../../answering/guard/support.ts";
import { blocks } from "../../answering/quoting/blocks.ts";
import { sentences } from "../../answering/quoting/sentences.ts";
import { auroc } from "../ranking.ts";
import type { Figures } from "./answers.ts";
import { correlation, mean, round, share } from "./mean.ts";
import type { JudgedRow } from "./rows.ts";

/** How well the check of citations agrees with people who judged whether answers keep to their passages. */
export function judgedFigures(rows: readonly JudgedRow[]): Figures {
  const results = rows.flatMap(({ contexts, responses }) =>
    responses.map(({ text, human }) => ({
      ...faithfulness(
        text,
        contexts.map((context) => context.text),
      ),
      human: human.faithfulness.reduce((sum, value) => sum + value, 0) / human.faithfulness.length,
    })),
  );
  const scored = (least: number) => results.map(({ score, human }) => ({ score, positive: human > least }));
  const faithful = results.filter(({ human }) => human >= ALL);
  const madeUp = results.filter(({ human }) => human <= LITTLE);
  return {
    answers: results.length,
    "faithful to people (1-4)": mean(results.map(({ human }) => human)),
    "rank correlation": correlation(
      results.map(({ score }) => score),
      results.map(({ human }) => human),
    ),
    "auroc, human > 2.5": round(auroc(scored(2.5))),
    "auroc, human > 3.2": round(auroc(scored(3.2))),
    "sentences kept, human 4": mean(faithful.map(({ carried }) => carried)),
    "sentences kept, human <= 2": mean(madeUp.map(({ carried }) => carried)),
    "answers shown, human 4": share(faithful, isShown),
    "answers shown, human <= 2": share(madeUp, isShown),
  };
}

const ALL = 3.9;
const LITTLE = 2;

/** The guard lets an answer through that loses at most a third of its sentences. */
function isShown({ carried }: { carried: number }): boolean {
  return carried >= 2 / 3;
}

/** The mean of what the sentences are carried by their passages, and the share of those that pass the check. */
export function faithfulness(text: string, passages: readonly string[]): { score: number; carried: number } {
  const sources = passages.map(createSource);
  const claims = blocks(text)
    .filter(({ kind }) => kind !== "code")
    .flatMap((block) => block.text.split("\n").flatMap((line) => sentences(line)))
    .filter((sentence) => !/[?\uFF1F:\uFF1A]$/.test(sentence) && telling(sentence).length >= 2);
  if (claims.length === 0) return { score: 1, carried: 1 };
  const scores = claims.map((claim) => Math.max(0, ...sources.map((source) => source.carries(claim))));
  const weights = claims.map((claim) => telling(claim).length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    score: scores.reduce((sum, score, at) => sum + score * (weights[at] ?? 0), 0) / total,
    carried: scores.filter((score) => score >= CARRIED).length / scores.length,
  };
}
