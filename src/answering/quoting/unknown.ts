import { answerPhrases } from "../../conversation/phrases/answers.ts";
import type { Found, Hit, Passage } from "../../knowledge/passage.ts";
import { askedTerms } from "../../knowledge/question/question.ts";
import { terms } from "../../knowledge/text/terms.ts";
import type { Topic } from "../following/topic.ts";
import { limits } from "../limits.ts";
import type { Answer, Question } from "../question.ts";
import { sectionName } from "./render.ts";

/** Where a passage can be read. */
export type Links = (passage: Passage) => string;

/** Says that it is not known, with the nearest titles if they are about the same thing at all. */
export function unknown(question: Question, found: Found, links: Links): Answer {
  const say = answerPhrases(question.reading.language);
  const near = found.sure < limits.near ? [] : nearTitles(question, found.hits, links);
  const more = near.length === 0 ? [] : [`${say.near}\n\n${near.join("\n")}`, say.toPerson];
  return nothing([say.unknown, ...more].join("\n\n"), found.sure);
}

/** Says that all of a topic was shown. */
export function exhausted(question: Question, topic: Topic, found: Found): Answer {
  const say = answerPhrases(question.reading.language);
  return nothing(topic.wish === "example" ? say.noMoreExamples : say.exhausted, found.sure);
}

/** Asks what the message is about. */
export function whatAbout(question: Question): Answer {
  return nothing(answerPhrases(question.reading.language).whatAbout, 0);
}

/** An answer that answers nothing. */
export function nothing(text: string, sure: number): Answer {
  return { text, citations: [], found: false, sure, escalate: false, by: "quote" };
}

/** At most two, each of another article, whose title has a telling word of the question. */
function nearTitles(question: Question, hits: readonly Hit[], links: Links): readonly string[] {
  const asked = askedTerms(question.text.slice(0, 2_000)).filter(({ content }) => content);
  const near = new Map<string, Passage>();
  for (const { passage } of hits) {
    const title = new Set(terms([passage.article.title, ...passage.path].join(" ")));
    const isAbout = asked.some(({ term }) => title.has(term));
    if (isAbout && near.size < 2 && !near.has(passage.article.id)) near.set(passage.article.id, passage);
  }
  return [...near.values()].map((passage) => `- [${sectionName(passage)}](${links(passage)})`);
}
