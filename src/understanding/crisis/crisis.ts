import { simplify } from "../../knowledge/text/traditional.ts";
import { narrow } from "../plain.ts";
import type { Reading } from "../reading.ts";
import { readSigns, type Signs } from "./signs.ts";
import { weighedCrisis } from "./weighed.ts";

type Crisis = NonNullable<Reading["crisis"]>;

/**
 * Danger to somebody in a message, by rules and, where they find none, by our own weights: no language model,
 * well under a millisecond for what people write. Finds rather too much than too little: a false alarm costs
 * a kind word.
 */
export function crisisIn(text: string): Reading["crisis"] {
  return crisisSigns(text) ?? (maySayMore(text) ? weighedCrisis(withoutFigures(text)) : undefined);
}

/** So long is what people say, not paste: in a long text some words always sound like danger. */
const SAID = 500;

/** A word or two may be about anything. */
const ENOUGH = /\S\s+\S+\s+\S|\p{Script=Han}{4}/u;

/** Where a figure of speech or a term of the trade was taken out, what is left is about that. */
function maySayMore(text: string): boolean {
  return text.length <= SAID && ENOUGH.test(text) && withoutFigures(text) === joined(fold(text));
}

/** A message without the figures of speech and terms of the trade that only sound like danger. */
export function withoutFigures(text: string): string {
  return joined(fold(text.slice(0, SAID)))
    .replace(chinese.innocent, " ")
    .replace(english.innocent, " ");
}

function joined(folded: string): string {
  return HAN.test(folded) ? folded.replace(BETWEEN_HAN, "") : folded;
}

/** What the rules find, in code and quotes too; of a longer paste the beginning and the end are read. */
export function crisisSigns(text: string): Reading["crisis"] {
  const folded = fold(text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`);
  let found: Crisis | undefined;
  for (const sentence of sentences(folded)) {
    const here = dangerIn(sentence);
    if (here === "selfHarm") return here;
    found ??= here;
  }
  return found;
}

const HEAD = 12_000;
const TAIL = 4_000;

function dangerIn(sentence: string): Crisis | undefined {
  if (HAN.test(sentence)) {
    const kind = judge(chinese, sentence.replace(BETWEEN_HAN, ""));
    if (kind !== undefined) return kind;
  }
  const latin = narrow(sentence);
  return judge(english, latin) ?? spelt(latin);
}

function judge(signs: Signs, sentence: string): Crisis | undefined {
  const rest = sentence.replace(signs.innocent, " ");
  const studied = signs.study.test(sentence) && !signs.personal.test(sentence);
  if (signs.selfHarm.test(rest) || (!studied && signs.topics.test(rest))) return "selfHarm";
  if (signs.abuse.test(rest)) return "abuse";
  return signs.danger.test(rest) ? "danger" : undefined;
}

const english = readSigns("en", "\\b");
const chinese = readSigns("zh", "");

const HAN = /\p{Script=Han}/u;
/** What people put between characters so that they are not found. */
const BETWEEN_HAN = /(?<=\p{Script=Han})[\s*.·_\-~|/\\]{1,4}(?=[\p{Script=Han}s])/gu;

/** "s u i c i d e", words run together, and Chinese in Latin letters. */
function spelt(sentence: string): Crisis | undefined {
  const joined = sentence.replace(SINGLE_LETTERS, (run) => run.replace(/[^a-z]/g, ""));
  if (RUN_TOGETHER.test(joined)) return "selfHarm";
  return joined === sentence ? undefined : judge(english, joined);
}

const SINGLE_LETTERS = /(?<![a-z])(?:[a-z][\s.*_-]{1,2}){2,40}[a-z](?![a-z])/g;
const RUN_TOGETHER =
  /\b(?:zi ?sha|xiang si(?: le)?|bu xiang huo|huo bu xia qu)\b|killmyself|killingmyself|wanttodie|wannadie|endmylife|hangmyself|cutmyself/;

/** At most so long is one sentence: a longer one is a paste without points, read in pieces. */
const SENTENCE = 300;

function* sentences(folded: string): Generator<string> {
  for (const sentence of folded.split(/[.!?;\n\r。！？；…]+/)) {
    const trimmed = sentence.trim();
    for (let at = 0; at < trimmed.length; at += SENTENCE)
      yield trimmed.slice(Math.max(0, at - 40), at + SENTENCE);
  }
}

/** Compatibility forms, look-alikes, digits for letters, accents, invisible characters and stretched letters unified. */
function fold(text: string): string {
  const plain = text
    .toWellFormed()
    .normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}\p{Co}\uFFFD]/gu, "")
    .toLowerCase()
    .replace(/[\u0370-\u04FF]/g, (letter) => LOOK_ALIKE.get(letter) ?? letter)
    .replace(/[’‘'`´"“”]/g, "")
    .replace(/(?<=[a-z])[01345@$*](?=[a-z])/g, (sign) => LEET.get(sign) ?? sign)
    .replace(/([a-z])\1{2,}/g, "$1$1")
    .replace(/[^\S\n\r]+/g, " ")
    .replace(/[()[\]{}<>#,:"]/g, " ")
    .replace(/ {2,}/g, " ");
  return simplify(plain.normalize("NFC")).replaceAll("著", "着");
}

const LEET = new Map(
  Object.entries({ "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", $: "s", "*": "i" }),
);

const LOOK_ALIKE = new Map(
  Object.entries({
    а: "a",
    е: "e",
    о: "o",
    р: "p",
    с: "c",
    у: "y",
    х: "x",
    і: "i",
    ѕ: "s",
    ј: "j",
    ԁ: "d",
    к: "k",
    м: "m",
    т: "t",
    в: "b",
    н: "h",
    ο: "o",
    α: "a",
    ε: "e",
    ι: "i",
    κ: "k",
    ν: "v",
    ρ: "p",
    τ: "t",
    υ: "u",
    χ: "x",
    ѵ: "v",
    ӏ: "l",
    ԛ: "q",
    ԝ: "w",
  }),
);
