/** What a word of one language is in the other. Written for this product; see the two lists. */
import { stem } from "../stem.ts";
import { COMPUTING } from "./computing.ts";
import { GENERAL } from "./general.ts";

/** A translation as terms of the index: the stems of English words, the pairs of Chinese characters. */
export type Translation = readonly string[];

/** Characters of the longest Chinese word, and words of the longest English phrase. */
export const LONGEST = { chinese: 6, english: 3 } as const;

/** What a Chinese word, or an English phrase as stems with spaces between, may be in the other language. */
export function translations(phrase: string): readonly Translation[] {
  table ??= read();
  return table.get(phrase) ?? [];
}

/** Read with the first question. */
let table: ReadonlyMap<string, readonly Translation[]> | undefined;

function read(): ReadonlyMap<string, readonly Translation[]> {
  const found = new Map<string, Translation[]>();
  const note = (phrase: string, translation: Translation) => {
    const known = found.get(phrase);
    if (known) known.push(translation);
    else found.set(phrase, [translation]);
  };
  for (const entry of (COMPUTING + GENERAL).split(";")) {
    const [chinese = "", ...rest] = entry.trim().split(" ");
    for (const english of rest.join(" ").split(", ")) {
      const stems = english.split(" ").map(stem);
      note(chinese, stems);
      note(stems.join(" "), chinese.length > 1 ? pairs(chinese) : [chinese]);
    }
  }
  return found;
}

function pairs(chinese: string): Translation {
  return Array.from({ length: chinese.length - 1 }, (_, at) => chinese.slice(at, at + 2));
}
