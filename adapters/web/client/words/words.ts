import { en } from "./en.ts";
import { zh } from "./zh.ts";

/** Every word of the pages: one file per language, the same keys in each. */
export type Words = typeof en;
export type Language = "en" | "zh";

export function words(language: Language): Words {
  return language === "zh" ? zh : en;
}
