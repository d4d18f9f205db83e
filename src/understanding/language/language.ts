import type { Line } from "../../answering/question.ts";
import { plain } from "../plain.ts";
import type { Reading } from "../reading.ts";
import { alphabetOf } from "./alphabets.ts";
import { languageAskedFor } from "./asked-for.ts";
import { latinOf } from "./latin.ts";
import { isTraditional } from "./traditional.ts";

type Language = Reading["language"];

/** How far back an undecided message looks for the conversation's language. */
const LOOK_BACK = 6;

/**
 * The language of a message, and the one to answer it in. `words` is its plain text. What can't decide (a
 * command, an error text, "ok") and what is foreign is answered in the conversation's language, then in that of
 * `locale`, then in English.
 */
export function languageOf(
  words: string,
  history: readonly Line[],
  locale: string | undefined,
): Pick<Reading, "language" | "foreign" | "traditional"> {
  const asked = languageAskedFor(words);
  if (asked !== undefined) return { language: asked };
  const written = writtenIn(words);
  if (written?.language !== undefined) return written;
  const language = conversation(history) ?? (locale?.toLowerCase().startsWith("zh") ? "zh" : "en");
  return { language, ...(written?.foreign !== undefined && { foreign: written.foreign }) };
}

type Written =
  | { readonly language: Language; readonly traditional?: true }
  | { readonly language?: undefined; readonly foreign: string };

/** Terms of the trade are English in every language: they weigh less than words that only one language has. */
function writtenIn(words: string): Written | undefined {
  const head = words.slice(0, MOST);
  const script = alphabetOf(head);
  const latin = latinOf(head);
  const han = count(head, /\p{Script=Han}/gu);
  if (script !== undefined && script.letters > latin.english) return { foreign: script.name };
  if (han > 0) {
    if (han > 1.5 * latin.english)
      return { language: "zh", ...(isTraditional(head) && { traditional: true }) };
    return { language: "en" };
  }
  if (latin.foreign !== undefined) return { foreign: latin.foreign };
  return latin.english > 0 ? { language: "en" } : undefined;
}

/** What decides stands in the first lines, also of a paste. */
const MOST = 2_000;

function conversation(history: readonly Line[]): Language | undefined {
  for (const line of history
    .filter((one) => one.who === "student")
    .slice(-LOOK_BACK)
    .reverse()) {
    const words = plain(line.text);
    const language = languageAskedFor(words) ?? writtenIn(words)?.language;
    if (language !== undefined) return language;
  }
  return undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
