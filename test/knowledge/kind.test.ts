import { describe, expect, it } from "vitest";
import { Searcher } from "../../src/knowledge/index/searcher.ts";
import { kindOf } from "../../src/knowledge/question/kind.ts";
import { article, indexOf } from "./folder.ts";

describe("the way of asking", () => {
  it.each([
    ["How do I get my money back", "question"],
    ["refunds?", "question"],
    ["怎么退款", "chinese"],
    ["日本在1934年有多少人", "chinese"],
    ["refund policy", "name"],
    ["Loops: while and for", "name"],
    ["退款政策", "name"],
  ])("%s is a %s", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it("a section is found by its name, though others of its article speak more of the title", () => {
    const markdown = [
      "## The first loop\n\nLoops repeat. A loop with a condition; loops in loops, and loops that loop over loops.",
      "## Loops in loops\n\n`break` ends loops. In summary: loops in loops; a summary of loops, loops and loops.",
      "## Summary\n\nWe have seen three kinds that repeat code.",
    ].join("\n\n");
    const searcher = new Searcher(
      indexOf([
        article({ id: "loops", title: "Loops", markdown }),
        article({ id: "arrays", title: "Arrays", markdown: "## Summary\n\nArrays hold values." }),
        article({ id: "classes", title: "Classes", markdown: "## Summary\n\nClasses make objects." }),
      ]),
    );
    expect(searcher.search({ text: "Loops - Summary" }).hits[0]?.passage.anchor).toBe("summary");
  });

  it("what a Chinese question writes in digits and letters must stand in the passage", () => {
    const fillers = Array.from({ length: 20 }, (_, at) =>
      article({ id: `other-${at}`, title: "其它", language: "zh", markdown: "课程的时间表和作业要求。" }),
    );
    const searcher = new Searcher(
      indexOf([
        article({
          id: "year-2019",
          title: "往年",
          language: "zh",
          markdown: "学校在2019年的新生人数是八百。",
        }),
        article({
          id: "year-2020",
          title: "去年",
          language: "zh",
          markdown: "新生人数是九百，学校的新生人数在2020年有所增加。",
        }),
        ...fillers,
      ]),
    );
    expect(searcher.search({ text: "学校的新生人数在2019年是多少？" }).hits[0]?.passage.article.id).toBe(
      "year-2019",
    );
  });
});
