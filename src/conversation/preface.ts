import type { Mood, Reading } from "../understanding/reading.ts";
import type { Language } from "./conversation.ts";
import { moodEn } from "./phrases/mood/en.ts";
import { moodZh } from "./phrases/mood/zh.ts";
import { policy } from "./policy.ts";

/** What comes next: an answer, none, the offer of a person, or the hand-over itself. */
export type Situation = "answer" | "unknown" | "offer" | "handOver";

/** The moods that are met with words before the help. */
type MetMood = Exclude<Mood["name"], "neutral" | "grateful" | "pleased">;

export type MoodPhrases = Readonly<Record<MetMood, Readonly<Record<Situation, string | undefined>>>>;

const languages: Readonly<Record<Language, MoodPhrases>> = { en: moodEn, zh: moodZh };

/**
 * One short sentence that meets the student's mood before the help itself; `undefined` where none is due: the
 * mood is weak or unsure, or it was met before in this conversation. `said` are the bot's earlier words.
 */
export function preface(
  { mood }: Pick<Reading, "mood">,
  situation: Situation,
  language: Language,
  said: readonly string[],
): string | undefined {
  if (mood.name === "neutral" || mood.name === "grateful" || mood.name === "pleased") return undefined;
  if (mood.intensity < policy.metFrom || mood.sure < policy.metIfSure) return undefined;
  const words = languages[language][mood.name];
  return wasMet(mood.name, said) ? undefined : words[situation];
}

/** In either language: who was told once is not told again in the other. */
function wasMet(mood: MetMood, said: readonly string[]): boolean {
  const sentences = [moodEn, moodZh].flatMap((phrases) => Object.values(phrases[mood]));
  return sentences.some((one) => one !== undefined && said.some((text) => text.includes(one)));
}
