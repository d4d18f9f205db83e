import type { Language } from "../conversation.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

export type Phrases = typeof en;

const languages: Record<Language, Phrases> = { en, zh };

/** The sentences of one language; every language has the same keys. */
export function phrases(language: Language): Phrases {
  return languages[language];
}
