import { simplify } from "../../knowledge/text/traditional.ts";
import { polarity } from "../mood/polarity.ts";

/**
 * What the weights look at, as 32-bit hashes, each once: words, pairs of words and their letters in scripts
 * with spaces; characters and their neighbours in Chinese; signs, emoji, shouting, and praise against
 * complaint. `words` is plain text; only its first and last part count. Linear in them.
 */
export function features(words: string): Uint32Array {
  const clean = bound(words).replaceAll("’", "'");
  const found = new Set<number>();
  const shouted = Math.min(3, clean.match(/\b[A-Z]{3,}\b/g)?.length ?? 0);
  if (shouted > 0) found.add(hash(SIGN, `caps${shouted}`));
  if (/(.)\1{3}/u.test(clean)) found.add(hash(SIGN, "long"));
  const tokens =
    simplify(clean.toLowerCase())
      .replace(/(.)\1{2,}/gu, "$1$1")
      .match(TOKEN) ?? [];
  let before = "^";
  let han = false;
  for (const token of tokens) {
    if (HAN.test(token)) {
      han = true;
      addCharacters(found, token);
    } else {
      found.add(hash(WORD, token));
      if (/^[a-z]/.test(token)) addLetters(found, `<${token}>`);
    }
    found.add(hash(PAIR, `${before} ${token}`));
    before = token;
  }
  found.add(hash(PAIR, `${before} $`));
  found.add(hash(SIGN, `length${Math.min(6, Math.floor(Math.log2(tokens.length + 1)))}`));
  if (han) found.add(hash(SIGN, `net${Math.max(-3, Math.min(3, Math.round(polarity(clean).net / 2)))}`));
  return Uint32Array.from(found);
}

const HEAD = 1_200;
const TAIL = 400;

function bound(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)} ${text.slice(-TAIL)}`;
}

const TOKEN =
  /[a-z]+(?:'[a-z]+)?|\p{Script=Han}+|\d+|[!?.！？。…~～]+|\p{Extended_Pictographic}|[^\s\p{L}\p{N}\p{M}]|[\p{L}\p{M}]+/gu;
const HAN = /^\p{Script=Han}/u;

/** Kinds of features; the same letters as a word and as a part of one are two features. */
const WORD = 1;
const PAIR = 2;
const LETTERS = 3;
const SIGN = 4;

const SHORTEST = 3;
const LONGEST = 5;

function addLetters(found: Set<number>, word: string): void {
  for (let length = SHORTEST; length <= LONGEST; length++)
    for (let at = 0; at + length <= word.length; at++) found.add(hash(LETTERS, word, at, at + length));
}

const MOST_CHARACTERS = 4;

function addCharacters(found: Set<number>, run: string): void {
  for (let length = 1; length <= MOST_CHARACTERS; length++)
    for (let at = 0; at + length <= run.length; at++) found.add(hash(WORD, run, at, at + length));
}

/** FNV-1a with a last mixing, since its low bits alone are not even. Signed: the engine boxes larger numbers. */
function hash(kind: number, text: string, from = 0, to = text.length): number {
  let value = 0x811c9dc5 ^ kind;
  for (let at = from; at < to; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return value ^ (value >>> 13);
}
