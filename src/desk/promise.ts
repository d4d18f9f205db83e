import { chineseDue } from "./promise/chinese.ts";
import { englishDue } from "./promise/english.ts";

/**
 * When the writer of a text promises to come back: "I'll answer tomorrow", "两小时后回复你". `undefined` for a text
 * that promises no time, speaks of others' times, or of the past. A day without an hour means the end of its work,
 * in the zone. Times in ms since 1970.
 */
export function promisedAt(text: string, now: number, zone: string): number | undefined {
  const dues = sentences(text).flatMap((sentence) => {
    const due = /\p{Script=Han}/u.test(sentence)
      ? chineseDue(sentence, { now, zone })
      : englishDue(sentence, { now, zone });
    return due !== undefined && due > now ? [due] : [];
  });
  return dues.length > 0 ? Math.min(...dues) : undefined;
}

/** So much is read: what is longer was pasted. */
const longest = 4000;

/** Without what is quoted or code; a question promises nothing. */
function sentences(text: string): readonly string[] {
  return text
    .slice(0, longest)
    .normalize("NFKC")
    .replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|^[ \t]*>.*$/gm, " ")
    .replace(/[’‘]/g, "'")
    .split(/(?<=[.!?;][)"']?)\s+|(?<=[。!?;])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "" && !/\?$/.test(sentence));
}
