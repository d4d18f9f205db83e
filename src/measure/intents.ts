/** Measures the search as a classifier: which intent an utterance has, found among labelled ones, and whether it has any. */
import { z } from "zod";
import type { Searcher } from "../knowledge/index/searcher.ts";
import { searcherOf } from "./corpus.ts";
import { DOCUMENT, readLines } from "./dataset.ts";

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

const UTTERANCE = z.object({
  id: z.string(),
  text: z.string(),
  label: z.string(),
  oos: z.boolean().default(false),
  bot: z.string().default(""),
});
type Utterance = z.infer<typeof UTTERANCE>;

/** So many of the nearest utterances vote, the nearer the more. */
const VOTERS = 24;
const NEARER = 4;
/** What the utterances of an intent taken together count beside them, and how soon less alike ones stop counting. */
const TOGETHER = 0.5;
const ALIKE = 8;
const INTENTS = 8;

const THRESHOLDS = [0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3];

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

type Judgement = { readonly intent: string | undefined; readonly sure: number };

function judgeBy(labelled: readonly Utterance[]): (text: string) => Judgement {
  const intentOf = new Map(labelled.map(({ id, label, oos }) => [id, oos ? undefined : label]));
  const single = searcherOf(labelled.map(({ id, text }) => DOCUMENT.parse({ id, title: text })));
  const byIntent = Map.groupBy(
    labelled.filter(({ oos }) => !oos),
    ({ label }) => label,
  );
  const whole = searcherOf(
    [...byIntent].map(([id, rows]) => DOCUMENT.parse({ id, asked: rows.map(({ text }) => text) })),
  );
  return (text) => {
    const votes = new Map<string | undefined, number>();
    const { sure } = single.search({ text, limit: 1 });
    for (const [id, vote] of nearest(single, text, VOTERS, NEARER)) {
      const intent = intentOf.get(id);
      votes.set(intent, (votes.get(intent) ?? 0) + vote);
    }
    for (const [intent, vote] of nearest(whole, text, INTENTS, ALIKE))
      votes.set(intent, (votes.get(intent) ?? 0) + TOGETHER * vote);
    const [best, vote] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a), [undefined, 0]);
    return { intent: best, sure: (sure * vote) / (1 + TOGETHER) };
  };
}

/** What was found with its share of all votes. */
function nearest(
  searcher: Searcher,
  text: string,
  limit: number,
  power: number,
): [id: string, vote: number][] {
  const { hits } = searcher.search({ text, limit });
  const first = hits[0]?.score ?? 1;
  const votes = hits.map(({ score }) => Math.max(0, score / first) ** power);
  const all = votes.reduce((sum, vote) => sum + vote, 0) || 1;
  return hits.map(({ passage }, at) => [passage.article.id, (votes[at] ?? 0) / all]);
}

function share<T>(rows: readonly T[], is: (row: T) => boolean): number {
  return Math.round((rows.filter(is).length / Math.max(1, rows.length)) * 10_000) / 10_000;
}
