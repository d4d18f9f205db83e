import { holds } from "../mood/mood.ts";
import { clauses } from "../plain.ts";
import type { Reading } from "../reading.ts";
import { says } from "./intent.ts";

/** Whether a person would be welcome or is not wanted, where none was asked for. */
export function personOf(words: string, wants: Reading["wants"], scores: Float64Array): Reading["person"] {
  if (wants === "person") return undefined;
  const parts = clauses(words);
  if (parts.some((part) => says(part, "refuses"))) return "refused";
  const mayNeed = wants === "answer" || wants === "abuse";
  return mayNeed && holds("hinted", scores) ? "hinted" : undefined;
}
