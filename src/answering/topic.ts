import { askedTerms } from "../knowledge/question/question.ts";
import { understand } from "../understanding/understand.ts";
import { offered } from "./clarify.ts";
import { limits } from "./limits.ts";
import type { Line, Question } from "./question.ts";

export type Wish = "answer" | "simpler" | "example" | "more" | "less";

/** What a message is about, with what earlier lines say for it. */
export type Topic = {
  readonly wish: Wish;
  /** What to search for. */
  readonly text: string;
  /** Earlier questions that it leans on, oldest first; none if it stands by itself. */
  readonly carried: readonly string[];
  /** Says that what was answered last is not it: another passage, or where nothing else is said another article. */
  readonly rejects?: "passage" | "article";
};

/** `undefined` when neither the message nor the conversation names anything. */
export function topicOf(question: Question): Topic | undefined {
  const { history, reading } = question;
  const chosen = choice(question);
  if (chosen !== undefined) return { wish: "answer", text: chosen, carried: questions(history) };
  const rejection = reading.wants === "answer" ? REJECTS.exec(question.text.trim()) : null;
  if (rejection !== null && history.some(({ who }) => who === "bot")) return another(question, rejection[0]);
  const { text } = question;
  const wish = wishOf(reading.wants);
  const own = subject(text, wish);
  if (own.length === 0) {
    const carried = questions(history);
    const last = carried.at(-1);
    if (last === undefined) return text.trim() === "" ? undefined : bare(text, wish);
    // "Why?" asks for the next part of what was said.
    return { wish: wish === "answer" ? "more" : wish, text: last, carried: carried.slice(0, -1) };
  }
  return { wish, text, carried: leansBack(text, own, wish) ? questions(history) : [] };
}

/** "No, the other one": what was asked before, with what the student adds. */
function another({ text, history }: Question, rejection: string): Topic | undefined {
  const rest = text.trim().slice(rejection.length).trim();
  const carried = questions(history);
  const last = carried.at(-1);
  if (subject(rest, "answer").length > 0) return { wish: "answer", text: rest, carried, rejects: "passage" };
  return last === undefined
    ? undefined
    : { wish: "answer", text: last, carried: carried.slice(0, -1), rejects: "article" };
}

const REJECTS =
  /^(?:(?:no|nope|wrong)(?:\s{0,3}[,.!，]{1,3}\s{0,3}|$)(?:(?:i (?:meant|mean)|not (?:that|this)(?: one)?|the other(?: one)?|that['’]?s not (?:it|what i (?:meant|asked|mean)))\b)?|(?:no|nope) (?:(?:i (?:meant|mean)|not (?:that|this)(?: one)?|the other(?: one)?|that['’]?s not (?:it|what i (?:meant|asked|mean)))\b)|not (?:that|this)(?: one)?\b|that['’]?s not (?:it|what i (?:meant|asked|mean))\b|(?:i meant |i mean )?the other one\b|another one\b|不是(?:这个|那个|这一个|问这个|的)|不对|错了|(?:我说的是|我要|我问的是)?(?:另外?一个|另外那个|别的那个)|换一个)[,.!?;:，。！？；：\s]{0,3}(?:我(?:说|问)的是|是)?/i;

/** One of what the bot offered last: "the second", 第一个. With its name the question is complete. */
function choice({ text, history }: Question): string | undefined {
  const options = offered(history);
  if (options.length === 0 || text.length > 40) return undefined;
  const number = ORDINALS.findIndex((ordinal) => ordinal.test(text.trim()));
  if (number < 0) return undefined;
  return options.at(number === ORDINALS.length - 1 ? -1 : number);
}

const ORDINALS: readonly RegExp[] = [
  /^(?:the )?(?:1|1st|first|former)(?: one)?(?: please)?[.!]?$|^(?:第一|前者|前面那|头一)/i,
  /^(?:the )?(?:2|2nd|second)(?: one)?(?: please)?[.!]?$|^第二/i,
  /^(?:the )?(?:3|3rd|third)(?: one)?(?: please)?[.!]?$|^第三/i,
  /^(?:the )?(?:last|latter)(?: one)?(?: please)?[.!]?$|^(?:最后|后者|后面那)/i,
];

/** A message of common words alone may still be one: "what is this". */
function bare(text: string, wish: Wish): Topic | undefined {
  return wish === "answer" && askedTerms(text.slice(0, MOST)).length > 2
    ? { wish, text, carried: [] }
    : undefined;
}

function wishOf(wants: Question["reading"]["wants"]): Wish {
  return wants === "simpler" || wants === "example" || wants === "more" || wants === "less"
    ? wants
    : "answer";
}

/** A subject stands early; a long paste is not read to its end. */
const MOST = 2_000;

/** The telling terms of a message; of a wish those that are left when the wish itself is taken out. */
function subject(text: string, wish: Wish): readonly string[] {
  const start = text.slice(0, MOST);
  return askedTerms(wish === "answer" ? start : start.replace(WISHES_ZH, " "))
    .filter(({ term, content }) => content && !(wish !== "answer" && WISHES_EN.has(term)))
    .map(({ term }) => term);
}

/** As stems. */
const WISHES_EN = new Set(
  `exampl sampl demo anoth simpl simpler simplifi easi easier detail elabor continu understand explain explan
  less brief briefli summar summari tldr long shorten concis complic confus lost deeper depth eli5 follow term plain english inform info code differ concret practic short
  word`.split(/\s+/),
);

const WISHES_ZH =
  /再来|简短|精简|短一点|太长|总结|概括|长话短说|[再更举给看来讲说换用点下个段太难懂好]|详细|具体|深入|仔细|展开|简单|通俗|直白|易懂|一点|一些|例子|示例|实例|代码|还是|不懂|没懂|明白|理解|说法|方式|解释|介绍|继续|接着|往下|复杂|困惑|人话|大白话|一个|几个/g;

/** Follow-ups begin with a connective or point with a pronoun, and name little of their own. */
function leansBack(text: string, own: readonly string[], wish: Wish): boolean {
  if (wish !== "answer") return true;
  const start = text.trim().toLowerCase().slice(0, 300);
  return CONNECTIVE.test(start) || (own.length <= 4 && POINTS_BACK.test(start));
}

const CONNECTIVE =
  /^(?:and|but|so|or|also|then|what about|how about|same for|what if|ok(?:ay)? (?:and|but|so)|no[, ]+(?:the|i mean)|i mean|那|那么|还有|另外|但是|可是|如果|要是|不是|我是说)(?![a-z])|呢[?\uFF1F]?$/;
const POINTS_BACK =
  /\b(?:it|its|that|this|they|them|these|those|one|ones|there|instead|the same|the other|the second|the first)\b|它|他们|这个|那个|这些|那些|这样|那样|这|那|前者|后者|第二个|第一个|刚才|上面/;

/** What the student asked before, oldest first: lines that name something. */
function questions(history: readonly Line[]): readonly string[] {
  const found: string[] = [];
  for (const line of history.toReversed()) {
    if (found.length === limits.carried) break;
    if (line.who === "student" && isQuestion(line.text)) found.unshift(line.text.slice(0, MOST));
  }
  return found;
}

function isQuestion(text: string): boolean {
  const { wants } = understand(text, []);
  const wish = wishOf(wants);
  return (wants === "answer" || wish !== "answer") && subject(text, wish).length > 0;
}
