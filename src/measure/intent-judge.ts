/** Tells the intent of an utterance from labelled ones: by those that the search finds, and by weights learnt from all. */
import { z } from "zod";
import type { Searcher } from "../knowledge/index/searcher.ts";
import { scan } from "../knowledge/text/scan.ts";
import { stem } from "../knowledge/text/stem.ts";
import { searcherOf } from "./corpus.ts";
import { DOCUMENT } from "./dataset.ts";
import { chances, learn, score } from "./understanding/learn.ts";

/** `oos`: it has none of the intents, whatever its label says. */
export const UTTERANCE = z.object({
  id: z.string(),
  text: z.string(),
  label: z.string(),
  oos: z.boolean().default(false),
  bot: z.string().default(""),
});
export type Utterance = z.infer<typeof UTTERANCE>;

/** `intent` is undefined only if no labelled utterance has one. `sure` is a share of 1. */
export type Judgement = { readonly intent: string | undefined; readonly sure: number };
type Judge = (text: string) => Judgement;
type Shares = ReadonlyMap<string, number>;

/** What is found counts so much beside what was learnt; above half of it both lose on CLINC150. */
const FOUND = 0.3;

/** Takes some seconds for thousands of utterances: the weights are learnt here. The same rows judge the same. */
export function judgeBy(labelled: readonly Utterance[]): Judge {
  const byIntent = Map.groupBy(
    labelled.filter(({ oos }) => !oos),
    ({ label }) => label,
  );
  const find = finder(labelled, byIntent);
  const weigh = weigher(labelled, [...byIntent.keys()]);
  return (text) => {
    const found = find(text);
    let best: Judgement = { intent: undefined, sure: 0 };
    for (const [intent, chance] of weigh(text)) {
      const sure = (chance + FOUND * (found.get(intent) ?? 0)) / (1 + FOUND);
      if (sure > best.sure) best = { intent, sure };
    }
    return best;
  };
}

/** So many of the nearest utterances vote, the nearer the more. */
const VOTERS = 24;
const NEARER = 4;
/** What the utterances of an intent taken together count beside them, and how soon less alike ones stop counting. */
const TOGETHER = 0.5;
const ALIKE = 8;
const INTENTS = 8;

/** Of all votes, those for each intent; utterances without one take theirs with them. */
function finder(
  labelled: readonly Utterance[],
  byIntent: ReadonlyMap<string, readonly Utterance[]>,
): (text: string) => Shares {
  const intentOf = new Map(labelled.filter(({ oos }) => !oos).map(({ id, label }) => [id, label]));
  const single = searcherOf(labelled.map(({ id, text }) => DOCUMENT.parse({ id, title: text })));
  const whole = searcherOf(
    [...byIntent].map(([id, rows]) => DOCUMENT.parse({ id, asked: rows.map(({ text }) => text) })),
  );
  return (text) => {
    const shares = new Map<string, number>();
    const add = (intent: string | undefined, vote: number) => {
      if (intent !== undefined) shares.set(intent, (shares.get(intent) ?? 0) + vote / (1 + TOGETHER));
    };
    for (const [id, vote] of nearest(single, text, VOTERS, NEARER)) add(intentOf.get(id), vote);
    for (const [intent, vote] of nearest(whole, text, INTENTS, ALIKE)) add(intent, TOGETHER * vote);
    return shares;
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
  const votes = hits.map(({ score: height }) => Math.max(0, height / first) ** power);
  const all = votes.reduce((sum, vote) => sum + vote, 0) || 1;
  return hits.map(({ passage }, at) => [passage.article.id, (votes[at] ?? 0) / all]);
}

const EPOCHS = 8;
/** A trait of one utterance says nothing about others. */
const LEAST = 2;

/** The chance of each intent. From utterances without one it learns to be equally unsure of all. */
function weigher(
  labelled: readonly Utterance[],
  intents: readonly string[],
): (text: string) => Iterable<readonly [string, number]> {
  const all = labelled.map(({ text }) => traits(text));
  const counts = new Map<string, number>();
  for (const one of all) for (const trait of one) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= LEAST);
  const rows = new Map(kept.map(([trait], row) => [trait, row]));
  const numbersOf = (found: ReadonlySet<string>) =>
    Int32Array.from(
      [...found].map((trait) => rows.get(trait)).filter((row): row is number => row !== undefined),
    );
  const examples = labelled.map(({ label, oos }, at) => ({
    features: numbersOf(all[at] ?? new Set()),
    gold: Float32Array.from(intents, (intent) => (oos ? 1 / intents.length : Number(intent === label))),
    weight: 1,
  }));
  const task = { kind: "softmax", classes: intents.length, epochs: EPOCHS, even: 0 } as const;
  const learnt = learn(examples, rows.size, task);
  return (text) => {
    const shares = chances(score(learnt, numbersOf(traits(text))), "softmax");
    return intents.map((intent, at) => [intent, shares[at] ?? 0] as const);
  };
}

const LETTERS = 4;

/** Its stems, two that stand together or with one between them, and runs of letters, which survive a typo. */
function traits(text: string): ReadonlySet<string> {
  const words = [...scan(text)].flatMap((piece) => (piece.type === "word" ? [piece.whole] : []));
  const line = ["^", ...words.map(stem), "$"];
  const found = new Set(line.slice(1, -1));
  line.forEach((root, at) => {
    if (at + 1 < line.length) found.add(`${root} ${line[at + 1]}`);
    if (at + 2 < line.length) found.add(`${root} _ ${line[at + 2]}`);
  });
  for (const word of words)
    for (let at = 0; at + LETTERS <= word.length + 2; at++)
      found.add(`<${`^${word}$`.slice(at, at + LETTERS)}`);
  return found;
}
