import type { Lessons } from "#ports/learning.ts";
import type { Mood, Reading } from "../understanding/reading.ts";
import type { HeavyMood, Language } from "./conversation.ts";
import { lessonsEn, moodEn } from "./phrases/mood/en.ts";
import { lessonsZh, moodZh } from "./phrases/mood/zh.ts";
import { policy } from "./policy.ts";

/** What comes next: an answer, none, the offer of a person, or the hand-over itself. */
export type Situation = "answer" | "unknown" | "offer" | "handOver";

export type MoodPhrases = Readonly<Record<HeavyMood, Readonly<Record<Situation, string | undefined>>>>;

const languages: Readonly<Record<Language, MoodPhrases>> = { en: moodEn, zh: moodZh };

const encouragements: Readonly<Record<Language, (lessons: Lessons) => string>> = {
  en: lessonsEn,
  zh: lessonsZh,
};

/**
 * One short sentence that meets the student's mood before the help itself; `undefined` where none is due: the
 * mood is weak or unsure, or it was met before in this conversation. `said` are the bot's earlier words. Who is
 * discouraged is told before it what is done already, if `lessons` says so.
 */
export function preface(
  { mood, lessons }: Pick<Reading, "mood"> & { readonly lessons?: Lessons },
  situation: Situation,
  language: Language,
  said: readonly string[],
): string | undefined {
  const name = heavy(mood);
  if (name === undefined) return undefined;
  if (mood.intensity < policy.metFrom || mood.sure < policy.metIfSure) return undefined;
  const words = languages[language][name][situation];
  if (words === undefined || wasMet(name, said)) return undefined;
  const encouraged = name === "discouraged" && situation !== "handOver" && lessons !== undefined;
  return encouraged && lessons.done > 0 ? `${encouragements[language](lessons)} ${words}` : words;
}

/** The mood, if it needs more than an answer. */
export function heavy({ name }: Mood): HeavyMood | undefined {
  return name === "neutral" || name === "grateful" || name === "pleased" ? undefined : name;
}

/** In either language: who was told once is not told again in the other. */
function wasMet(mood: HeavyMood, said: readonly string[]): boolean {
  const sentences = [moodEn, moodZh].flatMap((phrases) => Object.values(phrases[mood]));
  return sentences.some((one) => one !== undefined && said.some((text) => text.includes(one)));
}
