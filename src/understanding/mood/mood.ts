import { MOODS, type Mood } from "../reading.ts";
import { chosen, type Head, probabilities, shippedWeights } from "../weights/weights.ts";
import { polarity } from "./polarity.ts";

/** The mood of one message by its features and their scores; `words` is its plain text. */
export function moodOf(found: Uint32Array, words: string, scores: Float64Array): Mood {
  const weights = shippedWeights();
  const head = headOf("mood");
  const of = /\p{Script=Han}/u.test(words)
    ? onOneSide(probabilities(head, tempered(withLexicon(head, scores, words), weights.known(found))))
    : probabilities(head, scores);
  const best = chosen(head, of);
  const name = MOODS[best] ?? "neutral";
  const sure = of[best] ?? 0;
  return { name, sure: round(sure), intensity: name === "neutral" ? 0 : round(intensity(sure, words)) };
}

/**
 * Few Chinese sentences could be learnt from, so that the lexicon of words has its say: what people praise,
 * complain of, and name as their mood shifts the scores.
 */
function withLexicon(head: Head, scores: Float64Array, words: string): Float64Array {
  const { net, moods } = polarity(words);
  const shifted = scores.slice();
  MOODS.forEach((mood, at) => {
    const named = Math.min(MOST_NAMED, moods[mood] ?? 0) * BY_NAME;
    const praised = Math.max(-MOST_NET, Math.min(MOST_NET, net)) * BY_NET * SIDES[mood];
    shifted[head.at + at] = (shifted[head.at + at] ?? 0) + named + praised;
  });
  return shifted;
}

const MOST_NAMED = 3;
const BY_NAME = 1.2;
const MOST_NET = 4;
const BY_NET = 0.6;
const SIDES: Readonly<Record<Mood["name"], number>> = {
  neutral: 0,
  confused: -0.2,
  frustrated: -0.8,
  angry: -0.8,
  anxious: -0.4,
  discouraged: -0.7,
  grateful: 0.8,
  pleased: 1,
};

/**
 * Chinese scores are the less sure the less of the message was learnt from. Fitted on our own Chinese sentences,
 * each file of them (students, needs, everyday, talk …) held out in turn.
 */
function tempered(scores: Float64Array, known: number): Float64Array {
  const slope = 0.5 + known;
  return scores.map((score) => score * slope);
}

/** Good, bad or neither is decided first: many moods that are each a little likely together outweigh one. */
function onOneSide(of: readonly number[]): readonly number[] {
  const sums = new Map<number, number>();
  MOODS.forEach((mood, at) => {
    const side = Math.sign(SIDES[mood]);
    sums.set(side, (sums.get(side) ?? 0) + (of[at] ?? 0));
  });
  const [side] = [...sums].reduce((best, one) => (one[1] > best[1] ? one : best));
  return of.map((chance, at) => (Math.sign(SIDES[MOODS[at] ?? "neutral"]) === side ? chance : 0));
}

/** Whether the yes/no question `name` is answered with yes. */
export function holds(name: "hinted" | "question" | "asks" | "crisis", scores: Float64Array): boolean {
  const head = headOf(name);
  return (probabilities(head, scores)[0] ?? 0) >= (head.lean[0] ?? 0.5);
}

export function headOf(name: string): Head {
  const head = shippedWeights().heads.find((one) => one.name === name);
  if (head === undefined) throw new Error(`The weights have no head "${name}"; run: npx deskmate train`);
  return head;
}

/** How negative the last moods were, oldest first, against now. */
export function trendOf(before: readonly Mood[], now: Mood): "rising" | "steady" | "easing" {
  if (before.length === 0) return "steady";
  const mean = before.reduce((sum, mood) => sum + upset(mood), 0) / before.length;
  const change = upset(now) - mean;
  if (change >= TURN) return "rising";
  return change <= -TURN ? "easing" : "steady";
}

/** So much must the upset change to count: from calm to a little frustrated, not from one word to another. */
const TURN = 0.2;

const WEIGHTS: Readonly<Record<Mood["name"], number>> = {
  neutral: 0,
  confused: 0.3,
  frustrated: 0.7,
  angry: 1,
  anxious: 0.6,
  discouraged: 0.6,
  grateful: -0.3,
  pleased: -0.3,
};

function upset({ name, intensity }: Mood): number {
  return WEIGHTS[name] * intensity;
}

const LEAST = 0.3;
const BY_SURENESS = 0.35;
const BY_SIGN = 0.12;
const MOST_SIGNS = 3;

/** A feeling that is plain in the words is stronger; shouting, stretched words, signs and emoji add to it. */
function intensity(sure: number, words: string): number {
  const signs = SIGNS.filter((sign) => sign.test(words)).length;
  return Math.min(1, LEAST + BY_SURENESS * sure + BY_SIGN * Math.min(MOST_SIGNS, signs));
}

const SIGNS = [
  /[!！]{2}|[?？]{2}|[!！][?？]/,
  /\b[A-Z]{4,}\b(?:[^a-z\n]{0,40}\b[A-Z]{2,}\b)/,
  /([a-zA-Z啊呜哈呀嗷])\1{2}/,
  /[😀-🙏🤐-🧿💔💀❤❌😡🤬]/u,
  /\b(?:so|very|really|extremely|totally|completely|absolutely|damn|fucking|always|never)\b|太|极了|死了|非常|特别|真的|完全|根本|受不了|到底/i,
];

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
