import type { Ranked } from "./rank.ts";

/** Words and meaning count the same: without figures of the model at hand neither is to be preferred. */
const MEANING = 0.5;

/**
 * One ranking of two: each score as a share of its own best, added. (Adding the reciprocal ranks instead
 * forgets how much better the first is, and loses to the better one of the two on most published sets.)
 * Scores come back in the unit of `words`.
 */
export function fuse(words: readonly Ranked[], meaning: readonly Ranked[]): Ranked[] {
  const unit = words[0]?.score ?? 1;
  const top = meaning[0]?.score ?? 0;
  const floor = meaning.at(-1)?.score ?? 0;
  const sums = new Map<number, number>();
  for (const { passage, score } of words) sums.set(passage, score * (1 - MEANING));
  for (const { passage, score } of meaning) {
    const share = top > floor ? (score - floor) / (top - floor) : 1;
    sums.set(passage, (sums.get(passage) ?? 0) + MEANING * share * unit);
  }
  return [...sums]
    .map(([passage, score]) => ({ passage, score }))
    .sort((a, b) => b.score - a.score || a.passage - b.passage);
}
