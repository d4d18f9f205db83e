import type { Kind } from "../question/kind.ts";
import { harmonic, type Look } from "./look.ts";

type Weights = Readonly<
  Record<"near" | "line" | "section" | "together" | "run" | "written" | "size", number>
>;

/**
 * What the closer look adds to a score, as shares of what the whole question is worth. Learnt on the development
 * sets (list-wise, then rounded on a plateau), for each way of asking by itself: a name is found by its line, a
 * question in English by its words in a row, and in a Chinese one the few words and numbers in letters say most.
 * Coverage by itself, co-occurrence in the course (latent semantic analysis), feedback from the first hits, the best
 * sentence, the kind of answer that is asked for and the likeness of letters were tried and raised nothing.
 */
const WEIGHTS: Readonly<Record<Kind, Weights>> = {
  question: { near: 0.12, line: 0.35, section: 0, together: 0.2, run: 0.3, written: 0, size: -0.025 },
  chinese: { near: 0, line: 0.5, section: 0, together: 0.4, run: 0.1, written: 0.2, size: 0 },
  name: { near: 0.2, line: 0.8, section: 0.25, together: 0.2, run: 0.15, written: 0, size: 0 },
};

/** A line that says the same as the question counts, one that shares a word hardly does. */
const LINE_POWER = 3;
/** Long passages have many words by chance: longer than so many terms is long. */
const USUAL_SIZE = 100;

export function bonus(look: Look, kind: Kind): number {
  const weights = WEIGHTS[kind];
  return (
    weights.near * look.near +
    weights.line * harmonic(look.line, look.lineAsked) ** LINE_POWER +
    weights.section * look.section +
    weights.together * look.together +
    weights.run * look.run +
    weights.written * look.written +
    weights.size * Math.log((1 + look.size) / USUAL_SIZE)
  );
}
