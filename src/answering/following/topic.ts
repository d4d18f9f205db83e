import { askedTerms } from "../../knowledge/question/question.ts";
import { languageAskedFor } from "../../understanding/language/asked-for.ts";
import type { Question } from "../question.ts";
import { asksForHint, wasHinting } from "../teaching/hinted.ts";
import { lastWish, notChosen, questions } from "./earlier.ts";
import { choice, isOneMore, rejection } from "./rejection.ts";
import { isEllipsis, spelledOut } from "./spelled-out.ts";
import { MOST, namesNothing, subject, type Wish, wishOf } from "./subject.ts";

/** What a message is about, with what earlier lines say for it. */
export type Topic = {
  readonly wish: Wish;
  /** What to search for. */
  readonly text: string;
  /** Earlier questions that it leans on, oldest first; none if it stands by itself. */
  readonly carried: readonly string[];
  /** Ways to say in words what it leaves out; where it carries nothing, only if it is not found without them. */
  readonly spelledOut?: readonly string[];
  /** Says that what was answered last is not it: another passage, or where nothing else is said another article. */
  readonly rejects?: "passage" | "article";
  /** Asks on about what was shown: what was not shown yet comes first. */
  readonly goesOn?: true;
};

/** `undefined` when neither the message nor the conversation names anything. */
export function topicOf(question: Question): Topic | undefined {
  const { history, reading, text } = question;
  const chosen = choice(text, history);
  const carried = questions(history);
  if (chosen !== undefined) return { wish: "answer", text: chosen, carried };
  const last = carried.at(-1);
  if (last !== undefined && languageAskedFor(text) !== undefined) return about("answer", carried);
  if (last !== undefined && isOneMore(text) && lastWish(history) === "example")
    return about("example", carried);
  if (last !== undefined && asksForHint(text) && wasHinting(history)) return about("more", carried);
  const rejected = reading.wants === "answer" ? rejection(text) : undefined;
  if (rejected !== undefined && history.some(({ who }) => who === "bot"))
    return another(question, rejected, carried);
  const wish = wishOf(reading.wants);
  const own = subject(text, wish);
  if (last === undefined)
    return own.length > 0 ? { wish, text, carried: [] } : text.trim() === "" ? undefined : bare(text, wish);
  // "Why?" asks for the next part of what was said.
  if (own.length === 0 && !isEllipsis(text)) return about(wish === "answer" ? "more" : wish, carried);
  if (!leansBack(text, own, wish))
    return { wish, text, carried: [], ...(isBrief(text) && { spelledOut: spelledOut(text, carried) }) };
  const goesOn = wish === "answer" && namesNothing(text);
  return { wish, text, carried, spelledOut: spelledOut(text, carried), ...(goesOn && { goesOn }) };
}

/** The last question again, with another wish. */
function about(wish: Wish, carried: readonly string[]): Topic | undefined {
  const last = carried.at(-1);
  return last === undefined ? undefined : { wish, text: last, carried: carried.slice(0, -1) };
}

/** "No, the other one": what was asked before, with what the student adds. */
function another(
  { text, history }: Question,
  rejected: string,
  carried: readonly string[],
): Topic | undefined {
  const rest = text.trim().slice(rejected.length).trim();
  if (subject(rest, "answer").length > 0) return { wish: "answer", text: rest, carried, rejects: "passage" };
  const [other] = notChosen(history);
  if (other !== undefined) return { wish: "answer", text: other, carried };
  const again = about("answer", carried);
  return again && { ...again, rejects: "article" };
}

/** A message of common words alone may still be one: "what is this". */
function bare(text: string, wish: Wish): Topic | undefined {
  return wish === "answer" && askedTerms(text.slice(0, MOST)).length > 2
    ? { wish, text, carried: [] }
    : undefined;
}

/** Follow-ups begin with a connective or point with a pronoun, and name little of their own. */
function leansBack(text: string, own: readonly string[], wish: Wish): boolean {
  if (wish !== "answer") return true;
  const start = text.trim().toLowerCase().slice(0, 300);
  if (CONNECTIVE.test(start) || isEllipsis(start) || (own.length <= 2 && COMPARES.test(start))) return true;
  if (own.length <= 4 && POINTS_BACK.test(start)) return true;
  return start.length <= SHORT && namesNothing(start);
}

/** In characters. What names nothing and is longer is a story of its own. */
const SHORT = 60;

/** Chinese leaves out what is clear, without a word in its place: 可以交两次吗. */
function isBrief(text: string): boolean {
  return /^(?:\p{Script=Han}|[，。？！?!\s]){2,12}$/u.test(text.trim());
}

const CONNECTIVE =
  /^(?:and|but|so|or|also|then|what about|how about|same for|what if|ok(?:ay)? (?:and|but|so)|no[, ]+(?:the|i mean)|i mean|on .{1,20} too\?$|那|那么|还有|另外|但是|可是|如果|要是|不是|我是说|和|跟)(?![a-z])|呢[?\uFF1F]?$/;
/** A comparison has two sides. */
const COMPARES = /\b(?:differ(?:ence|ent)?|compared?|versus|vs|better|worse)\b|区别|不同|差别|相比|哪个好/;
const POINTS_BACK =
  /\b(?:it|its|that|this|they|them|these|those|one|ones|there|instead|the same|the other|the second|the first)\b|它|他们|这个|那个|这些|那些|这样|那样|这|那|前者|后者|第二个|第一个|刚才|上面/;
