import { askedTerms } from "../../knowledge/question/question.ts";
import { stem } from "../../knowledge/text/stem.ts";
import { MOST, namesNothing } from "./subject.ts";

/**
 * A follow-up with what it leaves out said in words, in the ways that it may be meant; `carried` are the questions
 * before it. "How do I get a refund?" + "how long does it take?" is both in one. "How do I link a style?" +
 * "and for a script?" may also be the same question with one word for another: "How do I link a script?".
 */
export function spelledOut(text: string, carried: readonly string[]): readonly string[] {
  const last = carried.at(-1);
  if (last === undefined) return [];
  if (namesNothing(text))
    return [[...carried.slice(SEVERAL.test(text) ? -2 : -1), text.slice(0, MOST)].join("\n")];
  const both = `${last}\n${text.slice(0, MOST)}`;
  const instead = ELLIPSIS.exec(text.trim())
    ?.slice(1)
    .find((part) => part !== undefined);
  if (instead === undefined || last.length > LONGEST) return [both];
  const ways = named(last).map((word) => last.replace(word, instead));
  // Pairs of characters are not always words. Words are, and with both in it the question would find the same again.
  return ways.length > 0 && !/\p{Script=Han}/u.test(last) ? ways : [both, ...ways];
}

/** Speaks of two things, so that the last two questions are meant. */
const SEVERAL =
  /\b(?:they|them|those|these|both|two|difference|differ|compare|which one)\b|两|二者|他们|它们|这些|那些|区别|不同|差别|比/i;

/** "and for JavaScript?", "what about grids", 那对象呢: a thing in the place of another, and nothing said of it. */
const ELLIPSIS =
  /^(?:and|or|what about|how about|same for|but)(?: (?:for|with|in|on|over|about|to|of|from|a|an|the|if))* ((?:[^\s?]+ ?){1,3})\??$|^(?:那么?|和)?([^，,。？?]{1,10}?)呢[?？]?$/i;

export function isEllipsis(text: string): boolean {
  return ELLIPSIS.test(text.trim());
}

/** In characters: a longer question says more than one thing. */
const LONGEST = 120;

/** The telling words of a question as they stand in it. */
function named(question: string): readonly string[] {
  const content = new Set(askedTerms(question).flatMap(({ term, content }) => (content ? [term] : [])));
  const words = question.match(/[A-Za-z][\w.-]*/g)?.filter((word) => content.has(stem(word.toLowerCase())));
  const pairs = [...content].filter((term) => HAN.test(term) && question.includes(term));
  return [...new Set([...(words ?? []), ...pairs])].slice(0, MOST_WAYS);
}

const HAN = /^\p{Script=Han}+$/u;
/** Each way is a search. */
const MOST_WAYS = 4;
