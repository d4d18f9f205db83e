/**
 * Makes the weights of `src/knowledge/sure-weights.ts`. Learns from the development halves whose licences
 * allow it, each made into a knowledge base of which a part is left out: Chinese questions on articles
 * (CMRC 2018, DRCD), English conversations (MTRAG-UN), and support intents as a FAQ (Banking77, CLINC150,
 * HINT3). And from half of the questions to a course. Both classes of a set weigh the same, and every set but the course.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { Searcher } from "../knowledge/index/searcher.ts";
import type { Query } from "../knowledge/passage.ts";
import type { Words } from "../knowledge/question/question.ts";
import { FEATURES, type Features, features } from "../knowledge/sure.ts";
import { warmChinese } from "../knowledge/text/chinese.ts";
import { searcherOf, searcherOfFolder } from "./corpus.ts";
import { COURSE_QUESTION, type CourseOptions, isTuned } from "./course.ts";
import { DOCUMENT, type DocumentRow, QUESTION, readLines } from "./dataset.ts";
import { type Fit, fitLogistic } from "./logistic.ts";
import { auroc } from "./ranking.ts";

/** One question with what the search made of it. */
type Case = { readonly set: string; readonly features: Features; readonly answerable: boolean };

export type SureFit = {
  readonly bias: number;
  readonly weights: Features;
  /** AUROC of each set by the weights learnt from the other ones. */
  readonly heldOut: Readonly<Record<string, number>>;
};

/** The share of documents or intents that are left out where a set does not say which. */
const LEFT_OUT = 0.3;
const RIDGE = 1;
const COURSE = "course";
/** A course is what the bot is for: its questions weigh as much as this many other sets. */
const COURSE_SHARE = 3;
/** Leaving out a few of few is a matter of chance: it is done three times. */
const ROUNDS = ["first", "second", "third"];

/** `folder` holds `corpora/` and `dev/` as described in its README; `course` is a course with its questions. */
export async function fitSure(folder: string, course: CourseOptions): Promise<SureFit> {
  const words = await warmChinese();
  const cases = [
    ...(await masked(folder, "kbqa_cmrc2018_zh", words)),
    ...(await masked(folder, "kbqa_drcd_zht", words)),
    ...(await conversations(folder, words)),
    ...(await unanswered(folder, words)),
    ...(await intents(folder, "intent_banking77_en", words)),
    ...(await intents(folder, "oos_clinc150_en", words)),
    ...(await intents(folder, "oos_hint3_en", words)),
    ...(await courseCases(course, words)),
  ];
  const sets = [...new Set(cases.map(({ set }) => set))];
  const heldOut = sets.map((set) => {
    const score = scorer(learn(cases.filter((one) => one.set !== set)));
    const rest = cases.filter((one) => one.set === set);
    return [set, auroc(rest.map((one) => ({ score: score(one), positive: one.answerable })))] as const;
  });
  const { bias, weights } = learn(cases);
  return {
    bias,
    weights: Object.fromEntries(FEATURES.map((name, at) => [name, weights[at] ?? 0])) as Features,
    heldOut: Object.fromEntries(heldOut),
  };
}

function learn(cases: readonly Case[]): Fit {
  const groups = Map.groupBy(cases, ({ set, answerable }) => `${set} ${answerable}`);
  const share = (set: string) => (set === COURSE ? COURSE_SHARE : 1);
  const all = [...groups.values()].reduce((sum, [first]) => sum + share(first?.set ?? ""), 0);
  const samples = cases.map((one) => ({
    values: FEATURES.map((name) => one.features[name]),
    positive: one.answerable,
    weight: (1000 * share(one.set)) / all / (groups.get(`${one.set} ${one.answerable}`)?.length ?? 1),
  }));
  return fitLogistic(samples, RIDGE);
}

function scorer({ weights }: Fit): (one: Case) => number {
  return (one) => FEATURES.reduce((sum, name, at) => sum + (weights[at] ?? 0) * one.features[name], 0);
}

/** A question that finds nothing is refused without asking the weights. */
function caseOf(
  set: string,
  searcher: Searcher,
  query: Query,
  words: Words | undefined,
  answerable: boolean,
): Case[] {
  const { shape } = searcher.judge(query, { words });
  return shape.words > 0 && shape.best ? [{ set, features: features(shape), answerable }] : [];
}

/** The half of the questions that may be learnt from. */
async function courseCases(course: CourseOptions, words: Words | undefined): Promise<Case[]> {
  const searcher = await searcherOfFolder(course.folder);
  const rows = await readLines(course.questions, COURSE_QUESTION);
  return rows.filter(isTuned).flatMap(({ question, language, answers }) => {
    const query = { text: question, language };
    return caseOf(COURSE, searcher, query, words, answers.length > 0);
  });
}

async function masked(folder: string, set: string, words: Words | undefined): Promise<Case[]> {
  const documents = await readLines(join(folder, "corpora", `${set}.jsonl.gz`), DOCUMENT);
  const questions = await readLines(join(folder, "dev", `${set}.jsonl.gz`), QUESTION);
  const searcher = searcherOf(documents.filter((row) => row.in_kb));
  return questions.flatMap(({ query, answerable_masked: answerable }) =>
    answerable === undefined ? [] : caseOf(set, searcher, { text: query }, words, answerable),
  );
}

async function conversations(folder: string, words: Words | undefined): Promise<Case[]> {
  const set = "ret_mtragun_en";
  const documents = await readLines(join(folder, "corpora", `${set}.jsonl.gz`), DOCUMENT);
  const questions = await readLines(join(folder, "dev", `${set}.jsonl.gz`), QUESTION);
  return ROUNDS.flatMap((round) => {
    const isLeftOut = (id: string) => lot(round + id) < LEFT_OUT;
    const searcher = searcherOf(documents.filter(({ id }) => !isLeftOut(id)));
    return questions.flatMap(({ query, history, rel = {} }) => {
      const left = Object.keys(rel).filter((id) => !isLeftOut(id)).length;
      const whole = left === 0 || left === Object.keys(rel).length;
      return whole ? caseOf(set, searcher, { text: query, history }, words, left > 0) : [];
    });
  });
}

const TURN = z.object({
  question: z.string(),
  answerability: z.string(),
  history: z.array(z.object({ role: z.string(), text: z.string() })),
});

/** Questions that people asked and that the documents really don't answer. */
async function unanswered(folder: string, words: Words | undefined): Promise<Case[]> {
  const documents = await readLines(join(folder, "corpora", "ret_mtragun_en.jsonl.gz"), DOCUMENT);
  const turns = await readLines(join(folder, "dev", "rag_mtragun_en.jsonl.gz"), TURN);
  const searcher = searcherOf(documents);
  return turns
    .filter(({ answerability }) => answerability === "ANSWERABLE" || answerability === "UNANSWERABLE")
    .flatMap(({ question, answerability, history }) => {
      const said = history.filter(({ role }) => role === "user").map(({ text }) => text);
      const query = { text: question, history: said };
      return caseOf("rag_mtragun_en", searcher, query, words, answerability === "ANSWERABLE");
    });
}

const UTTERANCE = z.object({
  text: z.string(),
  label: z.string(),
  oos: z.boolean().default(false),
  bot: z.string().default(""),
});

/** How many examples of an intent its article is also asked as, and how many stand in its text. */
const ASKED = 6;
const TOLD = 24;

async function intents(folder: string, set: string, words: Words | undefined): Promise<Case[]> {
  const examples = await readLines(join(folder, "corpora", `${set}_train.jsonl.gz`), UTTERANCE);
  const asked = await readLines(join(folder, "dev", `${set}.jsonl.gz`), UTTERANCE);
  const bots = [...new Set(asked.map(({ bot }) => bot))];
  return bots.flatMap((bot) => {
    const labelled = Map.groupBy(
      examples.filter((row) => row.bot === bot && !row.oos),
      ({ label }) => label,
    );
    return ROUNDS.flatMap((round) => {
      const kept = [...labelled].filter(([label]) => lot(round + label) >= LEFT_OUT);
      const known = new Set(kept.map(([label]) => label));
      const articles = kept.map(([label, rows]) =>
        faqArticle(
          label,
          rows.map(({ text }) => text),
        ),
      );
      const searcher = searcherOf(articles);
      return asked
        .filter((row) => row.bot === bot)
        .flatMap(({ text, label, oos }) => caseOf(set, searcher, { text }, words, !oos && known.has(label)));
    });
  });
}

function faqArticle(label: string, texts: readonly string[]): DocumentRow {
  const drawn = texts.toSorted((a, b) => lot(a) - lot(b));
  return DOCUMENT.parse({
    id: label,
    title: label.replace(/_/g, " ").toLowerCase(),
    asked: drawn.slice(0, ASKED),
    text: drawn.slice(ASKED, ASKED + TOLD).join(". "),
  });
}

/** A number from 0 to 1 that is always the same for the same text. */
function lot(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32LE(0) / 2 ** 32;
}
