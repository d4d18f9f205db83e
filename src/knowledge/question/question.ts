/** Reads a question into weighted terms. */
import { commonCharacters, isCommon, isVague } from "../text/common-words.ts";
import { type Piece, scan } from "../text/scan.ts";
import { stem } from "../text/stem.ts";
import { alternatives, LONGEST_PHRASE } from "../text/synonyms.ts";

export type AskedTerm = {
  readonly term: string;
  /** How much it counts beside its rarity, 0–1. */
  readonly weight: number;
  /** It says what is asked, so that a passage which lacks it is a reason for doubt. */
  readonly content: boolean;
  /** Nothing is worth finding for it alone. What is neither is another way to find: a compound, the topic. */
  readonly common: boolean;
  /** Terms that say about the same. */
  readonly alternatives?: readonly string[];
  /** A word or number that stands in the question as it is, in letters or digits. */
  readonly written?: true;
};

const ROLES = {
  content: { content: true, common: false },
  aid: { content: false, common: false },
  common: { content: false, common: true },
};
type Role = keyof typeof ROLES;

/** How much each kind of term counts, against 1 for a plain word. Chosen on the development sets. */
const WEIGHTS = {
  common: 0.5,
  vague: 0.7,
  /** A compound as it is written, and each of its parts. */
  whole: 0.5,
  part: 0.6,
  /** Two words written as one. */
  joined: 0.5,
  /** Two characters across the border of two words. */
  across: 0.4,
  /** A word of one character. */
  single: 0.8,
  /** Each word of a phrase that says something as a whole: "money back". */
  phrase: 0.6,
};

/** Segments Chinese; the lengths of the words, in order, sum up to that of the run. */
export type Words = (run: string) => readonly string[];

/** The terms of the question, each once, in the order of the text. */
export function askedTerms(text: string, words?: Words): AskedTerm[] {
  const terms = new Terms();
  const pieces = [...scan(text)];
  const isChinese = pieces.some(({ type }) => type === "han");
  let before = "";
  let inPhrase = 0;
  pieces.forEach((piece, at) => {
    if (piece.type === "han") {
      addChinese(piece.run, terms, words);
      before = "";
      return;
    }
    const phrase = inPhrase > 0 ? undefined : phraseAt(pieces, at);
    if (piece.parts.length === 0) before = addWord(piece.whole, before, terms, inPhrase > 0);
    else {
      addCompound(piece.whole, piece.parts, terms);
      before = "";
    }
    inPhrase = Math.max(0, inPhrase - 1);
    if (!phrase) return;
    inPhrase = phrase.length - 1;
    terms.also(
      piece.parts.length > 0 ? piece.whole : stem(piece.whole),
      isChinese ? phrase.others : phrase.others.filter((term) => !HAN.test(term)),
      phrase.length,
    );
  });
  return [...terms.values()];
}

const HAN = /[\u3400-\u9fff]/;

/** The longest phrase with other words for it that begins at a piece. */
function phraseAt(pieces: readonly Piece[], from: number) {
  let key = "";
  let found: { readonly length: number; readonly others: readonly string[] } | undefined;
  for (let length = 1; length <= LONGEST_PHRASE; length++) {
    const piece = pieces[from + length - 1];
    if (piece?.type !== "word") break;
    key += `${key === "" ? "" : " "}${stem(piece.whole)}`;
    const others = length === 1 && isCommon(piece.whole) ? undefined : alternatives(key);
    if (others) found = { length, others };
  }
  return found;
}

/** Each term once, at its highest weight. */
class Terms extends Map<string, AskedTerm> {
  note(term: string, weight: number, role: Role): void {
    const known = this.get(term);
    if (known && known.weight >= weight) return;
    this.set(term, { ...known, term, weight, ...ROLES[known?.content ? "content" : role] });
  }

  word(term: string, weight: number, role: Role): void {
    this.note(term, weight, role);
    const noted = this.get(term);
    if (noted) this.set(term, { ...noted, written: true });
  }

  /** What a phrase says, with the word it begins with; of more words its own ones say less than the whole. */
  also(term: string, others: readonly string[], length: number): void {
    const known = this.get(term);
    const weight = length > 1 ? WEIGHTS.phrase : (known?.weight ?? 1);
    this.set(term, { ...known, term, weight, ...ROLES.content, alternatives: others });
  }
}

/** Gives back what the next word may be joined to: "data frame" may be written "dataframe". */
function addWord(word: string, before: string, terms: Terms, inPhrase: boolean): string {
  const root = stem(word);
  if (isCommon(word)) {
    terms.word(root, WEIGHTS.common, "common");
    return "";
  }
  if (inPhrase) terms.word(root, WEIGHTS.phrase, "aid");
  else terms.word(root, isVague(root) ? WEIGHTS.vague : 1, "content");
  if (before !== "") terms.note(before + word, WEIGHTS.joined, "aid");
  return word;
}

function addCompound(whole: string, parts: readonly string[], terms: Terms): void {
  terms.word(whole, WEIGHTS.whole, "aid");
  for (const part of parts) {
    if (isCommon(part)) terms.word(stem(part), WEIGHTS.common, "common");
    else terms.word(stem(part), WEIGHTS.part, part.length > 1 ? "content" : "aid");
  }
}

/** By how many of the two characters belong to common words. */
const PAIRS = [
  { weight: 1, role: "content" },
  { weight: 1, role: "aid" },
  { weight: WEIGHTS.common, role: "common" },
] as const;

function addChinese(run: string, terms: Terms, words: Words | undefined): void {
  const common = commonCharacters(run);
  const phrases = phrasesIn(run);
  if (run.length === 1) terms.note(run, common[0] ? WEIGHTS.common : 1, common[0] ? "common" : "content");
  const starts = words && run.length > 1 ? startsOf(words(run)) : undefined;
  for (let i = 0; i < run.length; i++) {
    const across = starts?.has(i + 1) ?? false;
    if (across && starts?.has(i) && !common[i]) terms.note(run.charAt(i), WEIGHTS.single, "content");
    if (i + 1 === run.length) break;
    const { weight, role } = PAIRS[Number(common[i]) + Number(common[i + 1])] ?? PAIRS[0];
    const others = phrases.get(i);
    const pair = run.slice(i, i + 2);
    if (others === BORDER) terms.note(pair, weight * WEIGHTS.across, "aid");
    else {
      terms.note(pair, across ? weight * WEIGHTS.across : weight, others === INSIDE ? "aid" : role);
      if (others && others !== INSIDE) terms.also(pair, others, 1);
    }
  }
}

const INSIDE: readonly string[] = [];
const BORDER: readonly string[] = [];
const LONGEST_CHINESE = 4;

/** By place of a pair: what else may be said for the phrase that it begins; whether it is inside one, or crosses its border. */
function phrasesIn(run: string): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  for (let at = 0; at + 1 < run.length; at++) {
    for (let size = Math.min(LONGEST_CHINESE, run.length - at); size > 1; size--) {
      const others = alternatives(run.slice(at, at + size));
      if (!others) continue;
      if (at > 0 && !found.has(at - 1)) found.set(at - 1, BORDER);
      found.set(at, others);
      found.set(at + size - 1, BORDER);
      for (let inside = at + 1; inside < at + size - 1; inside++) found.set(inside, INSIDE);
      at += size - 1;
      break;
    }
  }
  return found;
}

/** Where words begin; the end counts as a beginning. */
function startsOf(words: readonly string[]): Set<number> {
  const starts = new Set([0]);
  let at = 0;
  for (const word of words) {
    at += word.length;
    starts.add(at);
  }
  return starts;
}
