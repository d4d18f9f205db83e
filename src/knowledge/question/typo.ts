/** Finds what a word that no article has was probably meant to be. */
import type { Dictionary } from "../index/dictionary.ts";

/** Shorter ones are too near to each other. */
const SHORTEST = 5;
const LONGEST = 20;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * The numbers of the known terms that differ from a stem by one letter left out, added, changed or swapped with
 * the next. The first letter is seldom mistyped.
 */
export function nearTerms(dictionary: Dictionary, term: string): number[] {
  if (term.length < SHORTEST || term.length > LONGEST || !/^[a-z]+$/.test(term)) return [];
  const found = new Set<number>();
  const seek = (candidate: string) => {
    const id = dictionary.find(candidate);
    if (id >= 0) found.add(id);
  };
  for (let at = 1; at <= term.length; at++) {
    const before = term.slice(0, at);
    const after = term.slice(at);
    const rest = after.slice(1);
    if (after !== "") seek(before + rest);
    if (rest !== "") seek(before + rest.charAt(0) + after.charAt(0) + rest.slice(1));
    for (const letter of LETTERS) {
      seek(before + letter + after);
      if (after !== "" && term.length > SHORTEST) seek(before + letter + rest);
    }
  }
  return [...found];
}
