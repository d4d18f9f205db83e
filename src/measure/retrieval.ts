/** Measures the search that is shipped on files of questions with known documents. */

import { REFUSE_BELOW } from "../knowledge/sure-weights.ts";
import { warmChinese } from "../knowledge/text/chinese.ts";
import { searcherOf } from "./corpus.ts";
import {
  DatasetError,
  DOCUMENT,
  type DocumentRow,
  QUESTION,
  type QuestionRow,
  readLines,
} from "./dataset.ts";
import { auroc, hitAt, ndcgAt, percentile, recallAt, reciprocalRankAt } from "./ranking.ts";

export type RetrievalOptions = {
  readonly corpus: string;
  readonly queries: string;
  readonly relevance: "rel" | "rel_cross" | "rel_article";
  /** Give the earlier turns to the search. */
  readonly history: boolean;
  /** Index only the documents with `in_kb`, and measure whether it knows what it does not hold. */
  readonly masked: boolean;
};

export type RetrievalFigures = {
  readonly queries: number;
  readonly documents: number;
  readonly "hit@1": number;
  readonly "hit@3": number;
  readonly "mrr@10": number;
  readonly "ndcg@10": number;
  readonly "recall@10": number;
  readonly p50ms: number;
  readonly p99ms: number;
  readonly auroc?: number;
  readonly refusedUnanswerable?: number;
  readonly answeredAnswerable?: number;
};

/** Passages asked for, so that ten documents come out of them. */
const PASSAGES = 50;

/** Ranks documents by their best passage. Throws DatasetError, naming the file and the line. */
export async function evaluateRetrieval(options: RetrievalOptions): Promise<RetrievalFigures> {
  const documents = (await readLines(options.corpus, DOCUMENT)).filter((row) => !options.masked || row.in_kb);
  const questions = relevantTo(documents, await readLines(options.queries, QUESTION), options);
  const searcher = searcherOf(documents);
  const words = await warmChinese();
  const articleOf = new Map(documents.map(({ id, article }) => [id, article ?? id]));
  const nameOf = (id: string) => (options.relevance === "rel_article" ? (articleOf.get(id) ?? id) : id);

  const results = questions.map(({ row, grades }) => {
    const start = performance.now();
    const { hits, sure } = searcher.search(
      { text: row.query, limit: PASSAGES, ...(options.history ? { history: row.history } : {}) },
      { words },
    );
    const ms = performance.now() - start;
    return {
      row,
      grades,
      sure,
      ms,
      ranked: [...new Set(hits.map(({ passage }) => nameOf(passage.article.id)))],
    };
  });
  // with documents left out, only what can be found says something about the ranking
  const ranked = results.filter(({ row }) => !options.masked || row.answerable_masked !== false);
  const mean = (figure: (result: (typeof results)[number]) => number) =>
    round(ranked.reduce((sum, result) => sum + figure(result), 0) / Math.max(1, ranked.length));
  return {
    queries: questions.length,
    documents: documents.length,
    "hit@1": mean(({ ranked, grades }) => hitAt(1, ranked, grades)),
    "hit@3": mean(({ ranked, grades }) => hitAt(3, ranked, grades)),
    "mrr@10": mean(({ ranked, grades }) => reciprocalRankAt(10, ranked, grades)),
    "ndcg@10": mean(({ ranked, grades }) => ndcgAt(10, ranked, grades)),
    "recall@10": mean(({ ranked, grades }) => recallAt(10, ranked, grades)),
    p50ms: round(
      percentile(
        results.map(({ ms }) => ms),
        0.5,
      ),
    ),
    p99ms: round(
      percentile(
        results.map(({ ms }) => ms),
        0.99,
      ),
    ),
    ...(options.masked ? refusal(results) : {}),
  };
}

function refusal(results: readonly { readonly row: QuestionRow; readonly sure: number }[]) {
  const judged = results.flatMap(({ row, sure }) =>
    row.answerable_masked === undefined ? [] : [{ score: sure, positive: row.answerable_masked }],
  );
  const share = (positive: boolean, refused: boolean) => {
    const group = judged.filter((one) => one.positive === positive);
    return round(
      group.filter(({ score }) => score < REFUSE_BELOW === refused).length / Math.max(1, group.length),
    );
  };
  return {
    auroc: round(auroc(judged)),
    refusedUnanswerable: share(false, true),
    answeredAnswerable: share(true, false),
  };
}

type Judged = { readonly row: QuestionRow; readonly grades: ReadonlyMap<string, number> };

/** The questions with what is relevant to them; those about documents of another corpus are left out. */
export function relevantTo(
  documents: readonly DocumentRow[],
  rows: readonly QuestionRow[],
  options: RetrievalOptions,
) {
  const known = new Set(
    documents.flatMap(({ id, article }) => (article === undefined ? [id] : [id, article])),
  );
  const judged: Judged[] = rows.flatMap((row) => {
    const grades = gradesOf(row[options.relevance]);
    const inCorpus = [...grades.keys()].some((id) => known.has(id));
    return inCorpus || (options.masked && row.answerable_masked === false) ? [{ row, grades }] : [];
  });
  if (judged.length === 0)
    throw new DatasetError(
      `${options.queries}: no question has ${options.relevance} documents in ${options.corpus}`,
    );
  return judged;
}

function gradesOf(value: QuestionRow["rel_article"]): ReadonlyMap<string, number> {
  if (value === undefined) return new Map();
  if (typeof value === "string") return new Map([[value, 1]]);
  return new Map(Array.isArray(value) ? value.map((id) => [id, 1]) : Object.entries(value));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
