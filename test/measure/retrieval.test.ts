import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { besideFts5 } from "../../src/measure/beside-fts5.ts";
import { fitLogistic } from "../../src/measure/logistic.ts";
import { auroc, hitAt, ndcgAt, percentile, recallAt, reciprocalRankAt } from "../../src/measure/ranking.ts";
import { evaluateRetrieval } from "../../src/measure/retrieval.ts";
import { folderWith } from "../knowledge/folder.ts";

describe("figures of a ranked list", () => {
  const ranked = ["a", "b", "c", "d"];
  const grades = new Map([
    ["b", 1],
    ["d", 2],
    ["x", 1],
  ]);

  it("are as counted by hand", () => {
    expect([1, 2, 3].map((k) => hitAt(k, ranked, grades))).toEqual([0, 1, 1]);
    expect(reciprocalRankAt(10, ranked, grades)).toBe(1 / 2);
    expect(reciprocalRankAt(1, ranked, grades)).toBe(0);
    expect(recallAt(10, ranked, grades)).toBe(2 / 3);
    const gained = 1 / Math.log2(3) + 2 / Math.log2(5);
    const ideal = 2 + 1 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcgAt(10, ranked, grades)).toBeCloseTo(gained / ideal, 12);
  });

  it("count ties half in the AUROC", () => {
    const of = (positive: number[], negative: number[]) =>
      auroc([
        ...positive.map((score) => ({ score, positive: true })),
        ...negative.map((score) => ({ score, positive: false })),
      ]);
    expect(of([0.9, 0.8], [0.1, 0.2])).toBe(1);
    expect(of([0.1], [0.9])).toBe(0);
    expect(of([0.5, 0.9], [0.5, 0.1])).toBe((0.5 + 1 + 1 + 1) / 4);
  });

  it("take the percentile that is reached", () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(3);
    expect(percentile([], 0.5)).toBe(0);
  });
});

describe("logistic regression", () => {
  it("finds the odds that it was given", () => {
    const samples = [0, 0, 0, 0, 1, 1, 1, 1].map((value, at) => ({
      values: [value],
      positive: at === 0 || at > 4,
      weight: 1,
    }));
    const { bias, weights } = fitLogistic(samples, 1e-9);
    expect(bias).toBeCloseTo(Math.log(1 / 3), 5);
    expect(weights[0]).toBeCloseTo(2 * Math.log(3), 5);
  });
});

const CORPUS = [
  {
    id: "r",
    lang: "en",
    title: "How do refunds work?",
    text: "Money back within 14 days.",
    article: "money",
  },
  {
    id: "g",
    lang: "en",
    title: "How to push with git?",
    text: "Type git push.",
    article: "tools",
    in_kb: false,
  },
  {
    id: "c",
    lang: "en",
    title: "Flexbox",
    heading: "Centre a box",
    text: "Use justify-content.",
    article: "css",
  },
];
const QUERIES = [
  { id: "1", query: "how do refunds work", rel: { r: 1 }, rel_article: "money", answerable_masked: true },
  { id: "2", query: "git push rejected", rel: { g: 1 }, rel_article: "tools", answerable_masked: false },
  {
    id: "3",
    query: "and how?",
    history: ["centre a box in flexbox"],
    rel: { c: 1 },
    rel_article: ["css"],
    answerable_masked: true,
  },
  { id: "4", query: "another corpus", rel: { zz: 1 } },
];
const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");

async function evaluate(options: Partial<Parameters<typeof evaluateRetrieval>[0]> = {}) {
  const folder = await folderWith({
    "corpus.jsonl.gz": gzipSync(lines(CORPUS)),
    "queries.jsonl": lines(QUERIES),
    "bad.jsonl": `${lines(QUERIES)}\n{"id": 7}`,
    "cut.jsonl": `${lines(QUERIES)}\n{"id": "7", `,
    "empty.jsonl": "\n",
  });
  const of = (name: string) => join(folder, name);
  return evaluateRetrieval({
    relevance: "rel",
    history: false,
    masked: false,
    ...options,
    corpus: of(options.corpus ?? "corpus.jsonl.gz"),
    queries: of(options.queries ?? "queries.jsonl"),
  });
}

describe("the measurement of retrieval", () => {
  it("counts the questions of this corpus", async () => {
    const figures = await evaluate();
    expect(figures).toMatchObject({ queries: 3, documents: 3, "hit@1": 0.6667, "recall@10": 0.6667 });
    expect(figures).not.toHaveProperty("auroc");
  });

  it("gives the earlier turns when told to", async () => {
    expect(await evaluate({ history: true })).toMatchObject({ "hit@1": 1, "mrr@10": 1, "ndcg@10": 1 });
  });

  it("can count articles instead of documents", async () => {
    expect(await evaluate({ history: true, relevance: "rel_article" })).toMatchObject({ "hit@1": 1 });
  });

  it("leaves masked documents out and measures whether that is known", async () => {
    const figures = await evaluate({ masked: true, history: true });
    expect(figures).toMatchObject({
      queries: 3,
      documents: 2,
      auroc: 1,
      refusedUnanswerable: 1,
      answeredAnswerable: 1,
    });
  });

  it.each([
    ["bad.jsonl", /bad\.jsonl:5: .*query/s],
    ["cut.jsonl", /cut\.jsonl:5: is not JSON/],
    ["empty.jsonl", /empty\.jsonl: holds no rows/],
    ["none.jsonl", /none\.jsonl: can't be read/],
  ])("names the file and the line that is wrong in %s", async (queries, message) => {
    await expect(evaluate({ queries })).rejects.toThrow(message);
  });

  it("puts the plain ranking and FTS5 beside the complete search", async () => {
    const folder = await folderWith({ "corpus.jsonl": lines(CORPUS), "queries.jsonl": lines(QUERIES) });
    const [corpus, queries] = [join(folder, "corpus.jsonl"), join(folder, "queries.jsonl")];
    const engines = await besideFts5({ corpus, queries, relevance: "rel" });
    expect(engines.map(({ engine }) => engine)).toEqual(["plain (BM25F)", "FTS5, porter", "complete"]);
    // the third question says nothing without the words before it
    for (const figures of engines) expect(figures).toMatchObject({ "hit@1": 0.6667, "ndcg@10": 0.6667 });
  });

  it("says when no question fits the corpus", async () => {
    await expect(evaluate({ relevance: "rel_cross" })).rejects.toThrow(/no question has rel_cross/);
  });
});
