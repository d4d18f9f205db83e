import { simplify } from "../../knowledge/text/traditional.ts";
import type { Mood } from "../reading.ts";
import { type Qualities, wordAt } from "./lexicon.ts";

export type Polarity = {
  /** Above 0 praise, below 0 complaint. */
  readonly net: number;
  /** Probability that it is praise. */
  readonly chance: number;
  /** How often words of each mood stand in it, not negated. */
  readonly moods: Readonly<Partial<Record<Mood["name"], number>>>;
};

/**
 * Weighs a Chinese text by a lexicon of praise, complaint and moods: longest words first, with negation,
 * degree, and qualities that only their subject makes good or bad. Linear in the text. The constants were
 * chosen on the development halves of two sets of reviews; no word was taken from them.
 */
export function polarity(text: string): Polarity {
  const clauses = simplify(text.normalize("NFKC").toLowerCase())
    .split(/[\n\r,.!?;:~…—、，。！？；：～()（）"“”【】[\]]+/)
    .filter((clause) => clause.trim() !== "");
  const all = nothing();
  const moods: Partial<Record<Mood["name"], number>> = {};
  for (const [at, clause] of clauses.entries()) {
    const said = weigh(clause, moods);
    const weight = SUMS_UP.test(clause) ? SUM : WISHES.test(clause) ? WISH : at === 0 ? FIRST : 1;
    for (const key of KEYS) all[key] += said[key] * weight;
  }
  const good = (all.good + most(all.weakGood)) ** LESS_AND_LESS;
  const bad = (all.bad + most(all.weakBad)) ** LESS_AND_LESS;
  const net = GENEROUS * good - bad - BIAS;
  return { net, chance: 1 / (1 + Math.exp(-net / STEP)), moods };
}

/** A clause that says that it sums up counts more, and so does the first. */
const SUM = 3;
const FIRST = 2;
/** What is wished or supposed is not there: "if only it were faster". */
const WISH = 0.5;
const WISHES = /^\s*(?:希望|建议|如果|要是|假如)/;
const SUMS_UP = /总的|总体|总之|整体|综合|综上|总结|一句话|总而言之/;
/** The tenth complaint adds less than the first. */
const LESS_AND_LESS = 0.8;
/** People complain in more words than they praise, and who only tells what happened rarely tells it to praise. */
const GENEROUS = 1.2;
const BIAS = 0.2;
/** So much more praise multiplies the odds by e. */
const STEP = 1.5;

/** Hints alone, however many, say only so much: long texts are full of them. */
function most(hints: number): number {
  return (hints * MOST_HINTS) / (hints + MOST_HINTS);
}

const MOST_HINTS = 8;

/** Nor does one clause, however it piles up words. */
function bounded(weight: number): number {
  return MOST_CLAUSE * Math.tanh(weight / MOST_CLAUSE);
}

const MOST_CLAUSE = 1.5;

const KEYS = ["good", "bad", "weakGood", "weakBad"] as const;
type Said = Record<(typeof KEYS)[number], number>;

function nothing(): Said {
  return { good: 0, bad: 0, weakGood: 0, weakBad: 0 };
}

/** How many characters further a negation or a subject reaches, and what a negation leaves of a word. */
const REACH = 5;
const SUBJECT_REACH = 5;
const FLIP = -0.4;
const NOT_WEIGHT = 0.5;

function weigh(clause: string, moods: Partial<Record<Mood["name"], number>>): Said {
  const said = nothing();
  let negated = 0;
  let degree = 1;
  let subject: { readonly qualities: Qualities; readonly until: number } | undefined;
  for (let at = 0; at < clause.length; ) {
    const found = wordAt(clause, at);
    const quality =
      subject !== undefined && at < subject.until ? subject.qualities[clause[at] ?? ""] : undefined;
    if (quality !== undefined && (found?.length ?? 1) === 1) {
      add(said, quality * degree * (negated > 0 ? FLIP : 1), false);
      subject = undefined;
      negated = 0;
      degree = 1;
    } else if (found === undefined) {
      negated = Math.max(0, negated - 1);
    } else if (found.entry.kind === "word") {
      const { weight, mood } = found.entry;
      if (mood !== undefined && negated === 0) moods[mood] = (moods[mood] ?? 0) + 1;
      if (weight !== 0) {
        add(said, weight * degree * (negated > 0 ? FLIP : 1), Math.abs(weight) <= 1);
        negated = 0;
        degree = 1;
      }
    } else if (found.entry.kind === "not") {
      negated = REACH;
      said.weakBad += NOT_WEIGHT;
    } else if (found.entry.kind === "degree") {
      degree = found.entry.times;
    } else if (found.entry.kind === "subject") {
      subject = { qualities: found.entry.qualities, until: at + found.length + SUBJECT_REACH };
    }
    at += found?.length ?? 1;
  }
  return { ...said, good: bounded(said.good), bad: bounded(said.bad) };
}

function add(said: Said, weight: number, weak: boolean): void {
  if (weight > 0) said[weak ? "weakGood" : "good"] += weight;
  else said[weak ? "weakBad" : "bad"] -= weight;
}
