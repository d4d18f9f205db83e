/** Measures finding as a classifier: which intent an utterance has, found among labelled ones, and whether it has any. */
import { readLines } from "./dataset.ts";
import { judgeBy, UTTERANCE } from "./intent-judge.ts";

export type IntentOptions = {
  /** Utterances to be judged. */
  readonly data: string;
  /** Labelled utterances. */
  readonly corpus: string;
};

/** Shares of 1. An utterance that has an intent and is turned away counts as wrong. */
export type IntentFigures = {
  /** Whose utterances they are, where a file has those of several bots. */
  readonly bot: string;
  readonly inScope: number;
  readonly outOfScope: number;
  readonly accuracyOfAll: number;
  /** By how sure it must be, from 0: what of both kinds is then right. */
  readonly at: readonly {
    readonly threshold: number;
    readonly inScopeAccuracy: number;
    readonly outOfScopeRecall: number;
  }[];
};

const THRESHOLDS = [0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5];

/** One entry for each bot of the file. Throws DatasetError, naming the file and the line. */
export async function evaluateIntents({ data, corpus }: IntentOptions): Promise<readonly IntentFigures[]> {
  const labelled = await readLines(corpus, UTTERANCE);
  const asked = await readLines(data, UTTERANCE);
  return [...Map.groupBy(asked, ({ bot }) => bot)].map(([bot, rows]) => {
    const judge = judgeBy(labelled.filter((one) => one.bot === bot));
    const judged = rows.map((row) => ({ ...row, ...judge(row.text) }));
    const inScope = judged.filter(({ oos }) => !oos);
    const outOfScope = judged.filter(({ oos }) => oos);
    return {
      bot,
      inScope: inScope.length,
      outOfScope: outOfScope.length,
      accuracyOfAll: share(inScope, ({ intent, label }) => intent === label),
      at: THRESHOLDS.map((threshold) => ({
        threshold,
        inScopeAccuracy: share(inScope, ({ intent, label, sure }) => intent === label && sure >= threshold),
        outOfScopeRecall: share(outOfScope, ({ intent, sure }) => intent === undefined || sure < threshold),
      })),
    };
  });
}

function share<T>(rows: readonly T[], is: (row: T) => boolean): number {
  return Math.round((rows.filter(is).length / Math.max(1, rows.length)) * 10_000) / 10_000;
}
