import type { Line } from "../answering/question.ts";
import { plain } from "./plain.ts";
import type { Reading } from "./reading.ts";

type Language = Reading["language"];

/** How far back an undecided message looks for the conversation's language. */
const LOOK_BACK = 6;

/**
 * The language to answer a message in. `words` is its plain text. What can't decide (a command, an error
 * text, "ok") is answered in the conversation's language, then in that of `locale`, then in English.
 */
export function languageOf(words: string, history: readonly Line[], locale: string | undefined): Language {
  return decided(words) ?? conversation(history) ?? (locale?.toLowerCase().startsWith("zh") ? "zh" : "en");
}

/** English function words weigh against Chinese characters: terms of the trade occur in both languages. */
function decided(words: string): Language | undefined {
  const kana = count(words, /[\u3040-\u30FF]/g);
  const han = kana > 1 ? 0 : count(words, /\p{Script=Han}/gu);
  const latin = words.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? [];
  const english = latin.filter((word) => ENGLISH.has(word)).length;
  if (han > 0) return han > 1.5 * english ? "zh" : "en";
  if (english > 0) return "en";
  return undefined;
}

function conversation(history: readonly Line[]): Language | undefined {
  for (const line of history
    .filter((one) => one.who === "student")
    .slice(-LOOK_BACK)
    .reverse()) {
    const language = decided(plain(line.text));
    if (language !== undefined) return language;
  }
  return undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Words that nobody writes who isn't writing English. None of them is a name or keyword of the trade. */
const ENGLISH = new Set(
  `a about after again all also always am an and any anyone are aren't as at be because been before but by can can't
  cannot could couldn't did didn't do does doesn't doing don't dont each either every explain few from get gets
  give got had has have haven't having he hello help her here hey hi him his how i i'd i'll i'm i've im instead into
  is isn't it it's its just know like make many maybe me mean means more most much must my need never no not of
  off often on only or other our out please really same say see shall she should show simpler so some someone
  something still such sure tell than thank thanks that that's the their them then there these they thing this
  those to too tried try understand until us use used using very want was wasn't we were what what's when where
  which while who why will with without won't work working works would wrong yes yet you your`.split(/\s+/),
);
