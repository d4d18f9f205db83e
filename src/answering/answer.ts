import { randomBytes } from "node:crypto";
import type { Learning, Progress } from "#ports/learning.ts";
import type { LanguageModel } from "#ports/model.ts";
import type { Log } from "#ports/platform.ts";
import { answerPhrases } from "../conversation/phrases/answers.ts";
import type { AidedSearch } from "../knowledge/aided/aided-search.ts";
import type { Found, Passage, Search } from "../knowledge/passage.ts";
import { searchText } from "../materials/search-text.ts";
import { type Asked, createAsker } from "./asking/ask.ts";
import type { Budget } from "./asking/budget.ts";
import type { Deadlines } from "./asking/listen.ts";
import { aboutFiles, isLinkAlone, withNotes } from "./files.ts";
import { clarify, clarifyUnknown } from "./following/clarify.ts";
import { type Topic, topicOf } from "./following/topic.ts";
import { unseen } from "./following/unseen.ts";
import { limits } from "./limits.ts";
import type { Answer, Answerer, AnswerPart, Question } from "./question.ts";
import { quote } from "./quoting/quote.ts";
import { nothing, unknown, whatAbout } from "./quoting/unknown.ts";
import { allowedTo } from "./teaching/allowed.ts";
import { type HintStep, type HintsFor, hint, hintStep, noMoreHints } from "./teaching/hint.ts";
import { withoutGradedSolutions, withoutSolutions } from "./teaching/solution.ts";

export type AnswererOptions = {
  readonly search: Search;
  /** The same search with a model at its side, paid for by the student who asks. */
  readonly aided?: AidedSearch | undefined;
  /** Without it every answer is quoted. */
  readonly model?: LanguageModel | undefined;
  readonly budget: Budget;
  /** Where a passage can be read. */
  readonly articleUrl: (passage: Passage) => string;
  /** Hosts that an answer may name though its sources don't. */
  readonly allowedHosts?: readonly string[];
  /** Without it all modules are open, and deadlines are not known. */
  readonly learning?: Learning | undefined;
  /** When hints are given instead of answers; for graded work unless said otherwise. */
  readonly hints?: HintsFor;
  readonly now: () => number;
  readonly log: Log;
  readonly deadlines?: Deadlines;
};

/** The answerer of the course: by the model where there is one and it keeps to the passages, else by quoting. */
export function createAnswerer(options: AnswererOptions): Answerer {
  const { search, aided, model, budget, log, articleUrl, learning, now, hints = "graded" } = options;
  const ask =
    model === undefined
      ? undefined
      : createAsker({
          ...options,
          model,
          allowedHosts: options.allowedHosts ?? [],
          deadlines: options.deadlines ?? limits,
          canary: randomBytes(8).toString("hex"),
        });

  return {
    async *answer(question) {
      try {
        for await (const part of answer(question))
          yield "answer" in part ? { answer: withNotes(part.answer, question) } : part;
      } catch (error) {
        log.error("answer failed", { error: error instanceof Error ? error.name : typeof error });
        yield { answer: unknown(question, { hits: [], sure: 0 }, articleUrl) };
      }
    },
  };

  async function* answer(written: Question): AsyncGenerator<AnswerPart, void> {
    const since = now();
    const question = { ...written, text: searchText(written.text, written.files?.materials ?? []) };
    const topic = topicOf(question);
    if (isLinkAlone(written) || topic === undefined)
      return yield { answer: aboutFiles(written) ?? whatAbout(question) };
    const progress = await progressOf(question.student);
    const { found, locked } = allowedTo(await searched(topic, question), progress);
    if (locked !== undefined && found.sure < limits.sure)
      return yield { answer: nothing(answerPhrases(question.reading.language).locked, found.sure) };
    const step = hintStep(question, found, {
      hints,
      progress: typeof progress === "object" ? progress : undefined,
      now: now(),
      goesOn: topic.carried.length > 0 || topic.text !== question.text,
    });
    if (step !== undefined) return yield* withHints({ written, question, found, step, since });
    const open = hints === "nothing" ? found : { ...found, hits: withoutGradedSolutions(found.hits) };
    const unclear = clarify(question, topic, open, articleUrl);
    if (unclear !== undefined) return yield { answer: unclear };
    const asked = yield* byModel(written, open, since);
    const answer = asked ?? quote(question, topic, open, articleUrl);
    // Files without a word may hold anything: what is not known about them is asked.
    const asks = answer.found
      ? undefined
      : written.text.trim() === ""
        ? aboutFiles(written)
        : clarifyUnknown(question, topic, open, articleUrl);
    yield { answer: asks ?? answer };
  }

  /** The next hint for graded work, by the model if it keeps the solution to itself. */
  async function* withHints(task: {
    written: Question;
    question: Question;
    found: Found;
    step: HintStep;
    since: number;
  }): AsyncGenerator<AnswerPart, void> {
    const { written, question, found, step, since } = task;
    if (step.number > step.of) return yield { answer: noMoreHints(question, found) };
    const open = { ...found, hits: withoutSolutions(found.hits) };
    const withheld = found.hits.map(({ passage }) => passage);
    const last = step.number > 1 ? noMoreHints(question, found) : unknown(question, open, articleUrl);
    const asked = yield* byModel(written, open, since, { step, withheld });
    const quoted = found.sure < limits.sure ? undefined : hint(question, step, open, articleUrl);
    yield { answer: asked ?? quoted ?? last };
  }

  async function* byModel(
    question: Question,
    found: Found,
    since: number,
    hinting?: { step: HintStep; withheld: readonly Passage[] },
  ): AsyncGenerator<AnswerPart, Answer | undefined> {
    if (ask === undefined || found.hits.length === 0 || found.sure < limits.worthAsking) return undefined;
    return yield* drafts(ask(question, found, since, hinting));
  }

  async function searched(topic: Topic, question: Question): Promise<Found> {
    const limit = topic.wish === "answer" && !topic.rejects ? limits.hits : limits.topicHits;
    const { text, carried } = topic;
    const language = question.reading.language;
    const paid = aided?.paidBy((tokens) => budget.reserve(question, tokens)) ?? search;
    const asWritten = await paid.search({ text, language, history: carried, limit });
    const found = await spelledOut(topic, question, asWritten);
    if (topic.wish !== "answer") return withArticle(found, question);
    return unseen(topic, question, found);
  }

  /** What a follow-up is found by most surely: as it is written, or with what it leaves out said in words. */
  async function spelledOut(topic: Topic, { reading }: Question, asWritten: Found): Promise<Found> {
    const isFound = topic.carried.length === 0 && asWritten.sure >= limits.sure;
    if (topic.spelledOut === undefined || isFound) return asWritten;
    const limit = topic.wish === "answer" ? limits.hits : limits.topicHits;
    const { language } = reading;
    const found = await Promise.all(topic.spelledOut.map((text) => search.search({ text, language, limit })));
    // What names nothing by itself is found by chance.
    const all = topic.goesOn ? found : [asWritten, ...found];
    return all.reduce((best, one) => (one.sure > best.sure ? one : best));
  }

  /** The rest of the best article: its introduction is what it says most simply, and examples stand all over it. */
  async function withArticle(found: Found, question: Question): Promise<Found> {
    const article = found.hits[0]?.passage.article;
    if (article === undefined) return found;
    const more = await search.search({
      text: article.title,
      language: question.reading.language,
      limit: limits.topicHits,
    });
    const known = new Set(found.hits.map(({ passage }) => passage.text));
    const hits = more.hits.filter(
      ({ passage }) => passage.article.id === article.id && !known.has(passage.text),
    );
    return { ...found, hits: [...found.hits, ...hits.map(({ passage }) => ({ passage, score: 0 }))] };
  }

  /** A learning platform that can't tell opens nothing. */
  async function progressOf(student: string): Promise<Progress | "open" | "unknown"> {
    if (learning === undefined) return "open";
    try {
      return (await learning.progress(student)) ?? "unknown";
    } catch (error) {
      log.warn("progress not known", { error: error instanceof Error ? error.name : typeof error });
      return "unknown";
    }
  }
}

/** Hands the drafts on, and returns the answer if the model gave one that may be shown. */
async function* drafts(asked: AsyncIterable<Asked>): AsyncGenerator<AnswerPart, Answer | undefined> {
  for await (const part of asked) {
    if ("draft" in part) yield part;
    else return part.answer;
  }
  return undefined;
}
