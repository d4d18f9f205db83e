import { describe, expect, it } from "vitest";
import { Searcher } from "../../src/knowledge/index/searcher.ts";
import { REFUSE_BELOW } from "../../src/knowledge/sure-weights.ts";
import { article, indexOf } from "./folder.ts";

const ENGLISH = [
  article({ id: "arrays", title: "Arrays", markdown: "## Loop over an array\n\nUse `for..of`." }),
  article({ id: "events", title: "The event loop", markdown: "Microtasks run before the next macrotask." }),
  article({ id: "refunds", title: "Refunds", markdown: "The fee is paid back within 14 days." }),
  article({ id: "errors", title: "Errors", markdown: "## Custom errors\n\nExtend the class `Error`." }),
];
const CHINESE = [
  article({ id: "arrays", language: "zh", title: "数组", markdown: "## 遍历数组\n\n用 `for..of`。" }),
  article({ id: "events", language: "zh", title: "事件循环", markdown: "微任务在下一个宏任务之前运行。" }),
  article({ id: "refunds", language: "zh", title: "退款", markdown: "费用在 14 天内退回。" }),
  article({ id: "errors", language: "zh", title: "错误", markdown: "## 自定义错误\n\n继承 `Error` 类。" }),
];

describe("a question in Chinese finds articles that exist only in English", () => {
  const searcher = new Searcher(indexOf(ENGLISH));
  it.each([
    ["怎么遍历数组", "arrays"],
    ["事件循环是什么", "events"],
    ["学费可以退款吗", "refunds"],
    ["自定义错误怎么写", "errors"],
  ])("%s", (text, expected) => {
    expect(searcher.search({ text }).hits[0]?.passage.article.id).toBe(expected);
  });

  it("and is sure of it, but not of what they don't hold", () => {
    expect(searcher.search({ text: "怎么遍历数组" }).sure).toBeGreaterThan(REFUSE_BELOW);
    expect(searcher.search({ text: "毕业证书什么时候寄出" }).sure).toBeLessThan(REFUSE_BELOW);
  });
});

describe("a question in English finds articles that exist only in Chinese", () => {
  const searcher = new Searcher(indexOf(CHINESE));
  it.each([
    ["how do I loop over an array", "arrays"],
    ["what is the event loop", "events"],
    ["can I get a refund", "refunds"],
    ["custom errors", "errors"],
  ])("%s", (text, expected) => {
    expect(searcher.search({ text }).hits[0]?.passage.article.id).toBe(expected);
  });
});

it("the one article that is not translated is found too", () => {
  const searcher = new Searcher(indexOf([...ENGLISH, ...CHINESE.slice(1)]));
  expect(searcher.search({ text: "遍历数组" }).hits[0]?.passage.article.id).toBe("arrays");
});

it("where all articles exist in the language of the question, the dictionary changes nothing", () => {
  const alone = new Searcher(indexOf(CHINESE)).search({ text: "事件循环" });
  const both = new Searcher(indexOf([...CHINESE, ...ENGLISH])).search({ text: "事件循环", language: "zh" });
  expect(both.hits[0]?.passage).toEqual(alone.hits[0]?.passage);
});
