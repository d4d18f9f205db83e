import { answersEn } from "./answers.en.ts";
import { answersZh } from "./answers.zh.ts";

export type AnswerPhrases = typeof answersEn;

const languages: Record<"en" | "zh", AnswerPhrases> = { en: answersEn, zh: answersZh };

/** The sentences of answering in one language. */
export function answerPhrases(language: "en" | "zh"): AnswerPhrases {
  return languages[language];
}
