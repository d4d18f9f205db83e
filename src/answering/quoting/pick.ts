import type { AskedTerm } from "../../knowledge/question/question.ts";
import { limits } from "../limits.ts";
import type { Piece } from "./pieces.ts";

/** Whether a piece was shown in this conversation. */
export type Shown = (piece: Piece) => boolean;

/** What answers the question best: the whole passage if it is short, else its best blocks, in their order. */
export function best(all: readonly Piece[], asked: readonly AskedTerm[]): readonly Piece[] {
  if (size(all) <= limits.quoteWords) return all;
  const scores = all.map((piece) => score(piece, asked));
  const order = all.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const chosen = new Set<number>();
  for (const start of order) {
    if (chosen.size > 0 && (scores[start] ?? 0) === 0) break;
    const group = withContext(all, start).filter((index) => !chosen.has(index));
    const words = size([...chosen, ...group].map((index) => at(all, index)));
    if (chosen.size > 0 && words > limits.quoteWords) continue;
    for (const index of group) chosen.add(index);
  }
  return [...chosen].sort((a, b) => a - b).map((index) => at(all, index));
}

/** The next part that was not shown, up to the usual length. What follows a colon comes along, shown or not. */
export function next(all: readonly Piece[], shown: Shown): readonly Piece[] {
  const found: Piece[] = [];
  for (const [index, piece] of all.entries()) {
    const introduced = all[index - 1] === found.at(-1) && INTRODUCES.test(found.at(-1)?.text ?? "");
    if (shown(piece) && !introduced) continue;
    if (found.length > 0 && !introduced && size(found) + piece.words > limits.quoteWords) break;
    found.push(piece);
  }
  return found.every(shown) ? [] : found;
}

/** The sentences that say most of what was asked, a line or two of them, shown or not. */
export function shortest(all: readonly Piece[], asked: readonly AskedTerm[]): readonly Piece[] {
  const sentences = all.filter(({ kind, text }) => kind === "sentence" && !INTRODUCES.test(text));
  const ranked = sentences.toSorted((a, b) => score(b, asked) - score(a, asked));
  const [first, second] = ranked;
  if (first === undefined) return [];
  const both =
    second === undefined || first.words + second.words > limits.shortWords ? [first] : [first, second];
  return all.filter((piece) => both.includes(piece));
}

/** The shortest code that was not shown, with the sentence that introduces it; else a sentence that gives an example of it. */
export function example(all: readonly Piece[], asked: readonly AskedTerm[], shown: Shown): readonly Piece[] {
  const codes = all.filter((piece) => piece.kind === "code" && !shown(piece));
  const code = codes.toSorted((a, b) => a.text.length - b.text.length)[0];
  if (code !== undefined) {
    const before = all[all.indexOf(code) - 1];
    const introduces = before?.kind === "sentence" && before.words > 3 && before.words < 60;
    return introduces ? [before, code] : [code];
  }
  const said = all.find(
    (piece) =>
      GIVES_EXAMPLE.test(piece.text) && names(piece, asked) && !INTRODUCES.test(piece.text) && !shown(piece),
  );
  return said === undefined ? [] : [said];
}

/**
 * A sentence that says what the thing is, with the next one and the shortest small code; only what was not shown.
 * Without `asked` the passage is an introduction, of which any sentence will do.
 */
export function simplest(
  all: readonly Piece[],
  asked: readonly AskedTerm[] | undefined,
  shown: Shown,
): readonly Piece[] {
  const plain = (piece: Piece | undefined) =>
    piece?.kind === "sentence" &&
    piece.words < SHORT_SENTENCE &&
    !INTRODUCES.test(piece.text) &&
    !shown(piece);
  const first = all.find(
    (piece) =>
      plain(piece) && !POINTS_BACK.test(piece.text) && (asked === undefined || defines(piece, asked)),
  );
  if (first === undefined) return [];
  const follows = all[all.indexOf(first) + 1];
  const second = follows?.block === first.block && plain(follows) ? [follows] : [];
  const code = all
    .filter((piece) => piece.kind === "code" && !shown(piece) && piece.text.split("\n").length <= SMALL_CODE)
    .toSorted((a, b) => a.text.length - b.text.length)[0];
  return code === undefined ? [first, ...second] : [first, ...second, code];
}

const SHORT_SENTENCE = 35;
/** Leans on the sentence before it. */
const POINTS_BACK =
  /^(?:this|that|these|those|it|they|here|then|so|but|and)\b|^(?:这|那|它|此|所以|但|然后|因此)/i;
const INTRODUCES = /[:\uFF1A]$/;
const SMALL_CODE = 10;
const GIVES_EXAMPLE = /\b(?:for example|for instance|e\.g\.|such as|imagine)\b|例如|比如|譬如|举例|好比/i;
const DEFINES =
  /\b(?:is|are|means?|stands? for|lets? you|tells?|says?|describes?|works? like|called)\b|是|指|就是|叫做?|表示|用来|相当于/;

/** Rare words of the question weigh more than the number of words. */
function score(piece: Piece, asked: readonly AskedTerm[]): number {
  let sum = 0;
  for (const { term, weight, content, alternatives = [] } of asked) {
    const worth = content ? weight : weight / 10;
    if (piece.terms.has(term)) sum += worth;
    else if (alternatives.some((other) => piece.terms.has(other))) sum += worth * OTHER_WORD;
  }
  return sum / (1 + Math.log2(1 + piece.terms.size / 20));
}

/** How well another word stands for the asked one. */
const OTHER_WORD = 0.7;

function defines(piece: Piece, asked: readonly AskedTerm[]): boolean {
  return DEFINES.test(piece.text) && names(piece, asked);
}

function names(piece: Piece, asked: readonly AskedTerm[]): boolean {
  return asked.some(({ term, content }) => content && piece.terms.has(term));
}

/** The piece with what it can't be understood without: a lead-in, the code or list after a colon, its paragraph. */
function withContext(all: readonly Piece[], index: number): readonly number[] {
  let from = index;
  let to = index;
  if (at(all, index).kind !== "sentence" && all[index - 1]?.kind === "sentence") from--;
  // The paragraph from its start, if that is near: later sentences lean on it.
  while (all[from]?.kind === "sentence" && all[from - 1]?.block === all[from]?.block && index - from < 4)
    from--;
  while (INTRODUCES.test(all[to]?.text ?? "") && all[to + 1] !== undefined) to++;
  if (at(all, to).kind === "sentence" && all[to + 1]?.kind === "code") to++;
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

function at(all: readonly Piece[], index: number): Piece {
  const piece = all[index];
  if (piece === undefined) throw new RangeError("piece");
  return piece;
}

function size(some: readonly Piece[]): number {
  return some.reduce((sum, piece) => sum + piece.words, 0);
}
