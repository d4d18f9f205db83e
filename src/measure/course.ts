/** Measures the answers without a model over a course's folder, on questions that say where their answer stands. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { createAnswerer } from "../answering/answer.ts";
import { createBudget } from "../answering/asking/budget.ts";
import type { Found, Query } from "../knowledge/passage.ts";
import { warmChinese } from "../knowledge/text/chinese.ts";
import { understand } from "../understanding/understand.ts";
import { searcherOfFolder } from "./corpus.ts";
import { readLines } from "./dataset.ts";
import { auroc, percentile } from "./ranking.ts";

/** A student's question; without `answers` the course does not hold it. The sections are anchors. */
export const COURSE_QUESTION = z.object({
  question: z.string(),
  language: z.string(),
  answers: z.array(z.object({ article: z.string(), sections: z.array(z.string()) })),
});
export type CourseQuestion = z.infer<typeof COURSE_QUESTION>;

export type CourseOptions = {
  /** The articles. */
  readonly folder: string;
  /** A file of `COURSE_QUESTION`, one a line. */
  readonly questions: string;
};

/** Shares of 1. The ranking is judged whether or not the bot then dared to answer. */
export type CourseFigures = {
  readonly answerable: number;
  readonly unanswerable: number;
  readonly "article hit@1": number;
  readonly "section hit@1": number;
  readonly answeredAnswerable: number;
  readonly refusedUnanswerable: number;
  readonly auroc: number;
  readonly p50ms: number;
  readonly meanMs: number;
};

/** What the bot made of one question. */
export type CourseResult = {
  readonly asked: CourseQuestion;
  /** `id#anchor` of the first source, or of what it found first when it refused. */
  readonly first: string;
  readonly answered: boolean;
  readonly sure: number;
  readonly text: string;
  readonly ms: number;
};

/** The half that choices were made on, and the half that only shows what they are worth. */
export async function evaluateCourse(
  options: CourseOptions,
): Promise<{ readonly tuned: CourseFigures; readonly unseen: CourseFigures }> {
  const results = await answerCourse(options);
  return {
    tuned: figures(results.filter(({ asked }) => isTuned(asked))),
    unseen: figures(results.filter(({ asked }) => !isTuned(asked))),
  };
}

/** By the hash of the question: half of them. */
export function isTuned({ question }: CourseQuestion): boolean {
  return (createHash("sha256").update(question).digest()[0] ?? 0) % 2 === 0;
}

/** Asks every question by itself, as in a new conversation. */
async function answerCourse({ folder, questions }: CourseOptions): Promise<readonly CourseResult[]> {
  const rows = await readLines(questions, COURSE_QUESTION);
  const searcher = await searcherOfFolder(folder);
  const words = await warmChinese();
  const ask = asker((query) => searcher.search(query, { words }));
  // the first round only warms up what the second is timed on
  for (const row of rows) await ask(row);
  const results: CourseResult[] = [];
  for (const row of rows) results.push(await ask(row));
  return results;
}

const ignore = () => undefined;
const SILENT = { info: ignore, warn: ignore, error: ignore };

function asker(search: (query: Query) => Found): (asked: CourseQuestion) => Promise<CourseResult> {
  let found: Found = { hits: [], sure: 0 };
  const answerer = createAnswerer({
    search: {
      async search(query) {
        found = search(query);
        return found;
      },
    },
    budget: createBudget(0, 0, () => 0),
    articleUrl: ({ article, anchor }) => `${article.id}#${anchor}`,
    now: () => 0,
    log: SILENT,
  });
  return async (asked) => {
    const start = performance.now();
    found = { hits: [], sure: 0 };
    const question = {
      text: asked.question,
      reading: understand(asked.question, []),
      history: [],
      student: "course",
    };
    for await (const part of answerer.answer(question)) {
      if (!("answer" in part)) continue;
      const { answer } = part;
      const best = found.hits[0]?.passage;
      return {
        asked,
        first: answer.citations[0]?.url ?? (best ? `${best.article.id}#${best.anchor}` : ""),
        answered: answer.found,
        sure: answer.sure,
        text: answer.text,
        ms: performance.now() - start,
      };
    }
    throw new Error("no answer");
  };
}

function isRightArticle({ asked, first }: CourseResult): boolean {
  return asked.answers.some(({ article }) => first.startsWith(`${article}#`));
}

function isRightSection({ asked, first }: CourseResult): boolean {
  return asked.answers.some(({ article, sections }) =>
    sections.some((section) => first === `${article}#${section}`),
  );
}

function figures(results: readonly CourseResult[]): CourseFigures {
  const answerable = results.filter(({ asked }) => asked.answers.length > 0);
  const unanswerable = results.filter(({ asked }) => asked.answers.length === 0);
  const times = results.map(({ ms }) => ms);
  return {
    answerable: answerable.length,
    unanswerable: unanswerable.length,
    "article hit@1": share(answerable, isRightArticle),
    "section hit@1": share(answerable, isRightSection),
    answeredAnswerable: share(answerable, ({ answered }) => answered),
    refusedUnanswerable: share(unanswerable, ({ answered }) => !answered),
    auroc: round(
      auroc(results.map(({ asked, sure }) => ({ score: sure, positive: asked.answers.length > 0 }))),
    ),
    p50ms: round(percentile(times, 0.5)),
    meanMs: round(times.reduce((sum, ms) => sum + ms, 0) / Math.max(1, times.length)),
  };
}

function share(results: readonly CourseResult[], is: (result: CourseResult) => boolean): number {
  return round(results.filter(is).length / Math.max(1, results.length));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
