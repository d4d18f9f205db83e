import { join } from "node:path";
import { expect, it } from "vitest";
import { evaluateIntents } from "../../src/measure/intents.ts";
import { compareSearch, growth } from "../../src/measure/search/compare.ts";
import { madeArticle, madeQuestion } from "../../src/measure/search/made.ts";
import { folderWith } from "../knowledge/folder.ts";

it("made articles and questions are the same at every run, and differ from each other", () => {
  expect(madeArticle(7)).toEqual(madeArticle(7));
  expect(madeArticle(7).passages[0]?.text).not.toBe(madeArticle(8).passages[0]?.text);
  expect(madeQuestion(1, 50)).toBe(madeQuestion(1, 50));
  expect(madeQuestion(1, 50)).not.toBe(madeQuestion(2, 50));
});

it("compares searches, each in a process of its own", { timeout: 60_000 }, async () => {
  const figures = [];
  for await (const one of compareSearch({ sizes: [40, 80], engines: ["deskmate"], questions: 5 }))
    figures.push(one);
  expect(figures).toHaveLength(2);
  for (const one of figures) {
    expect(one.left).toBeUndefined();
    expect(one.p50ms).toBeGreaterThan(0);
    expect(one.firstAnswerMs).toBeGreaterThan(0);
  }
  expect(Number.isFinite(growth(figures))).toBe(true);
});

it("says in words why an engine has no figure", { timeout: 60_000 }, async () => {
  for await (const { left } of compareSearch({ sizes: [8], engines: ["nothing"], questions: 1 }))
    expect(left).toBeTypeOf("string");
});

it("tells intents by the nearest utterances, and what has none", async () => {
  const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
  const folder = await folderWith({
    "labelled.jsonl": lines([
      { id: "1", text: "where is my refund", label: "refund" },
      { id: "2", text: "give me my money back", label: "refund" },
      { id: "3", text: "reset my password", label: "password" },
      { id: "4", text: "I forgot the password", label: "password" },
      { id: "5", text: "when does the course start", label: "start" },
      { id: "6", text: "the start date please", label: "start" },
    ]),
    "asked.jsonl": lines([
      { id: "a", text: "forgot my password", label: "password" },
      { id: "b", text: "a refund of my money", label: "refund" },
      { id: "c", text: "does it rain in Paris", label: "none", oos: true },
    ]),
  });
  const [figures] = await evaluateIntents({
    data: join(folder, "asked.jsonl"),
    corpus: join(folder, "labelled.jsonl"),
  });
  expect(figures).toMatchObject({ inScope: 2, outOfScope: 1, accuracyOfAll: 1 });
  expect(figures?.at.at(-1)).toMatchObject({ outOfScopeRecall: 1 });
});
