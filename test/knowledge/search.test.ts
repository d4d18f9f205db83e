import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IMPACT } from "../../src/knowledge/index/index-data.ts";
import type { Ranked } from "../../src/knowledge/index/rank.ts";
import { Ranker } from "../../src/knowledge/index/rank.ts";
import { Searcher } from "../../src/knowledge/index/searcher.ts";
import type { Query } from "../../src/knowledge/passage.ts";
import { REFUSE_BELOW } from "../../src/knowledge/sure-weights.ts";
import { article, indexOf } from "./folder.ts";

const ARTICLES = [
  article({
    id: "enrolment/refunds",
    title: "Refunds",
    alsoAskedAs: ["can I get my money back", "i changed my mind"],
    markdown:
      "You can cancel within 14 days.\n\n## How to cancel\n\nWrite to the office with your order number.",
  }),
  article({
    id: "enrolment/refunds",
    language: "zh",
    title: "退款",
    alsoAskedAs: ["能退钱吗"],
    markdown: "购买后 14 天内可以取消。\n\n## 怎么取消\n\n把订单号发给教务处。",
  }),
  article({
    id: "trouble/port",
    title: "Port already in use",
    tags: ["node"],
    markdown:
      "The error `listen EADDRINUSE: address already in use :::3000` means that another program holds the port. Stop it with `kill`.",
  }),
  article({
    id: "lessons/arrays",
    title: "Arrays",
    markdown:
      "An array holds values in order.\n\n## Change each value\n\n`Array.prototype.map` makes a new array with the result of a function for each value.\n\n## Keep some values\n\n`filter` keeps the values for which the function gives true.",
  }),
  article({
    id: "lessons/objects",
    title: "Objects",
    markdown: "An object holds values by name.\n\n## Copy\n\nThe spread syntax makes a copy of an object.",
  }),
  article({
    id: "trouble/images",
    language: "zh",
    title: "图片不显示",
    markdown: "先检查路径是不是写错了，再看文件名的大小写。",
  }),
  article({
    id: "study/certificates",
    title: "Certificates",
    markdown: "You need 70 % of the points for the certificate.",
  }),
];
const searcher = new Searcher(indexOf(ARTICLES));

function first(query: Query | string): string {
  const { hits } = searcher.search(typeof query === "string" ? { text: query } : query);
  const passage = hits[0]?.passage;
  return passage ? `${passage.article.language}:${passage.article.id}#${passage.anchor}` : "";
}

describe("the search finds", () => {
  it.each([
    ["the section that holds the answer", "how do I cancel my order?", "en:enrolment/refunds#how-to-cancel"],
    ["what an article is also asked as", "I want my money back", "en:enrolment/refunds#"],
    ["an error by its text", "Error: listen EADDRINUSE: address already in use :::3000", "en:trouble/port#"],
    ["a method by its full name", "what does Array.prototype.map do", "en:lessons/arrays#change-each-value"],
    ["another form of a word", "filtering values", "en:lessons/arrays#keep-some-values"],
    ["Chinese", "图片显示不出来怎么办", "zh:trouble/images#"],
    ["Chinese in full-width signs", "ＥＡＤＤＲＩＮＵＳＥ是什么错误？", "en:trouble/port#"],
  ])("%s", (_, question, expected) => {
    expect(first(question)).toBe(expected);
  });

  it("an article in several languages once, in the asked language", () => {
    expect(first({ text: "cancel order 14", language: "zh" })).toBe("zh:enrolment/refunds#怎么取消");
    expect(first({ text: "取消", language: "en" })).toBe("en:enrolment/refunds#how-to-cancel");
    const ids = searcher
      .search({ text: "14 取消 cancel", limit: 20 })
      .hits.map(({ passage }) => passage.article);
    expect(
      new Set(ids.filter(({ id }) => id === "enrolment/refunds").map(({ language }) => language)).size,
    ).toBe(1);
  });

  it("what a follow-up means from the words before it", () => {
    expect(first({ text: "how do I copy it?", history: ["what is an object"] })).toBe(
      "en:lessons/objects#copy",
    );
    expect(first({ text: "why?", history: ["what is an array", "EADDRINUSE"] })).toBe("en:trouble/port#");
    expect(first({ text: "为什么？", history: ["图片不显示"] })).toBe("zh:trouble/images#");
    expect(first({ text: "How many points for the certificate?", history: ["what is an array"] })).toBe(
      "en:study/certificates#",
    );
  });

  it("words that stand together before the same words far from each other", () => {
    const filler = (from: number) => Array.from({ length: 40 }, (_, at) => `filler${from + at}`).join(" ");
    const apart = `cookie ${filler(0)} expiry ${filler(40)} browser ${filler(80)}`;
    const together = `${filler(0)} ${filler(40)} ${filler(80)} cookie a b c d e expiry a b c d e browser`;
    const both = new Searcher(
      indexOf([
        article({ id: "apart", title: "One", markdown: apart }),
        article({ id: "together", title: "Two", markdown: together }),
      ]),
    );
    const [first, second] = both.search({ text: "cookie expiry browser" }).hits;
    expect(first?.passage.article.id).toBe("together");
    expect(first?.score).toBeGreaterThan((second?.score ?? 0) * 1.05);
  });

  it("no more than it is asked for", () => {
    expect(searcher.search({ text: "value values array object", limit: 2 }).hits).toHaveLength(2);
  });
});

describe("sure", () => {
  it.each(["how do I cancel my order?", "EADDRINUSE", "能退钱吗", "图片不显示"])("is high for %s", (text) => {
    expect(searcher.search({ text }).sure).toBeGreaterThan(REFUSE_BELOW);
  });

  it.each([
    "what is the weather in Paris tomorrow?",
    "who won the football match yesterday",
    "今天晚饭吃什么好呢",
    "does the port of Rotterdam have a museum",
    "",
    "???",
    "😀",
    "how do I do it",
    "\u0000\ud800",
  ])("is low for %j", (text) => {
    expect(searcher.search({ text }).sure).toBeLessThan(REFUSE_BELOW);
  });

  it("is a probability for whatever is asked, however long", () => {
    for (const text of ["array ".repeat(20_000), "怎么".repeat(50_000), `${"x".repeat(99)} `.repeat(1000)]) {
      const { sure } = searcher.search({ text, history: [text, text] });
      expect(sure).toBeGreaterThanOrEqual(0);
      expect(sure).toBeLessThanOrEqual(1);
    }
  });
});

describe("the ranker", () => {
  it("gives exactly what adding up everything gives", () => {
    const words = "a b c d e f g h".split(" ");
    const word = fc.constantFrom(...words);
    const text = fc.array(word, { minLength: 1, maxLength: 30 }).map((all) => all.join(" "));
    const wanted = fc.array(fc.record({ word, weight: fc.double({ min: 0.1, max: 5, noNaN: true }) }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), wanted, (texts, asked) => {
        const index = indexOf(texts.map((markdown, at) => article({ id: `z${at}`, markdown })));
        const unique = [...new Map(asked.map((one) => [one.word, one.weight]))].flatMap(([name, weight]) => {
          const term = index.dictionary.find(name);
          return term < 0 ? [] : [{ term, weight, common: false }];
        });
        const sums = new Map<number, number>();
        for (const { term, weight } of unique) {
          const { passages, impacts } = index.postings(term);
          passages.forEach((passage, at) => {
            sums.set(passage, (sums.get(passage) ?? 0) + ((impacts[at] ?? 0) * weight) / IMPACT);
          });
        }
        const expected = [...sums.values()].sort((x, y) => y - x).slice(0, 5);
        const ranker = new Ranker(index);
        const scores = (ranked: readonly Ranked[]) => ranked.map(({ score }) => Math.round(score * 1000));
        const found = ranker.top(unique, 5);
        expect(found.map(({ score }) => score)).toEqual(expected.map((score) => expect.closeTo(score, 3)));
        expect(scores(ranker.top(unique, 5))).toEqual(scores(found));
      }),
      { numRuns: 200 },
    );
  });
});
