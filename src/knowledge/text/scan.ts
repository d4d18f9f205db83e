/**
 * Reads text into the pieces that are searched by: words (with their parts, if they are code or compounds)
 * and runs of Chinese. One pass, no backtracking, any input.
 */

import { simplify } from "./traditional.ts";

export type Piece =
  /** `whole` is folded; `parts` are its words when it is a compound (`docker-compose`, `innerHTML`), else empty. */
  | { readonly type: "word"; readonly whole: string; readonly parts: readonly string[] }
  | { readonly type: "han"; readonly run: string };

/** A word longer than this is data (a key, base64, minified code), not something that is asked for. */
const LONGEST_WORD = 64;
/** A chain of more words than this is an address or a path: found by its parts. */
const LONGEST_CHAIN = 4;

export function* scan(text: string): Generator<Piece, undefined> {
  const folded = text.normalize("NFKC");
  const { length } = folded;
  let at = 0;
  while (at < length) {
    const kind = kindAt(folded, at);
    if (kind === HAN) {
      const from = at;
      while (at < length && kindAt(folded, at) === HAN) at++;
      yield { type: "han", run: simplify(folded.slice(from, at)) };
    } else if (kind === WORD) {
      const from = at;
      at = endOfChain(folded, at);
      const piece = readChain(folded.slice(from, at), folded, at);
      if (piece) yield piece;
    } else at++;
  }
  return undefined;
}

const OTHER = 0;
const WORD = 1;
const HAN = 2;
const LETTER = /[\p{L}\p{N}\p{M}]/u;

function kindAt(text: string, at: number): typeof OTHER | typeof WORD | typeof HAN {
  const c = text.charCodeAt(at);
  if (c < 128)
    return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95 ? WORD : OTHER;
  if ((c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x3040 && c <= 0x30ff))
    return HAN;
  if (c >= 0xd840 && c <= 0xd888) return HAN; // the rarer characters: both halves of the pair stay together
  if (c >= 0xdc00 && c <= 0xdfff && at > 0) {
    const before = text.charCodeAt(at - 1);
    return before >= 0xd840 && before <= 0xd888 ? HAN : OTHER;
  }
  return LETTER.test(text.charAt(at)) ? WORD : OTHER;
}

/** The end of words that are joined by single signs without a space: `a.b`, `a-b`, `a/b`, `a'b`, `a::b`. */
function endOfChain(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (kindAt(text, at) === WORD) at++;
    else if (isJoint(text.charCodeAt(at)) && at + 1 < text.length && kindAt(text, at + 1) === WORD) at++;
    else break;
  }
  return at;
}

function isJoint(c: number): boolean {
  return c === 46 || c === 45 || c === 39 || c === 0x2019 || c === 47 || c === 58 || c === 64;
}

function readChain(chain: string, text: string, end: number): Piece | undefined {
  const parts: string[] = [];
  const words = chain
    .replace(/['\u2019]s(?![\p{L}\p{N}])/gu, "")
    .replace(/['\u2019]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u);
  let whole = "";
  let chained = 0;
  for (const word of words) {
    if (word === "" || word.length > LONGEST_WORD) continue;
    chained++;
    const plain = unaccent(word);
    const low = plain.toLowerCase();
    // 3.11 must not become 311
    whole += /\d$/.test(whole) && /^\d/.test(low) ? `.${low}` : low;
    const humps = splitHumps(plain);
    if (humps.length > 1) for (const hump of humps) parts.push(hump.toLowerCase());
    if (humps.length > 1 && words.length > 1) parts.push(low);
    if (humps.length === 1) parts.push(low);
  }
  if (chained === 0) return undefined;
  const next = text.charCodeAt(end);
  // c++ and c#
  if (chained === 1 && whole.length <= 2 && (next === 35 || (next === 43 && text.charCodeAt(end + 1) === 43)))
    whole += next === 35 ? "#" : "++";
  if (chained > LONGEST_CHAIN || whole.length > LONGEST_WORD) {
    const [first = "", ...rest] = parts;
    return { type: "word", whole: first, parts: rest };
  }
  return { type: "word", whole, parts: parts.length > 1 ? parts : [] };
}

/** `innerHTML` → inner, HTML; `DOlocationID` → D, Olocation, ID; `python3` → python, 3. */
function splitHumps(word: string): readonly string[] {
  if (word.length < 4 || !/[a-z][A-Z]|[A-Z]{2}[a-z]|[a-z]{3}\d/.test(word)) return [word];
  return word.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]+/g) ?? [word];
}

function unaccent(word: string): string {
  return /[\u00c0-\u024f]|[\u0300-\u036f]/.test(word)
    ? word.normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    : word;
}
