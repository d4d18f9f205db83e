import type { Passage } from "../../knowledge/passage.ts";
import { askedTerms } from "../../knowledge/question/question.ts";
import { terms } from "../../knowledge/text/terms.ts";

/** What an answer may rest on: the passages by their numbers, and what was said. */
export type Evidence = {
  readonly count: number;
  /** The passage (1..count) that carries most of a sentence, and which share of its telling words it has. */
  best(sentence: string): Support;
  /** The same share in all passages and the conversation together. */
  share(sentence: string): number;
  /** Whether each number, id and address of a sentence was said before. */
  knows(sentence: string): boolean;
};

export type Support = { readonly number: number; readonly share: number; readonly words: number };

export function createEvidence(passages: readonly Passage[], said: readonly string[]): Evidence {
  const texts = passages.map(({ article, path, text }) =>
    [article.title, ...path, text, article.updated].join("\n"),
  );
  const known = texts.map((text) => new Set(terms(text)));
  const all = known.concat([new Set(terms(said.join("\n")))]);
  const everything = squeeze([...texts, ...said].join("\n"));
  const numbers = numbersIn([...texts, ...said].join("\n"));
  return {
    count: passages.length,
    best(sentence) {
      const words = telling(sentence);
      const shares = known.map(
        (set) => words.filter((word) => set.has(word)).length / Math.max(1, words.length),
      );
      const share = Math.max(0, ...shares);
      return { number: shares.indexOf(share) + 1, share, words: words.length };
    },
    share(sentence) {
      const words = telling(sentence);
      if (words.length < TOO_FEW || !sameScript(sentence, everything)) return 1;
      return words.filter((word) => all.some((set) => set.has(word))).length / words.length;
    },
    knows: (sentence) =>
      (withoutMarks(sentence).match(HARD) ?? []).every((token) => isSaid(token, everything, numbers)),
  };
}

/** From so few words nothing follows. */
const TOO_FEW = 4;

function telling(sentence: string): readonly string[] {
  return askedTerms(withoutMarks(sentence))
    .filter((asked) => asked.content)
    .map((asked) => asked.term);
}

/** What nobody can paraphrase: names with digits or in capitals, addresses, and numbers of two digits or with a unit. */
const HARD =
  /[\w.+-]{1,60}@[\w.-]{1,60}|[$€£¥]\s?\d[\d.,]{0,12}|\d[\d.,]{0,12}\s?(?:%|[元块天周月年]|€|\$)|\b[A-Za-z]{0,20}[-_#]?\d[\w-]{1,40}|\b[A-Z]{2,20}(?:[-_][A-Z0-9]{2,20}){1,4}\b/g;

/** The unit may be translated, the number stays. Lengths of CSS belong to examples and claim nothing. */
const NUMBER = /^\D?\s?(\d[\d.,]*)\s?[^\w.,]?$/u;
const CSS_LENGTH = /^\d+(?:px|rem|em|fr|vh|vw|ms|deg)$/i;

function isSaid(token: string, everything: string, numbers: ReadonlySet<string>): boolean {
  const number = NUMBER.exec(token)?.[1];
  if (number !== undefined) return numbers.has(plainNumber(number));
  return CSS_LENGTH.test(token) || everything.includes(squeeze(token));
}

function numbersIn(text: string): ReadonlySet<string> {
  return new Set((text.match(/\d[\d.,]*/g) ?? []).map(plainNumber));
}

function plainNumber(number: string): string {
  return number.replaceAll(",", "").replace(/\.+$/, "");
}

function squeeze(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s/g, "")
    .replace(/[.,]+$/, "");
}

function withoutMarks(text: string): string {
  return text.replace(/\[\d{1,3}\]/g, " ").replace(/^\s*\d{1,3}[.)]\s/gm, "");
}

/** Words can only be compared where both sides are written in the same language. */
function sameScript(sentence: string, other: string): boolean {
  return HAN.test(sentence) === isMostlyHan(other);
}

const HAN = /\p{Script=Han}/u;

function isMostlyHan(text: string): boolean {
  const sample = text.slice(0, 2_000);
  return (sample.match(/\p{Script=Han}/gu)?.length ?? 0) > sample.length / 5;
}
