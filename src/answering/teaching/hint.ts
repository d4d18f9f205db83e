import type { Progress } from "#ports/learning.ts";
import { answerPhrases } from "../../conversation/phrases/answers.ts";
import type { Found, Passage } from "../../knowledge/passage.ts";
import { askedTerms } from "../../knowledge/question/question.ts";
import { limits } from "../limits.ts";
import type { Answer, Question } from "../question.ts";
import { blocks } from "../quoting/blocks.ts";
import { example, next, type Shown } from "../quoting/pick.ts";
import { type Piece, pieces } from "../quoting/pieces.ts";
import { shownIn } from "../quoting/quote.ts";
import { citation, quoted, sectionName } from "../quoting/render.ts";
import type { Links } from "../quoting/unknown.ts";
import { hintsGiven, wasHinting } from "./hinted.ts";
import { withoutSolutions } from "./solution.ts";

/** When students are given hints instead of answers. */
export type HintsFor = "graded" | "everything" | "nothing";

/** Where a student stands with a graded task: the number of the next hint, from 1, and how many there are. */
export type HintStep = { readonly number: number; readonly of: number };

/** `goesOn`: it is about what was said before. `undefined` where a plain answer may be given: nothing about the question is graded. */
export function hintStep(
  question: Question,
  found: Found,
  {
    hints,
    progress,
    now,
    goesOn,
  }: { hints: HintsFor; progress: Progress | undefined; now: number; goesOn: boolean },
): HintStep | undefined {
  const isGraded =
    (goesOn && wasHinting(question.history)) ||
    found.hits[0]?.passage.article.graded === true ||
    (question.reading.graded && teaches(found));
  if (hints === "nothing" || !(isGraded || (hints === "everything" && teaches(found)))) return undefined;
  const isNear = progress?.deadlines.some(({ at }) => at > now && at - now <= limits.deadlineNearMs) ?? false;
  return { number: hintsGiven(question.history) + 1, of: isNear ? limits.hintsNearDeadline : limits.hints };
}

/** Prices, deadlines and rules are told in full; what lessons teach would solve a task. */
function teaches({ hits }: Found): boolean {
  const best = hits[0]?.passage.article.id;
  return hits.some(
    ({ passage }) => passage.article.id === best && blocks(passage.text).some(({ kind }) => kind === "code"),
  );
}

/** The words that stand before a hint. */
export function hintLead({ reading }: Question, step: HintStep): string {
  return answerPhrases(reading.language).hint(step.number, step.of);
}

/** Says that all hints were given, and who can help on. */
export function noMoreHints({ reading }: Question, found: Found): Answer {
  const text = answerPhrases(reading.language).noMoreHints;
  return { text, citations: [], found: true, sure: found.sure, escalate: false, by: "quote" };
}

/**
 * The next hint in the course's own words: first what the lesson says about it, then more of that, then a small
 * example of the lesson. `undefined` if there is nothing that was not shown yet.
 */
export function hint(question: Question, step: HintStep, found: Found, links: Links): Answer | undefined {
  const hits = withoutSolutions(found.hits);
  const shown = shownIn(question);
  const asked = askedTerms(question.text.slice(0, 2_000));
  const isLast = step.number === step.of;
  for (const { passage } of hits) {
    const some = part(pieces(passage.text), isLast, asked, shown);
    if (some.length > 0) return answer(question, step, { passage, some }, { found, links });
  }
  // The lessons have no example: then more words.
  const rest = isLast
    ? hits.find(({ passage }) => part(pieces(passage.text), false, asked, shown).length > 0)
    : undefined;
  if (rest === undefined) return undefined;
  const some = part(pieces(rest.passage.text), false, asked, shown);
  return answer(question, step, { passage: rest.passage, some }, { found, links });
}

const SENTENCES = 2;

function part(
  all: readonly Piece[],
  isLast: boolean,
  asked: Parameters<typeof example>[1],
  shown: Shown,
): readonly Piece[] {
  if (isLast) return example(all, asked, shown);
  return next(
    all.filter(({ kind }) => kind !== "code"),
    shown,
  ).slice(0, SENTENCES);
}

function answer(
  question: Question,
  step: HintStep,
  { passage, some }: { passage: Passage; some: readonly Piece[] },
  { found, links }: { found: Found; links: Links },
): Answer {
  const { language } = question.reading;
  const lead = hintLead(question, step);
  const source = answerPhrases(language).quoted(sectionName(passage), "[1]");
  return {
    text: `${lead}\n\n${source}\n\n${quoted(some, 1)}`,
    citations: [citation(passage, 1, links(passage))],
    found: true,
    sure: found.sure,
    escalate: false,
    by: "quote",
  };
}
