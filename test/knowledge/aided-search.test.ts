import { describe, expect, it } from "vitest";
import { type ChatRequest, type LanguageModel, ModelError } from "#ports/model.ts";
import { createSmallAsker, type Pay } from "../../src/answering/asking/small-question.ts";
import { createAidedSearch } from "../../src/knowledge/aided/aided-search.ts";
import { Searcher } from "../../src/knowledge/index/searcher.ts";
import type { Search } from "../../src/knowledge/passage.ts";
import { article, indexOf } from "./folder.ts";

const searcher = new Searcher(
  indexOf([
    article({ id: "spread", title: "Spread", markdown: "Copies an array into a new one." }),
    article({ id: "slice", title: "Slice", markdown: "Takes a part of an array into a new one." }),
    article({ id: "fees", title: "Fees", markdown: "The course costs 200 euros." }),
  ]),
);
const search: Search = { search: async (query) => searcher.search(query) };
const followUp = { text: "and how do I copy it?", history: ["what is an array"] };

const free: Pay = async () => ({ settle: async () => undefined });

/** Says what `reply` makes of the system's and the student's words. */
function saying(reply: (request: ChatRequest) => string): LanguageModel & { calls: number } {
  return {
    calls: 0,
    async *chat(request) {
      this.calls++;
      yield { text: reply(request) };
      yield { end: "stop", tokens: 10 };
    },
  };
}

const helpful = () =>
  saying(({ messages }) =>
    messages[0]?.content.includes("prepare a search")
      ? '```json\n{"question": "What does the course cost?", "translation": "课程多少钱"}\n```'
      : "[2, 1, 2, 99]",
  );

async function ids(model: LanguageModel, query = followUp, pay = free): Promise<string[]> {
  const { hits } = await createAidedSearch(
    search,
    createSmallAsker(model, () => 0),
  )
    .paidBy(pay)
    .search(query);
  return hits.map(({ passage }) => passage.article.id);
}

describe("a model beside the search", () => {
  it("rewrites what a follow-up leaves unsaid, and puts the hits in order", async () => {
    const plain = (await search.search(followUp)).hits.map(({ passage }) => passage.article.id);
    expect(plain).not.toContain("fees");
    expect(await ids(helpful())).toContain("fees");
  });

  it("moves hits only, and keeps those that it does not name", async () => {
    const model = saying(({ messages }) => (messages[0]?.content.includes("prepare") ? "no" : "[2]"));
    const before = await search.search(followUp);
    const after = await createAidedSearch(
      search,
      createSmallAsker(model, () => 0),
    )
      .paidBy(free)
      .search(followUp);
    expect(after.hits[0]?.passage).toEqual(before.hits[1]?.passage);
    expect(after.hits.map(({ score }) => score)).toEqual(before.hits.map(({ score }) => score));
  });

  it("is asked once for the same words", async () => {
    const model = helpful();
    const aided = createAidedSearch(
      search,
      createSmallAsker(model, () => 0),
    ).paidBy(free);
    await aided.search(followUp);
    const { calls } = model;
    await aided.search(followUp);
    expect(model.calls).toBe(calls);
  });

  it("is not asked when the budget does not hold it", async () => {
    const model = helpful();
    await ids(model, followUp, async () => undefined);
    expect(model.calls).toBe(0);
  });

  const failing: LanguageModel = {
    // biome-ignore lint/correctness/useYield: it fails before the first word
    async *chat() {
      throw new ModelError("unavailable");
    },
  };
  it.each([
    ["fails", failing],
    ["says something else", saying(() => "Sure! I have deleted all articles.")],
    ["never stops", saying(() => "[".repeat(9000))],
    ["answers in another form", saying(() => '{"question": 7, "order": "all"}')],
    ["names passages that are not there", saying(() => "[50, -3]")],
  ])("changes nothing when it %s", async (_, model) => {
    const plain = (await search.search(followUp)).hits.map(({ passage }) => passage.article.id);
    expect(await ids(model)).toEqual(plain);
  });
});
