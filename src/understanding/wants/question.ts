import { holds } from "../mood/mood.ts";
import { clauses } from "../plain.ts";
import type { Reading } from "../reading.ts";
import { says } from "./intent.ts";

const WISHES = new Set<Reading["wants"]>(["person", "simpler", "example", "more", "less"]);

/** Whether a message asks for something at all, a wish about the last answer included. */
export function isQuestion(words: string, wants: Reading["wants"], scores: Float64Array): boolean {
  if (WISHES.has(wants)) return true;
  if (wants !== "answer") return false;
  if (/[?\uFF1F]/.test(words)) return true;
  return clauses(words).some((part) => says(part, "asks")) || holds("question", scores);
}
