/** What a question says in the other language, phrase by phrase, by a dictionary. */
import { LONGEST, type Translation, translations } from "../text/bilingual/bilingual.ts";
import { commonCharacters, isCommon } from "../text/common-words.ts";
import { scan } from "../text/scan.ts";
import { stem } from "../text/stem.ts";

export type Translated = {
  /** The terms of the question that it says again. */
  readonly covers: readonly string[];
  /** The likeliest first. */
  readonly translations: readonly Translation[];
};

/** Of phrases that stand in each other only the longest; common words are left out. */
export function translate(text: string): Translated[] {
  const found: Translated[] = [];
  let words: string[] = [];
  for (const piece of scan(text)) {
    if (piece.type === "word") {
      words.push(piece.whole);
      continue;
    }
    found.push(...ofEnglish(words), ...ofChinese(piece.run));
    words = [];
  }
  return [...found, ...ofEnglish(words)];
}

function ofEnglish(words: readonly string[]): Translated[] {
  const found: Translated[] = [];
  const stems = words.map(stem);
  for (let at = 0; at < words.length; ) {
    let length = Math.min(LONGEST.english, words.length - at);
    while (length > 0 && translations(stems.slice(at, at + length).join(" ")).length === 0) length--;
    const phrase = stems.slice(at, at + length);
    if (length > 1 || (length === 1 && !isCommon(words[at] ?? "")))
      found.push({ covers: phrase, translations: translations(phrase.join(" ")) });
    at += Math.max(1, length);
  }
  return found;
}

function ofChinese(run: string): Translated[] {
  const found: Translated[] = [];
  const common = commonCharacters(run);
  for (let at = 0; at < run.length; ) {
    let length = Math.min(LONGEST.chinese, run.length - at);
    while (length > 0 && translations(run.slice(at, at + length)).length === 0) length--;
    if (length > 0 && !common.slice(at, at + length).every(Boolean)) {
      const covers = [run.slice(at, at + 1)];
      // with the pairs across its borders, which no translation has
      for (let i = Math.max(0, at - 1); i < at + length && i + 1 < run.length; i++)
        covers.push(run.slice(i, i + 2), run.charAt(i));
      found.push({ covers, translations: translations(run.slice(at, at + length)) });
    }
    at += Math.max(1, length);
  }
  return found;
}
