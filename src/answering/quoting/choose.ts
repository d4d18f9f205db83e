import type { Hit, Passage } from "../../knowledge/passage.ts";
import { type AskedTerm, askedTerms } from "../../knowledge/question/question.ts";
import { terms } from "../../knowledge/text/terms.ts";
import type { Topic } from "../following/topic.ts";
import { best, example, next, type Shown, shortest, simplest } from "./pick.ts";
import { type Piece, pieces } from "./pieces.ts";

/** What is quoted of a passage, and how it is introduced. */
export type Part = {
  readonly passage: Passage;
  readonly pieces: readonly Piece[];
  readonly lead: "quoted" | "alsoQuoted" | "simpler" | "example" | "more" | "shorter";
};

/** The parts that answer, best first; none when everything that could was shown before. */
export function choose(topic: Topic, hits: readonly Hit[], shown: Shown): readonly Part[] {
  const asked = askedTerms(topic.text.slice(0, MOST));
  switch (topic.wish) {
    case "answer":
      return answers(asked, hits);
    case "example":
      return firstWith("example", oneTopic(hits), ({ text }) => example(pieces(text), asked, shown));
    case "more":
      return firstWith("more", oneTopic(hits), ({ text }) => next(pieces(text), shown));
    case "less":
      return firstWith("shorter", oneTopic(hits), ({ text }) => shortest(pieces(text), asked));
    case "simpler": {
      const about = [...asked, ...askedTerms(hits[0]?.passage.article.title ?? "")];
      const said = firstWith("simpler", introductionFirst(hits), (passage) =>
        simplest(pieces(passage.text), introduces(passage, asked) ? undefined : about, shown),
      );
      // What can't be said more simply can be shown.
      return said.length > 0 ? said : choose({ ...topic, wish: "example" }, hits, shown);
    }
  }
}

/** A question is told by its beginning; a paste is not weighed to its end. */
const MOST = 2_000;

/** The best passage; a second one if it is nearly as good and covers words of the question that the first lacks. */
function answers(asked: readonly AskedTerm[], hits: readonly Hit[]): readonly Part[] {
  const [first, ...others] = hits;
  if (first === undefined) return [];
  const part = ({ passage }: Hit, lead: Part["lead"]): Part => ({
    passage,
    pieces: best(pieces(passage.text), asked),
    lead,
  });
  const covered = new Set(terms(`${first.passage.path.join(" ")} ${first.passage.text}`));
  const missing = asked.filter(({ term, content }) => content && !covered.has(term));
  const second = others.find(
    ({ passage, score }) =>
      score >= first.score * NEARLY &&
      passage.article.language === first.passage.article.language &&
      missing.some(({ term }) => pieces(passage.text).some((piece) => piece.terms.has(term))),
  );
  const parts =
    second === undefined ? [part(first, "quoted")] : [part(first, "quoted"), part(second, "alsoQuoted")];
  return parts.filter(({ pieces }) => pieces.length > 0);
}

const NEARLY = 0.8;

function firstWith(
  lead: Part["lead"],
  hits: readonly Hit[],
  pick: (passage: Passage) => readonly Piece[],
): readonly Part[] {
  for (const { passage } of hits) {
    const found = pick(passage);
    if (found.length > 0) return [{ passage, pieces: found, lead }];
  }
  return [];
}

/** A wish stays with its article, then goes on to passages that are about as near. */
function oneTopic(hits: readonly Hit[]): readonly Hit[] {
  const top = hits[0];
  if (top === undefined) return [];
  const same = hits.filter(({ passage }) => passage.article.id === top.passage.article.id);
  const near = hits.filter((hit) => !same.includes(hit) && hit.score >= top.score * RELATED);
  return [...same, ...near];
}

const RELATED = 0.5;

/** Whether it stands before the first heading of an article about what was asked: a collection's says nothing of it. */
function introduces({ path, text, article }: Passage, asked: readonly AskedTerm[]): boolean {
  const named = new Set(terms(`${article.title} ${text}`));
  return path.length === 0 && asked.some(({ term, content }) => content && named.has(term));
}

/** The article of the best passage alone, what stands before its first heading at the front. */
function introductionFirst(hits: readonly Hit[]): readonly Hit[] {
  const same = hits.filter(({ passage }) => passage.article.id === hits[0]?.passage.article.id);
  return same.toSorted((a, b) => Number(a.passage.path.length > 0) - Number(b.passage.path.length > 0));
}
