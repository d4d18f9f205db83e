/** Reads a question into weighted terms. */
import { commonCharacters, isCommon } from "./common-words.ts";
import { scan } from "./scan.ts";
import { stem } from "./stem.ts";

export type AskedTerm = {
  readonly term: string;
  /** How much it counts beside its rarity, 0–1. */
  readonly weight: number;
  /** Says what is asked: its absence from a passage is a reason for doubt. */
  readonly content: boolean;
};

export type Weights = {
  readonly common: number;
  readonly whole: number;
  readonly part: number;
  readonly joined: number;
  /** A pair of characters of which one belongs to a common word. */
  readonly half: number;
  /** A pair across the border of two words. */
  readonly across: number;
  readonly single: number;
};

export const WEIGHTS: Weights = { common: 0.4, whole: 0.5, part: 0.7, joined: 0.6, half: 0.9, across: 0.4, single: 0.7 }
const SINGLE = process.env.SINGLE === "1";

/** Segments Chinese; the lengths of the words, in order, sum up to that of the run. */
export type Words = (run: string) => readonly string[];

/** The terms of the question, each once, in the order of the text. */
export function askedTerms(text: string, words?: Words, weights: Weights = WEIGHTS): AskedTerm[] {
  const found = new Map<string, AskedTerm>();
  const note = (term: string, weight: number, content: boolean) => {
    const known = found.get(term);
    if (!known || known.weight < weight)
      found.set(term, { term, weight, content: content || (known?.content ?? false) });
  };
  let before = "";
  for (const piece of scan(text)) {
    if (piece.type === "han") {
      notePairs(piece.run, note, words, weights);
      before = "";
      continue;
    }
    const { whole, parts } = piece;
    if (parts.length === 0) {
      const common = isCommon(whole);
      note(stem(whole), common ? weights.common : 1, !common);
      // "data frame" may be written "dataframe"
      if (before !== "" && !common) note(before + whole, weights.joined, false);
      before = common ? "" : whole;
    } else {
      note(whole, weights.whole, false);
      for (const part of parts) {
        const common = isCommon(part);
        note(stem(part), common ? weights.common : weights.part, !common && part.length > 1);
      }
      before = "";
    }
  }
  return [...found.values()];
}

type Note = (term: string, weight: number, content: boolean) => void;

function notePairs(run: string, note: Note, words: Words | undefined, weights: Weights): void {
  const common = commonCharacters(run);
  const wordStarts = words ? startsOf(words(run)) : undefined;
  if (run.length === 1) note(run, common[0] ? weights.common : 1, !common[0]);
  for (let i = 0; i + 1 < run.length; i++) {
    const pair = run.slice(i, i + 2);
    const shared = Number(common[i]) + Number(common[i + 1]);
    const weight = shared === 2 ? weights.common : shared === 1 ? weights.half : 1;
    const across = wordStarts?.has(i + 1) ?? false;
    if (wordStarts?.has(i) && across && !common[i]) note(run.charAt(i), weights.single, SINGLE);
    note(pair, across ? weight * weights.across : weight, shared === 0);
  }
}

function startsOf(words: readonly string[]): Set<number> {
  const starts = new Set<number>();
  let at = 0;
  for (const word of words) {
    starts.add(at);
    at += word.length;
  }
  return starts;
}
