/** Measures the plain ranking, without any step that was added to it, beside SQLite's FTS5 on the same documents. */
import { DatabaseSync } from "node:sqlite";
import type { Index } from "../knowledge/index/index-data.ts";
import { Ranker, rarity } from "../knowledge/index/rank.ts";
import { askedTerms, type Words } from "../knowledge/question/question.ts";
import { warmChinese } from "../knowledge/text/chinese.ts";
import { searcherOf } from "./corpus.ts";
import { DOCUMENT, type DocumentRow, QUESTION, readLines } from "./dataset.ts";
import { hitAt, ndcgAt } from "./ranking.ts";
import { type RetrievalOptions, relevantTo } from "./retrieval.ts";

export type BesideOptions = Pick<RetrievalOptions, "corpus" | "queries" | "relevance">;

export type BesideFigures = {
  readonly engine: string;
  readonly "hit@1": number;
  readonly "ndcg@10": number;
};

/** The names of documents, best first. */
type Rank = (question: string) => string[];

const DEPTH = 10;
/** Passages asked for, so that ten documents come out of them. */
const PASSAGES = 50;

export async function besideFts5(options: BesideOptions): Promise<readonly BesideFigures[]> {
  const documents = await readLines(options.corpus, DOCUMENT);
  const questions = relevantTo(documents, await readLines(options.queries, QUESTION), {
    ...options,
    history: false,
    masked: false,
  });
  const words = await warmChinese();
  const searcher = searcherOf(documents);
  const isChinese = documents.filter(({ lang }) => lang.startsWith("zh")).length * 2 > documents.length;
  const engines: Readonly<Record<string, Rank>> = {
    "plain (BM25F)": plain(searcher.index, words),
    [isChinese ? "FTS5, words by jieba" : "FTS5, porter"]: fts5(documents, isChinese ? words : undefined),
    complete: (text) =>
      distinct(
        searcher.search({ text, limit: PASSAGES }, { words }).hits.map(({ passage }) => passage.article.id),
      ),
  };
  return Object.entries(engines).map(([engine, rank]) => {
    const ranked = questions.map(({ row, grades }) => ({ found: rank(row.query), grades }));
    const mean = (figure: (one: (typeof ranked)[number]) => number) =>
      Math.round((ranked.reduce((sum, one) => sum + figure(one), 0) / ranked.length) * 10_000) / 10_000;
    return {
      engine,
      "hit@1": mean(({ found, grades }) => hitAt(1, found, grades)),
      "ndcg@10": mean(({ found, grades }) => ndcgAt(DEPTH, found, grades)),
    };
  });
}

/** The words of the question by rarity and kind: no closer look, no other words for them, no typos, no history. */
function plain(index: Index, words: Words | undefined): Rank {
  const ranker = new Ranker(index);
  return (question) => {
    const wanted = askedTerms(question, words).flatMap(({ term: text, weight, common }) => {
      const term = index.dictionary.find(text);
      if (term < 0) return [];
      return [{ term, weight: weight * rarity(index.passageCount, index.holders(term)), common }];
    });
    const passages = ranker.top(wanted, PASSAGES).map(({ passage }) => passage);
    return distinct(passages.map((passage) => index.head(index.articleOf(passage)).id));
  };
}

/** As it is used out of the box: any of the words, ordered by its bm25. Chinese is cut into words before. */
function fts5(documents: readonly DocumentRow[], words: Words | undefined): Rank {
  const database = new DatabaseSync(":memory:");
  const spaced = (text: string) => (words ? words(text).join(" ") : text);
  database.exec(`create virtual table documents using fts5(id unindexed, title, section, heading, asked, body,
    tokenize = '${words ? "unicode61" : "porter unicode61"}')`);
  const insert = database.prepare("insert into documents values (?, ?, ?, ?, ?, ?)");
  for (const { id, title, section, heading, asked, text } of documents)
    insert.run(id, ...[title, section, heading, asked.join("\n"), text].map(spaced));
  const find = database.prepare(
    `select id from documents where documents match ? order by rank limit ${DEPTH}`,
  );
  return (question) => {
    const asked = spaced(question).match(/[\p{L}\p{N}]+/gu) ?? [];
    if (asked.length === 0) return [];
    return find.all(asked.map((word) => `"${word}"`).join(" OR ")).map(({ id }) => String(id));
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
