import { american } from "./spelling.ts";

/**
 * The stem of an English word: Porter's algorithm of 1980 with the two departures of his own later program
 * (`-bli`, `-logi`), after British spelling is written as American. Takes lower-case ASCII letters; anything
 * else comes back as it is.
 */
export function stem(given: string): string {
  if (given.length < 3) return given;
  const known = stems.get(given);
  if (known !== undefined) return known;
  const found = /^[a-z]+$/.test(given) ? stemOf(given) : given;
  if (stems.size === MOST_STEMS) stems.clear();
  stems.set(given, found);
  return found;
}

/** The same words come again and again: this halves the time of indexing. */
const stems = new Map<string, string>();
const MOST_STEMS = 20_000;

function stemOf(given: string): string {
  const word = american(given);
  let w = word.startsWith("y") ? `Y${word.slice(1)}` : word;
  w = plural(w);
  w = pastAndGerund(w);
  if (w.endsWith("y") && hasVowel(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;
  w = replaceFirst(w, LONG_ENDINGS, 0);
  w = replaceFirst(w, SHORT_ENDINGS, 0);
  w = dropEnding(w);
  return tidy(w).toLowerCase();
}

const LONG_ENDINGS: readonly (readonly [string, string])[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
  ["logi", "log"],
];

const SHORT_ENDINGS: readonly (readonly [string, string])[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];

const DROPPED_ENDINGS = [
  ..."al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split(" "),
];

function plural(w: string): string {
  if (w.endsWith("sses") || w.endsWith("ies")) return w.slice(0, -2);
  return w.endsWith("s") && !w.endsWith("ss") ? w.slice(0, -1) : w;
}

function pastAndGerund(w: string): string {
  if (w.endsWith("eed")) return measure(w.slice(0, -3)) > 0 ? w.slice(0, -1) : w;
  const cut = w.endsWith("ed") ? 2 : w.endsWith("ing") ? 3 : 0;
  const root = w.slice(0, w.length - cut);
  if (cut === 0 || !hasVowel(root)) return w;
  if (root.endsWith("at") || root.endsWith("bl") || root.endsWith("iz")) return `${root}e`;
  if (endsDouble(root) && !/[lsz]$/.test(root)) return root.slice(0, -1);
  return measure(root) === 1 && endsShort(root) ? `${root}e` : root;
}

/** Replaces the first ending that fits, if what stands before it has a measure above `least`. */
function replaceFirst(w: string, endings: readonly (readonly [string, string])[], least: number): string {
  for (const [ending, instead] of endings) {
    if (!w.endsWith(ending)) continue;
    const root = w.slice(0, w.length - ending.length);
    return measure(root) > least ? root + instead : w;
  }
  return w;
}

function dropEnding(w: string): string {
  let longest = "";
  for (const ending of DROPPED_ENDINGS)
    if (w.endsWith(ending) && ending.length > longest.length) longest = ending;
  const root = w.slice(0, w.length - longest.length);
  if (longest === "" || measure(root) <= 1) return w;
  return longest === "ion" && !/[st]$/.test(root) ? w : root;
}

function tidy(word: string): string {
  let w = word;
  if (w.endsWith("e")) {
    const root = w.slice(0, -1);
    const m = measure(root);
    if (m > 1 || (m === 1 && !endsShort(root))) w = root;
  }
  return w.endsWith("ll") && measure(w) > 1 ? w.slice(0, -1) : w;
}

function isVowel(w: string, at: number): boolean {
  const c = w[at];
  if (c === "y") return at > 0 && !isVowel(w, at - 1);
  return c === "a" || c === "e" || c === "i" || c === "o" || c === "u";
}

function hasVowel(w: string): boolean {
  for (let i = 0; i < w.length; i++) if (isVowel(w, i)) return true;
  return false;
}

/** How many times a vowel is followed by a consonant. */
function measure(w: string): number {
  let count = 0;
  let before = false;
  for (let i = 0; i < w.length; i++) {
    const vowel = isVowel(w, i);
    if (before && !vowel) count++;
    before = vowel;
  }
  return count;
}

function endsDouble(w: string): boolean {
  const at = w.length - 1;
  return at > 0 && w[at] === w[at - 1] && !isVowel(w, at);
}

/** Consonant, vowel, consonant other than w, x, y. */
function endsShort(w: string): boolean {
  const at = w.length - 1;
  if (at < 2 || isVowel(w, at) || !isVowel(w, at - 1) || isVowel(w, at - 2)) return false;
  return !/[wxy]$/i.test(w);
}
