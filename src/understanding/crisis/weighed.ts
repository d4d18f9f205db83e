import { simplify } from "../../knowledge/text/traditional.ts";
import { headOf, holds } from "../mood/mood.ts";
import { plain } from "../plain.ts";
import { CRISES, type Reading } from "../reading.ts";
import { features } from "../weights/features.ts";
import { probabilities, shippedWeights } from "../weights/weights.ts";

/**
 * Danger in words that no rule foresaw, as our weights have learnt it from sentences of our own. `words` are
 * those without figures of speech.
 */
export function weighedCrisis(words: string): Reading["crisis"] {
  const scores = shippedWeights().score(features(simplify(plain(words))));
  if (!holds("crisis", scores)) return undefined;
  const chances = probabilities(headOf("crisisKind"), scores);
  return CRISES[chances.indexOf(Math.max(...chances))];
}
