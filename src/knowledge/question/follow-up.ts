/** What a follow-up leaves unsaid is taken from the student's earlier words. */
import { type AskedTerm, askedTerms, type Words } from "./question.ts";

/** How much the words before count, by how much the question says itself; each turn back counts half as much. */
export const CARRIED = { nothing: 0.8, little: 0.5, enough: 0.12 } as const;
const FADE = 0.6;
/** Further back nobody means it any more. */
const TURNS = 5;
/** With this many content words a question says enough by itself. */
const ENOUGH = 4;

const POINTS_BACK =
  /^(?:and|but|so|also|then|what about|how about|why|it|they|that|this)\b|\b(?:it|its|they|them|that|those|this one|the other|instead|else)\b|[那它这這]|为什么|為什麼|呢[?？]?$|还有|另外|再/iu;

/** The terms of the question, with those of the history that it does not have itself, at a lower weight. */
export function withHistory(text: string, history: readonly string[], words?: Words): AskedTerm[] {
  const asked = askedTerms(text, words);
  const own = asked.filter(({ content }) => content).length;
  let weight: number =
    own === 0 ? CARRIED.nothing : own < ENOUGH || POINTS_BACK.test(text) ? CARRIED.little : CARRIED.enough;
  const known = new Set(asked.map(({ term }) => term));
  const all = [...asked];
  for (const earlier of history.slice(-TURNS).reverse()) {
    for (const { written: _, ...term } of askedTerms(earlier, words)) {
      if (known.has(term.term) || term.common) continue;
      known.add(term.term);
      all.push({ ...term, weight: term.weight * weight, content: own === 0 && term.content });
    }
    weight *= FADE;
  }
  return all;
}
