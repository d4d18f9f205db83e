import { answerPhrases } from "../../conversation/phrases/answers.ts";
import type { Found, Hit, Passage } from "../../knowledge/passage.ts";
import { type AskedTerm, askedTerms } from "../../knowledge/text/question.ts";
import { terms } from "../../knowledge/text/terms.ts";
import { limits } from "../limits.ts";
import type { Answer, Question } from "../question.ts";
import type { Topic } from "../topic.ts";
import { best, example, next, type Shown, simplest } from "./pick.ts";
import { type Piece, pieces, print } from "./pieces.ts";
import { citation, quoted, sectionName } from "./render.ts";

export type Links = (passage: Passage) => string;

/** Answers in the course's own words, with sources; without a model and in well under a millisecond. */
export function quote(question: Question, topic: Topic, found: Found, links: Links): Answer {
  if (found.sure < limits.sure || found.hits.length === 0) return unknown(question, found, links);
  const hits = inLanguage(found.hits, question.reading.language);
  const parts = chosen(question, topic, hits).filter((part) => part.pieces.length > 0);
  const first = parts[0];
  if (first === undefined) return exhausted(question, topic, found);

  const say = answerPhrases(question.reading.language);
  const lead = { answer: say.quoted, simpler: say.simpler, example: say.example, more: say.more }[topic.wish];
  const texts = parts.map(({ passage, pieces }, index) => {
    const begin = index === 0 ? lead : say.alsoQuoted;
    return `${begin(sectionName(passage), `[${index + 1}]`)}\n\n${quoted(pieces, index + 1)}`;
  });
  const language = written(first.passage);
  const note = language === question.reading.language ? [] : [say.otherLanguage[language]];
  return {
    text: [...note, ...texts].join("\n\n"),
    citations: parts.map(({ passage }, index) => citation(passage, index + 1, links(passage))),
    found: true,
    sure: found.sure,
    escalate: parts.some(({ passage }) => passage.article.escalate),
    by: "quote",
  };
}

/** Says that it is not known, with the nearest titles if they are about the same thing at all. */
export function unknown(question: Question, found: Found, links: Links): Answer {
  const say = answerPhrases(question.reading.language);
  const near = found.sure < limits.near ? [] : nearTitles(question, found.hits, links);
  const lines =
    near.length === 0 ? [say.unknown] : [say.unknown, `${say.near}\n\n${near.join("\n")}`, say.toPerson];
  return { ...nothing(lines.join("\n\n")), sure: found.sure };
}

/** Asks what the message is about. */
export function whatAbout(question: Question): Answer {
  return nothing(answerPhrases(question.reading.language).whatAbout);
}

function exhausted(question: Question, topic: Topic, found: Found): Answer {
  const say = answerPhrases(question.reading.language);
  return { ...nothing(topic.wish === "example" ? say.noMoreExamples : say.exhausted), sure: found.sure };
}

function nothing(text: string): Answer {
  return { text, citations: [], found: false, sure: 0, escalate: false, by: "quote" };
}

type Part = { readonly passage: Passage; readonly pieces: readonly Piece[] };

function chosen(question: Question, topic: Topic, hits: readonly Hit[]): readonly Part[] {
  const asked = askedTerms([...topic.carried, topic.text].join("\n").slice(-2_000));
  if (topic.wish === "answer") return answers(asked, hits);
  const shown = shownIn(question);
  for (const { passage } of oneTopic(hits)) {
    const all = pieces(passage.text);
    const part = {
      simpler: () => simplest(all, asked, shown),
      example: () => example(all, shown),
      more: () => next(all, shown),
    };
    const found = part[topic.wish]();
    if (found.length > 0) return [{ passage, pieces: found }];
  }
  return [];
}

/** The best passage; a second one if it is nearly as good and covers words of the question that the first lacks. */
function answers(asked: readonly AskedTerm[], hits: readonly Hit[]): readonly Part[] {
  const [first, ...others] = hits;
  if (first === undefined) return [];
  const covered = new Set(terms(first.passage.path.join(" ") + first.passage.text));
  const missing = asked.filter(({ term, content }) => content && !covered.has(term));
  const second = others.find(
    ({ passage, score }) =>
      score >= first.score * NEARLY &&
      passage.article.language === first.passage.article.language &&
      missing.some(({ term }) => pieces(passage.text).some((piece) => piece.terms.has(term))),
  );
  const hitsUsed = second === undefined ? [first] : [first, second];
  return hitsUsed.map(({ passage }) => ({ passage, pieces: best(pieces(passage.text), asked) }));
}

const NEARLY = 0.8;

/** A wish stays with its article, then goes on to passages that are about as near. */
function oneTopic(hits: readonly Hit[]): readonly Hit[] {
  const top = hits[0];
  if (top === undefined) return [];
  const same = hits.filter(({ passage }) => passage.article.id === top.passage.article.id);
  const near = hits.filter((hit) => !same.includes(hit) && hit.score >= top.score * RELATED);
  return [...same, ...near];
}

const RELATED = 0.5;

function shownIn(question: Question): Shown {
  const said = question.history.filter(({ who }) => who === "bot").map(({ text }) => print(text));
  return (piece) => piece.print === "" || said.some((text) => text.includes(piece.print));
}

/** Passages in the student's language, if one of them is nearly as good as the best. */
function inLanguage(hits: readonly Hit[], language: string): readonly Hit[] {
  const own = hits.filter(({ passage }) => written(passage) === language);
  return (own[0]?.score ?? 0) >= (hits[0]?.score ?? 0) * ENOUGH ? own : hits;
}

const ENOUGH = 0.6;

function written({ article }: Passage): "en" | "zh" {
  return article.language.startsWith("zh") ? "zh" : "en";
}

function nearTitles(question: Question, hits: readonly Hit[], links: Links): readonly string[] {
  const asked = askedTerms(question.text.slice(0, 2_000)).filter(({ content }) => content);
  const about = hits.filter(({ passage }) => {
    const title = new Set(terms([passage.article.title, ...passage.path].join(" ")));
    return asked.some(({ term }) => title.has(term));
  });
  const byArticle = new Map(about.toReversed().map(({ passage }) => [passage.article.id, passage]));
  return [...byArticle.values()]
    .reverse()
    .slice(0, 2)
    .map((passage) => `- [${sectionName(passage)}](${links(passage)})`);
}
