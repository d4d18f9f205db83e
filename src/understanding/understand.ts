import type { Line } from "../answering/question.ts";
import { intentOf } from "./intent.ts";
import { languageOf } from "./language.ts";
import { legible, plain } from "./plain.ts";
import { plainReading, type Reading } from "./reading.ts";

/**
 * Reads one student message in its conversation. Pure, linear in the text and bounded: a text of any size
 * takes about a millisecond. `history` is this conversation without the message; `locale` is a hint only.
 */
export function understand(text: string, history: readonly Line[], locale?: string): Reading {
  const words = plain(text);
  const language = languageOf(words, history, locale);
  return plainReading(language, legible(text) ? intentOf(words) : "nothing");
}
