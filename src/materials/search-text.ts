import type { Material } from "./material.ts";
import { errorIn } from "./text/error.ts";

/** Beyond this a message is a paste with a few words around it. */
const LINES = 8;
const CHARACTERS = 1_200;
/** Words of a paste or a document that stand for what it is about. */
const WORDS = 300;

/**
 * What to search the knowledge base for: the student's own words and the error line that was found in what they
 * pasted or sent; without either, how the first file begins.
 */
export function searchText(text: string, materials: readonly Material[]): string {
  const words = ownWords(text);
  const errors = [words === text ? undefined : errorIn(text), ...materials.map(({ error }) => error)];
  const lines = errors.flatMap((error) => (error === undefined ? [] : [bare(error.line)]));
  const parts = [words, ...new Set(lines)].filter((part) => part.trim() !== "");
  if (parts.length > 0) return parts.slice(0, 3).join("\n");
  return (
    materials.map((material) => material.text.slice(0, WORDS)).find((start) => start.trim() !== "") ?? ""
  );
}

/** Of a long paste the words before and after it. */
function ownWords(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= LINES && text.length <= CHARACTERS) return text;
  const spoken = lines.map((line, at) => isSpoken(line) && (at < 3 || at >= lines.length - 3));
  return lines
    .filter((_, at) => spoken[at])
    .join("\n")
    .slice(0, CHARACTERS);
}

/** A line that a person typed, not a program: words, without the signs of logs and code. */
function isSpoken(line: string): boolean {
  const text = line.trim();
  if (text === "" || text.length > 400) return false;
  const signs = text.match(/[{}[\]()<>=;:/\\|_$#]|\d{2}/g)?.length ?? 0;
  return signs <= 1 + text.length / 25 && !/^\s|^at |^File "|^[A-Z]\w*(?:Error|Exception)/.test(line);
}

/** Places and numbers of this run tell the knowledge base nothing. */
function bare(line: string): string {
  return line
    .replace(/(?:[A-Za-z]:)?[\\/](?:[\w.@~ -]{1,60}[\\/]){1,12}([\w.-]{1,60})/g, "$1")
    .replace(/0x[\da-f]{4,16}|\b[\da-f]{8}-[\da-f-]{27}\b|:\d{1,6}(?::\d{1,6})?\b/gi, " ")
    .replace(/\s+/g, " ")
    .trim();
}
