import { answerPhrases } from "../../conversation/phrases/answers.ts";
import type { Found, Passage } from "../../knowledge/passage.ts";
import { askedTerms } from "../../knowledge/question/question.ts";
import { terms } from "../../knowledge/text/terms.ts";
import { limits } from "../limits.ts";
import type { Answer, Line, Question } from "../question.ts";
import { sectionName } from "../quoting/render.ts";
import { type Links, nothing } from "../quoting/unknown.ts";
import type { Topic } from "./topic.ts";

/** What the bot asked back: the words before, and the names that it offered, in order. */
const OPTION = /^- \[([^\][\n]{1,200})\]\(/gm;
const MOST = 3;

/**
 * Asks which one is meant, once in a conversation: where the student named a thing and asked nothing ("git"), or
 * points at a thing that was not named ("this library"), and passages of different articles fit it about as well.
 * `undefined` where it is clear enough.
 */
export function clarify(question: Question, topic: Topic, found: Found, links: Links): Answer | undefined {
  if (!mayAsk(question, topic, found)) return undefined;
  const options = isHeading(topic, found)
    ? headed(topic, candidates(found, limits.split))
    : pointedAt(topic, candidates(found, limits.splitPointing));
  return asking(question, options, { found, links });
}

/**
 * What to ask instead of saying that it is not known: where passages of different articles fit about as well and the
 * titles of each have a word of the question, one of them may be meant.
 */
export function clarifyUnknown(
  question: Question,
  topic: Topic,
  found: Found,
  links: Links,
): Answer | undefined {
  if (!mayAsk(question, topic, found)) return undefined;
  const words = telling(topic.text);
  const options = candidates(found, limits.split).filter((option) =>
    words.some((word) => titleOf(option).has(word)),
  );
  return asking(question, options, { found, links });
}

function mayAsk({ history }: Question, topic: Topic, found: Found): boolean {
  return (
    topic.wish === "answer" && !topic.rejects && found.sure >= limits.near && !history.some(isClarification)
  );
}

function asking(
  question: Question,
  options: readonly Passage[],
  { found, links }: { found: Found; links: Links },
): Answer | undefined {
  if (options.length < 2) return undefined;
  const say = answerPhrases(question.reading.language);
  const list = options.map((passage) => `- [${sectionName(passage)}](${links(passage)})`);
  return { ...nothing(`${say.which}\n\n${list.join("\n")}`, found.sure), asks: true };
}

/** What the bot offered last, if its last line asked back; else nothing. */
export function offered(history: readonly Line[]): readonly string[] {
  const last = history.findLast(({ who }) => who !== "student");
  if (last === undefined || !isClarification(last)) return [];
  return [...last.text.matchAll(OPTION)].map(([, name = ""]) => name);
}

function isClarification({ who, text }: Line): boolean {
  return (
    who === "bot" && [answerPhrases("en"), answerPhrases("zh")].some(({ which }) => text.includes(which))
  );
}

/** The best passage of each article that fits about as well as the first. */
function candidates({ hits }: Found, split: number): readonly Passage[] {
  const least = (hits[0]?.score ?? 0) * split;
  const best = new Map<string, Passage>();
  for (const { passage, score } of hits)
    if (score >= least && !best.has(passage.article.title)) best.set(passage.article.title, passage);
  return [...best.values()].slice(0, MOST);
}

/** None if one alone has all the words in its title: that is meant. */
function headed(topic: Topic, options: readonly Passage[]): readonly Passage[] {
  const words = telling(topic.text);
  const named = options.filter((option) => words.every((word) => titleOf(option).has(word)));
  return named.length === 1 ? [] : options;
}

/** Those of which the question says no word that tells them apart; none if it points at nothing. */
function pointedAt({ text, carried }: Topic, options: readonly Passage[]): readonly Passage[] {
  if (!POINTS.test(text)) return [];
  const said = new Set(terms([text, ...carried].join("\n")));
  const titles = options.map(titleOf);
  const tells = titles.some((title) =>
    [...title].some((word) => said.has(word) && !titles.every((other) => other.has(word))),
  );
  return tells ? [] : options;
}

const POINTS =
  /\b(?:the|this|that|these|those)\s+[a-z]{3,}|(?:这|那)(?:个|门|种|位|家|本|份)|该(?!怎|如|不)/i;

function titleOf({ article, path }: Passage): ReadonlySet<string> {
  return new Set(terms([article.title, ...path].join(" ")));
}

function isHeading(topic: Topic, found: Found): boolean {
  const words = telling(topic.text).length;
  if (topic.carried.length > 0 || found.sure < limits.sure || isSentence(topic.text)) return false;
  return words > 0 && words <= limits.fewWords;
}

/** "git", "help with css", 退款: a heading, not a question. */
function isSentence(text: string): boolean {
  if (ASKS.test(text)) return true;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han > limits.headingHan || text.trim().split(/\s+/).length > limits.headingWords;
}

const ASKS =
  /^\s*(?:what|how|why|when|where|who|which|can|could|is|are|do|does|did|will|should|may)\b|[?\uFF1F吗呢么]|什么|怎么|怎样|如何|多少|几|能|可以|是否/i;

function telling(text: string): readonly string[] {
  return askedTerms(text.slice(0, 2_000)).flatMap(({ term, content }) => (content ? [term] : []));
}
