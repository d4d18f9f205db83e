import { randomBytes } from "node:crypto";
import type { LanguageModel } from "#ports/model.ts";
import type { Log } from "#ports/platform.ts";
import type { Found, Passage, Search } from "../knowledge/passage.ts";
import { type Asked, createAsker } from "./asking/ask.ts";
import type { Budget } from "./asking/budget.ts";
import type { Deadlines } from "./asking/listen.ts";
import { limits } from "./limits.ts";
import type { Answer, Answerer, AnswerPart, Question } from "./question.ts";
import { quote } from "./quoting/quote.ts";
import { unknown, whatAbout } from "./quoting/unknown.ts";
import { type Topic, topicOf } from "./topic.ts";

export type AnswererOptions = {
  readonly search: Search;
  /** Without it every answer is quoted. */
  readonly model?: LanguageModel | undefined;
  readonly budget: Budget;
  /** Where a passage can be read. */
  readonly articleUrl: (passage: Passage) => string;
  /** Hosts that an answer may name though its sources don't. */
  readonly allowedHosts?: readonly string[];
  readonly now: () => number;
  readonly log: Log;
  readonly deadlines?: Deadlines;
};

/** The answerer of the course: by the model where there is one and it keeps to the passages, else by quoting. */
export function createAnswerer(options: AnswererOptions): Answerer {
  const { search, model, log, articleUrl } = options;
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
      let found: Found = { hits: [], sure: 0 };
      try {
        const topic = topicOf(question);
        if (topic === undefined) return yield { answer: whatAbout(question) };
        found = await search.search(queryOf(topic, question));
        if (topic.wish === "simpler") found = await withIntroduction(found, question);
        const asked =
          ask !== undefined && worthAsking(found) ? yield* drafts(ask(question, found)) : undefined;
        yield { answer: asked ?? quote(question, topic, found, articleUrl) };
      } catch (error) {
        log.error("answer failed", { error: error instanceof Error ? error.name : typeof error });
        yield { answer: unknown(question, { hits: [], sure: 0 }, articleUrl) };
      }
    },
  };

  /** What an article says first is what it says most simply; a question seldom finds it. */
  async function withIntroduction(found: Found, question: Question): Promise<Found> {
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
}

function queryOf({ text, carried, wish }: Topic, { reading }: Question) {
  const limit = wish === "answer" ? limits.hits : limits.topicHits;
  return { text, language: reading.language, history: carried, limit };
}

function worthAsking({ hits, sure }: Found): boolean {
  return hits.length > 0 && sure >= limits.worthAsking;
}

/** Hands the drafts on, and returns the answer if the model gave one that may be shown. */
async function* drafts(asked: AsyncIterable<Asked>): AsyncGenerator<AnswerPart, Answer | undefined> {
  for await (const part of asked) {
    if ("draft" in part) yield part;
    else return part.answer;
  }
  return undefined;
}
