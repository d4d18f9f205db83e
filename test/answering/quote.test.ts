import { describe, expect, it } from "vitest";
import { blocks } from "../../src/answering/quoting/blocks.ts";
import { sentences } from "../../src/answering/quoting/sentences.ts";
import type { Search } from "../../src/knowledge/passage.ts";
import { cpuTimeOf } from "../understanding/cpu-time.ts";
import { ask, FLEX, parts, reply, search, talk } from "./course.ts";

describe("an answer without a model", () => {
  it("quotes the passage whole, with its source at each paragraph", async () => {
    const answer = await reply(ask("How do I get a refund?"));
    expect(answer).toMatchObject({ found: true, by: "quote", escalate: true });
    expect(answer.text).toBe(`The course material says on “How to get your money back” [1]:

You can get a refund within 14 days of your purchase. Do it in three steps [1]:

1. Open your account page at https://school.example/account.
2. Choose the course and press **Refund**.
3. Confirm. The money arrives within 10 working days. [1]

A tutor will reply to questions about refunds within one working day. [1]`);
    expect(answer.citations).toEqual([
      {
        number: 1,
        title: "Refunds",
        path: ["How to get your money back"],
        url: "https://school.example/a/en/refunds#how-to-get-your-money-back",
        updated: "2026-09-14",
      },
    ]);
  });

  it("is in Chinese for a Chinese question, from the Chinese article", async () => {
    const answer = await reply(ask("怎么申请退款?"));
    expect(answer.text).toContain("课程资料「如何退款」");
    expect(answer.text).toContain("购买后 14 天内可以申请退款。打开账户页面");
    expect(answer.citations[0]?.title).toBe("退款");
  });

  it("says so where only the other language has it", async () => {
    const answer = await reply(ask("flex 容器 centre 怎么用"), { search: found(0.9) });
    expect(answer.text).toMatch(/^这部分内容目前只有英文版/);
    expect(answer.text).toContain("display: flex");
  });

  it("keeps code whole and takes the best sentences of a long passage", async () => {
    const long = await reply(ask("git rebasing a branch"));
    expect(long.text).toContain("Sentence number 20 explains rebasing a branch onto another in some words.");
    expect(long.text.split(/\s+/).length).toBeLessThan(150);
    expect(long.text).toMatch(/words\. \[1\]$/);
    expect((await reply(ask("centre a child with flexbox"))).text).toContain(
      FLEX.text.slice(FLEX.text.indexOf("```css"), -120),
    );
  });

  it("shows no picture, markup, mention or relative link of the course", async () => {
    const { text } = await reply(ask("image attributes src alt"));
    expect(text).toContain("See lesson 3 and [MDN](https://developer.mozilla.org/img).");
    expect(text).toContain("`<script>`");
    expect(text).not.toMatch(/!\[|<!channel|@everyone/);
  });

  it("says that it doesn't know, with near titles only if they are about it", async () => {
    const unknown = await reply(ask("Do you sell bicycles in Paris?"));
    expect(unknown).toMatchObject({ found: false, citations: [], escalate: false });
    expect(unknown.text).toBe("I don't know this one: the course material that I have doesn't answer it.");
    const near = await reply(ask("refunds when my grandmother pays abroad"), { search: found(0.3) });
    expect(near.found).toBe(false);
    expect(near.text).toContain("- [How to get your money back](https://school.example/a/en/refunds#");
    expect((await reply(ask("这里卖自行车吗?"))).text).toContain("我不知道");
  });

  it("answers also when the search fails", async () => {
    const broken: Search = { search: () => Promise.reject(new Error("secret path /x")) };
    const answer = await reply(ask("How do I get a refund?"), { search: broken });
    expect(answer.text).toContain("I don't know this one");
  });

  it.each([
    "",
    "\u0000",
    "\ud800",
    "x".repeat(100_000),
    "😀",
    "`".repeat(50_000),
    "<script>alert(1)</script>",
  ])("has an answer to anything", async (text) => {
    expect((await reply(ask(text))).text.length).toBeGreaterThan(5);
  });
});

describe("a conversation without a model", () => {
  it("shows an example of the topic that was not shown yet", async () => {
    const [, second, third] = await talk([
      "centre a child with flexbox",
      "show me an example",
      "another example please",
    ]);
    expect(second?.text).toContain("gap: 1rem");
    expect(third).toMatchObject({ found: false });
    expect(third?.text).toContain("no other example");
  });

  it("goes on with the next part when more is asked for, and never repeats itself", async () => {
    const answers = await talk(["git commits", "more", "tell me more", "继续"]);
    const bodies = answers.map(({ text }) => text.split("\n\n").slice(1).join("\n\n"));
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(bodies[0]).toContain("Sentence number 0 ");
    for (const [index, body] of bodies.entries()) {
      for (const sentence of body.match(/Sentence number \d+ /g) ?? []) {
        for (const other of bodies.slice(index + 1)) expect(other).not.toContain(sentence);
      }
    }
  });

  it("says something simpler that was not said, or that there is no more", async () => {
    const [first, second, third] = await talk([
      "centre a child with flexbox",
      "simpler please",
      "我还是不懂",
    ]);
    expect(first?.text).toContain("Flexbox is a layout mode");
    expect(second?.text).toContain("gap: 1rem");
    expect(second?.text).not.toContain("Flexbox is a layout mode");
    expect(third?.found).toBe(false);
    expect(third?.text).toContain("可以请老师");
  });

  it("takes the topic of a follow-up from what was asked before", async () => {
    const asked: string[][] = [];
    const spy: Search = {
      search: async (query) => {
        asked.push([query.text, ...(query.history ?? [])]);
        return await search.search(query);
      },
    };
    await talk(
      ["How do I centre a child with flexbox?", "thanks", "and with gaps?", "why?", "How do I get a refund?"],
      {
        search: spy,
      },
    );
    expect(asked).toContainEqual(["and with gaps?", "How do I centre a child with flexbox?"]);
    expect(asked).toContainEqual(["How do I centre a gaps with flexbox?"]);
    expect(asked.at(-1)).toEqual(["How do I get a refund?"]);
  });

  it.each(["https://example.com/flexbox/centre", "<https://a.test/refund>  https://b.test/refund"])(
    "opens no link, and takes no word of it for a question: %s",
    async (text) => {
      const answer = await reply(ask(text));
      expect(answer).toMatchObject({ found: false, citations: [] });
      expect(answer.text).toContain("I don't open links");
    },
  );

  it("asks what it is about when nothing was named", async () => {
    expect((await reply(ask("simpler please"))).text).toContain("What is it about?");
    expect((await reply(ask("为什么"))).text).toContain("你指的是哪方面");
  });

  it("takes an example of a named thing without any history", async () => {
    expect((await reply(ask("show me an example of flexbox"))).text).toContain("display: flex");
  });
});

describe("the parts of a text", () => {
  it("are sentences that never end inside code, bold text or an abbreviation", () => {
    expect(sentences("Use `a. b` now. **Never. Stop.** See e.g. this one! [1] Version 1.5 is out.")).toEqual([
      "Use `a. b` now.",
      "**Never. Stop.**",
      "See e.g. this one! [1]",
      "Version 1.5 is out.",
    ]);
    expect(sentences("先保存。[1]再刷新!好了吗\uFF1F”是的")).toEqual([
      "先保存。[1]",
      "再刷新!",
      "好了吗\uFF1F”",
      "是的",
    ]);
  });

  it("are blocks of which lists, tables and fences are whole", () => {
    const text =
      "Intro:\n- a\n\n  ```js\n  x\n\n  y\n  ```\n- b\n\nText\n```css\na\n\nb\n```\n|a|b|\n|-|-|\n|1|2|\n\n```\nopen";
    expect(blocks(text).map(({ kind }) => kind)).toEqual(["prose", "list", "prose", "code", "table", "code"]);
    expect(blocks(text).at(-1)?.text).toBe("```\nopen\n```");
  });
});

describe("speed", () => {
  it("is far below a millisecond an answer, the search aside", async () => {
    const hits = (await search.search({ text: "flexbox refund" })).hits;
    const fixed: Search = { search: async () => ({ hits, sure: 0.9 }) };
    const questions = Array.from({ length: 400 }, (_, n) =>
      ask(`How do I centre child number ${n} with flexbox?`),
    );
    for (const question of questions.slice(0, 50)) await parts(question, { search: fixed });
    const spent = await cpuTimeOf(async () => {
      for (const question of questions) await parts(question, { search: fixed });
    });
    expect(spent / questions.length).toBeLessThan(1);
  });
});

function found(sure: number): Search {
  return { search: async (query) => ({ hits: (await search.search(query)).hits, sure }) };
}
