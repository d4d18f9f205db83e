/** How probable it is that what was found holds the answer. */
import type { Look } from "./index/look.ts";
import { SURE } from "./sure-weights.ts";

export type Shape = {
  /** The best passages as the final ranking has them. */
  readonly looks: readonly Look[];
  readonly scores: readonly number[];
  /** What a passage would score that had every word of the question as its title. */
  readonly bound: number;
  /** How many content words the question has. */
  readonly words: number;
};

export const FEATURES = [
  "covered",
  "line",
  "lineAsked",
  "near",
  "score",
  "gap",
  "words",
  "together",
] as const;
export type Features = Record<(typeof FEATURES)[number], number>;

/** What the judgement rests on; each about 0–1. */
export function features({ looks, scores, bound, words }: Shape): Features {
  const [first, second] = looks;
  const best = scores[0] ?? 0;
  const next = scores[1] ?? 0;
  return {
    covered: first?.covered ?? 0,
    line: first?.line ?? 0,
    lineAsked: first?.lineAsked ?? 0,
    near: first?.near ?? 0,
    score: bound > 0 ? best / bound : 0,
    gap: best > 0 ? (best - next) / best : 0,
    words: Math.min(1, words / 8),
    together: Math.max(0, (second?.covered ?? 0) - (first?.covered ?? 0)),
  };
}

/** 0–1. A question without a content word, or that found nothing, has none. */
export function sureness(shape: Shape): number {
  if (shape.words === 0 || shape.looks.length === 0) return 0;
  const values = features(shape);
  let sum = SURE.bias;
  for (const name of FEATURES) sum += SURE.weights[name] * values[name];
  return 1 / (1 + Math.exp(-sum));
}
