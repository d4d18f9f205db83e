import type { Passage } from "../../knowledge/passage.ts";
import { print } from "../quoting/pieces.ts";
import { CARRIED, createSource, telling } from "./support.ts";

/** What an answer may rest on: the passages by their numbers, and what was said. */
export type Evidence = {
  readonly count: number;
  /** The passage (1..count) that carries most of a sentence. */
  best(sentence: string): Support;
  /** Whether one of these passages carries the sentence, as far as that can be told. */
  isCarriedBy(sentence: string, numbers: readonly number[]): boolean;
  /** Whether it only repeats what was said in the conversation, or what a file of the student says. */
  isEcho(sentence: string): boolean;
  /** Whether its words were heard before at all, in the passages or the conversation. */
  isHeard(sentence: string): boolean;
  /** Whether each number, id and address of a sentence was said before. */
  knows(sentence: string): boolean;
};

/** `share` is that of the telling words which the passage has, `words` their number. */
export type Support = { readonly number: number; readonly share: number; readonly words: number };

export function createEvidence(passages: readonly Passage[], said: readonly string[]): Evidence {
  const texts = passages.map(({ article, path, text }) =>
    [article.title, ...path, text, article.updated].join("\n"),
  );
  const sources = texts.map(createSource);
  const conversation = createSource(said.join("\n"));
  const everything = squeeze([...texts, ...said].join("\n"));
  const numbers = numbersIn([...texts, ...said].join("\n"));
  const comparable = (sentence: string) => sameScript(sentence, texts.join("\n"));
  const told = print(said.join("\n"));
  const printed = print(texts.join("\n"));
  return {
    count: passages.length,
    best(sentence) {
      const carried = sources.map((source) => source.carries(sentence));
      const number = carried.indexOf(Math.max(0, ...carried)) + 1;
      return {
        number,
        share: sources[number - 1]?.share(sentence) ?? 0,
        words: telling(sentence).length,
      };
    },
    isCarriedBy(sentence, numbers) {
      const cited = numbers.flatMap((number) => sources[number - 1] ?? []);
      if (!comparable(sentence)) return cited.some((source) => source.carriesAcross(sentence) >= CARRIED);
      if (telling(sentence).length < TOO_FEW)
        return cited.some((source) => source.share(sentence) >= HALF) || telling(sentence).length === 0;
      return (
        cited.some((source) => source.carries(sentence) >= CARRIED) &&
        !cited.some((source) => source.contradicts(sentence))
      );
    },
    isEcho(sentence) {
      const words = print(sentence);
      return words.length >= SHORTEST_ECHO && told.includes(words) && !printed.includes(words);
    },
    isHeard(sentence) {
      if (!comparable(sentence) || telling(sentence).length < TOO_FEW) return true;
      return [...sources, conversation].some((source) => source.share(sentence) >= HEARD);
    },
    knows: (sentence) =>
      (withoutMarks(sentence).match(HARD) ?? []).every((token) => isSaid(token, everything, numbers)),
  };
}

/** Of fewer words half must be in the passage: there is nothing more to compare. */
const TOO_FEW = 4;
const HALF = 0.5;
/** In letters. A word or two may be the same by chance. */
const SHORTEST_ECHO = 8;
/** A sentence whose words are nearly all unheard of comes from elsewhere. */
const HEARD = 0.2;
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
