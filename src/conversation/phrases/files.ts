import { filesEn } from "./files.en.ts";
import { filesZh } from "./files.zh.ts";

export type FilePhrases = typeof filesEn;

const languages: Record<"en" | "zh", FilePhrases> = { en: filesEn, zh: filesZh };

/** The sentences about files in one language. */
export function filePhrases(language: "en" | "zh"): FilePhrases {
  return languages[language];
}
