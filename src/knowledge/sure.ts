/** How probable it is that what was found holds the answer. */
import type { Look } from "./index/look.ts";
import { SURE } from "./sure-weights.ts";

/** What a search leaves behind to be judged. */
export type Shape = {
  /** The best passage, closely looked at. */
  readonly best: Look | undefined;
  /** The best score of each article, best first. */
  readonly scores: readonly number[];
  /** What all the content words of the question are worth. */
  readonly bound: number;
  /** What a word is worth that a single passage has. */
  readonly rarest: number;
  /** How many content words the question has. */
  readonly words: number;
};

export const FEATURES = ["covered", "missing", "lead", "stands", "weight", "asked", "brief"] as const;
export type Features = Readonly<Record<(typeof FEATURES)[number], number>>;

/** The articles after the first few and before the long tail: what is found for anything. */
const FIELD = [4, 20] as const;
/** Scores differ by this share of the question's worth without any reason. */
const NOISE = 0.05;
/** To stand out further says no more. */
const FURTHEST = 6;

/**
 * What the judgement rests on. Chosen by sets that the weights were not learnt from; tried there and left out, since
 * they raised nothing: proximity, matching lines, words that no article has, the length of the passage, the rise over
 * the field in units of the question, and likeness of words by static vectors (GloVe), which raised no ranking either.
 */
export function features({ best, scores, bound, rarest }: Shape): Features {
  const [first = 0, second = 0] = scores;
  const field = scores.slice(...FIELD);
  const usual = mean(field);
  const spread = Math.sqrt(mean(field.map((score) => (score - usual) ** 2)));
  const covered = best?.covered ?? 0;
  return {
    covered,
    // by itself: to lack one rare word is worse than to lack half of a few that say little
    missing: ((1 - covered) * bound) / rarest,
    // in units of the question's worth: to stand out by a word that says little is nothing
    lead: bound > 0 ? (first - second) / bound : 0,
    // in units of how far what is found for anything lies apart
    stands: field.length > 0 ? Math.min(FURTHEST, (first - usual) / (spread + NOISE * bound)) : 0,
    // and by itself: a long question that stands out says more than a short one
    weight: Math.log1p(Math.max(0, first - usual) / rarest),
    // of what the best line is about: a title that says much more is about something else
    asked: best?.lineAsked ?? 0,
    // the same evidence says more where less was asked
    brief: 1 / (1 + bound / rarest),
  };
}

function mean(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}

/** 0–1. A question without a content word, or that found nothing, has none. */
export function sureness(shape: Shape): number {
  if (shape.words === 0 || !shape.best) return 0;
  const values = features(shape);
  const weights: Features = SURE.weights;
  let sum = SURE.bias;
  for (const name of FEATURES) sum += weights[name] * values[name];
  return 1 / (1 + Math.exp(-sum));
}
