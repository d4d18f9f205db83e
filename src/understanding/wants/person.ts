import { holds } from "../mood/mood.ts";
import { clauses } from "../plain.ts";
import type { Reading } from "../reading.ts";
import { says } from "./intent.ts";

/**
 * What a message wants when the weights have their say too: they know a request for a person in words that
 * no pattern foresaw. Words that refuse one win.
 */
export function orPerson(words: string, wants: Reading["wants"], scores: Float64Array): Reading["wants"] {
  if (wants !== "answer" || words.length > ASKED || !holds("asks", scores)) return wants;
  return clauses(words).some((part) => says(part, "refuses") || says(part, "notPerson")) ? wants : "person";
}

/** In a longer text some words always sound like a request. */
const ASKED = 300;

/** Whether a person would be welcome or is not wanted, where none was asked for. */
export function personOf(words: string, wants: Reading["wants"], scores: Float64Array): Reading["person"] {
  if (wants === "person") return undefined;
  const parts = clauses(words);
  if (parts.some((part) => says(part, "refuses"))) return "refused";
  const mayNeed = wants === "answer" || wants === "abuse";
  return mayNeed && holds("hinted", scores) ? "hinted" : undefined;
}
