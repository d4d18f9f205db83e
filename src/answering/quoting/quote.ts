import { answerPhrases } from "../../conversation/phrases/answers.ts";
import type { Found, Hit, Passage } from "../../knowledge/passage.ts";
import type { Topic } from "../following/topic.ts";
import { limits } from "../limits.ts";
import type { Answer, Question } from "../question.ts";
import { choose } from "./choose.ts";
import type { Shown } from "./pick.ts";
import { print } from "./pieces.ts";
import { citation, quoted, sectionName } from "./render.ts";
import { exhausted, type Links, unknown } from "./unknown.ts";

/** Answers in the course's own words, with sources; without a model and in well under a millisecond. */
export function quote(question: Question, topic: Topic, found: Found, links: Links): Answer {
  if (found.sure < limits.sure || found.hits.length === 0) return unknown(question, found, links);
  const { language } = question.reading;
  const parts = choose(topic, inLanguage(found.hits, language), shownIn(question));
  const first = parts[0];
  if (first === undefined) return exhausted(question, topic, found);

  const say = answerPhrases(language);
  const texts = parts.map(({ passage, pieces, lead }, index) => {
    const begin = say[lead](sectionName(passage), `[${index + 1}]`);
    return `${begin}\n\n${quoted(pieces, index + 1)}`;
  });
  const writtenIn = written(first.passage);
  const note = writtenIn === language ? [] : [say.otherLanguage[writtenIn]];
  return {
    text: [...note, ...texts].join("\n\n"),
    citations: parts.map(({ passage }, index) => citation(passage, index + 1, links(passage))),
    found: true,
    sure: found.sure,
    escalate: parts.some(({ passage }) => passage.article.escalate),
    by: "quote",
  };
}

/** What the bot said in this conversation, in whichever order it quoted. */
export function shownIn(question: Question): Shown {
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
