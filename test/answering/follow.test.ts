import { describe, expect, it } from "vitest";
import { offered } from "../../src/answering/following/clarify.ts";
import { topicOf } from "../../src/answering/following/topic.ts";
import type { Line } from "../../src/answering/question.ts";
import { answerPhrases } from "../../src/conversation/phrases/answers.ts";
import type { Passage, Search } from "../../src/knowledge/passage.ts";
import { languageAskedFor } from "../../src/understanding/language/asked-for.ts";
import { plainReading } from "../../src/understanding/reading.ts";
import { answerer, ask, parts, reply, search, talk } from "./course.ts";

const said = (...texts: readonly string[]): readonly Line[] =>
  texts.map((text, at) => ({ who: at % 2 === 0 ? "student" : "bot", text }));
const topic = (text: string, history: readonly Line[]) =>
  topicOf({ text, history, student: "s", reading: ask(text, history).reading });

describe("a follow-up is understood from what was said", () => {
  const flex = said("How do I centre a child with flexbox?", "Make the parent a flex container. [1]");
  const lists = said("列表怎么排序？", "用 sort 方法。[1]");

  it.each([
    ["and with gaps?", flex],
    ["what about grids?", flex],
    ["does it work for text too?", flex],
    ["is that possible without a height?", flex],
    ["那数组呢？", lists],
    ["它可以倒过来吗", lists],
    ["还有别的方法吗", lists],
  ])("%s", (text, history) => {
    expect(topic(text, history)?.carried).toEqual([history[0]?.text]);
  });

  it.each([
    ["How do I get a refund for the course?", flex],
    ["退款需要多长时间到账", lists],
    ["No module named pandas when I start the script", flex],
  ])("a new topic leaves the old one behind: %s", (text, history) => {
    expect(topic(text, history)).toMatchObject({ text, carried: [] });
  });

  it.each([
    ["why?", "more", flex],
    ["为什么", "more", lists],
    ["simpler please", "simpler", flex],
    ["简单一点", "simpler", lists],
    ["show me an example", "example", flex],
    ["举个例子", "example", lists],
    ["tell me more", "more", flex],
    ["再详细一点", "more", lists],
  ])("a wish is about the last question: %s", (text, wish, history) => {
    expect(topic(text, history)).toMatchObject({ wish, text: history[0]?.text });
  });

  it("what names nothing is about what was asked before, and what was chosen or rejected is no question", () => {
    const chosen = said(
      "git",
      `${answerPhrases("en").which}\n\n- [Push](/a)\n- [Undo](/b)\n- [Start](/c)`,
      "2",
      "…",
    );
    expect(topic("how does that work?", chosen)?.spelledOut?.[0]).toContain("Undo");
    expect(topic("no, the other one", chosen)).toMatchObject({ text: "Push" });
    expect(topic("another one", said("lists", "…", "show me an example", "…"))).toMatchObject({
      wish: "example",
      text: "lists",
    });
    expect(topic("怎么解决", said("CORS 报错", "…", "不对", "…"))?.spelledOut).toEqual([
      "CORS 报错\n怎么解决",
    ]);
  });

  it("what went on about something is not what the next wish is about", () => {
    const history = said("CORS error", "…", "how do I fix it?", "…");
    expect(topic("I don't understand", history)).toMatchObject({ wish: "simpler", text: "CORS error" });
  });

  it("a thing in the place of another is sought as the same question about it", () => {
    expect(topic("and for scripts?", said("How do I link styles?", "…"))?.spelledOut).toContain(
      "How do I link scripts?",
    );
    expect(topic("what is the difference?", said("an array", "…", "an object", "…"))?.spelledOut).toEqual([
      "an array\nan object\nwhat is the difference?",
    ]);
  });

  it.each([
    ["in Chinese please", "zh"],
    ["can you say that in english?", "en"],
    ["用英文再说一遍", "en"],
    ["换成中文", "zh"],
    ["How do I write a page in Chinese", undefined],
    ["英文版的证书怎么申请", undefined],
  ])("another language is asked for: %s", async (text, language) => {
    expect(languageAskedFor(text)).toBe(language);
    if (language === undefined) return;
    const [, second] = await talk(["How do I get a refund?", text]);
    expect(second?.text).toMatch(language === "zh" ? /课程资料/ : /The course material says/);
  });

  it("a wish for less is said in a line or two of what was shown", async () => {
    const history = said("git commits", "…");
    const question = { text: "too long", history, student: "s", reading: plainReading("en", "less") };
    const { text } = await reply(question);
    expect(text).toMatch(/^In one line, from “Commits” \[1\]:/);
    expect(text.split(/\s+/).length).toBeLessThan(50);
  });
});

describe("a correction", () => {
  const one: Passage = passage(
    "a",
    "Sorting with sort()",
    "Call sort on the list and it is ordered in place.",
  );
  const two: Passage = passage(
    "b",
    "Sorting with sorted()",
    "Call sorted with the list and a new list comes back.",
  );
  const both: Search = {
    search: async () => ({
      hits: [
        { passage: one, score: 10 },
        { passage: two, score: 8 },
      ],
      sure: 0.9,
    }),
  };

  it.each([
    "no, the other one",
    "not that one",
    "No, I meant the other one.",
    "不是这个",
    "不对，另一个",
    "换一个",
  ])("leads to another article: %s", async (text) => {
    const [first, second] = await talk(["How do I put a list in order?", text], { search: both });
    expect(first?.text).toContain("ordered in place");
    expect(second?.text).toContain("a new list comes back");
    expect(second?.text).not.toContain("ordered in place");
  });

  it("with words of its own searches for them and shows nothing twice", async () => {
    const asked: string[] = [];
    const spy: Search = {
      search: async (query) => {
        asked.push(query.text);
        return both.search(query);
      },
    };
    const [, second] = await talk(["How do I put a list in order?", "no, I mean sorted with a new list"], {
      search: spy,
    });
    expect(asked[1]).toBe("sorted with a new list");
    expect(second?.text).toContain("a new list comes back");
  });

  it("when there is no other it is said that it is not known", async () => {
    const only: Search = { search: async () => ({ hits: [{ passage: one, score: 10 }], sure: 0.9 }) };
    const [, second] = await talk(["How do I put a list in order?", "no, the other one"], { search: only });
    expect(second).toMatchObject({ found: false });
  });

  it("the same question in other words gets what was not shown yet", async () => {
    const history = said(
      "How do I put a list in order?",
      "Call sort on the list and it is ordered in place. [1]",
    );
    const question = ask("How can I order my list?", history);
    const again = { ...question, reading: { ...question.reading, rephrases: true } };
    expect((await reply(again, { search: both })).text).toContain("a new list comes back");
  });
});

describe("one question back", () => {
  const git = [
    passage("git/push", "Push rejected", "Pull first when git rejects a push."),
    passage("git/undo", "Undoing", "Use git revert to undo a commit."),
    passage("git/start", "First steps", "Use git init in a new folder."),
  ];
  const split: Search = {
    search: async ({ text }) => ({
      hits: git.map((one, at) => ({
        passage: one,
        score: /undoing/i.test(text) && one.path[0] === "Undoing" ? 30 : 10 - at / 2,
      })),
      sure: 0.9,
    }),
  };

  it("is asked where a thing is named, nothing is asked, and several articles fit", async () => {
    const { text, found, citations } = await reply(ask("git"), { search: split });
    expect({ found, citations }).toEqual({ found: false, citations: [] });
    expect(offered([{ who: "bot", text }])).toEqual(["Push rejected", "Undoing", "First steps"]);
    expect((await reply(ask("how do I use git?"), { search: split })).found).toBe(true);
  });

  it("is asked where something unnamed is pointed at", async () => {
    const text = "When does this library open on Sundays for students of the course?";
    const libraries = [
      passage("x", "Library North", "Open ten to four."),
      passage("y", "Library South", "Closed."),
    ];
    const two: Search = {
      search: async () => ({
        hits: libraries.map((one, at) => ({ passage: one, score: 10 - at })),
        sure: 0.9,
      }),
    };
    expect(offered([{ who: "bot", text: (await reply(ask(text), { search: two })).text }])).toHaveLength(2);
    const named = await reply(ask(text.replace("this library", "the north library")), { search: two });
    expect(named.text).toContain("Open ten to four");
  });

  it("is asked instead of giving up where the titles of several articles have a word of it", async () => {
    const unsure: Search = { search: async (query) => ({ ...(await split.search(query)), sure: 0.3 }) };
    const push: Search = {
      search: async () => ({
        hits: [passage("a", "Push rejected", "Pull first."), passage("b", "Force a push", "Don't.")].map(
          (one, at) => ({ passage: one, score: 10 - at }),
        ),
        sure: 0.3,
      }),
    };
    const text = "why is my push so slow on Mondays?";
    const asked = await reply(ask(text), { search: push });
    expect(asked).toMatchObject({ found: false, asks: true });
    expect(offered([{ who: "bot", text: asked.text }])).toEqual(["Push rejected", "Force a push"]);
    const again = await reply(ask(text, said("git", asked.text)), { search: push });
    expect(again.asks).toBeUndefined();
    expect(again.text).toContain("I don't know this one");
    expect((await reply(ask(text), { search: unsure })).asks).toBeUndefined();
  });

  it.each(["the second one", "2", "第二个"])("is answered by its place: %s", async (text) => {
    const [, second] = await talk(["git", text], { search: split });
    expect(second?.text).toContain("git revert");
  });

  it("is asked once in a conversation", async () => {
    const answers = await talk(["git", "git", "git please"], { search: split });
    expect(answers.filter(({ text }) => offered([{ who: "bot", text }]).length > 0)).toHaveLength(1);
  });
});

describe("S38: nothing is kept between conversations", () => {
  it("an answerer that answered one student knows nothing of it for the next", async () => {
    const asked: unknown[] = [];
    const spy: Search = {
      search: async (query) => {
        asked.push(query.history);
        return search.search(query);
      },
    };
    const desk = answerer({ search: spy });
    await Array.fromAsync(
      desk.answer(ask("My code word is BLUE RABBIT 42. How do I centre a child?", [], "a")),
    );
    const other = await Array.fromAsync(desk.answer(ask("and what was my code word?", [], "b")));
    expect(asked.flat()).toEqual([]);
    expect(JSON.stringify(other)).not.toMatch(/rabbit/i);
    expect(await parts(ask("why?", [], "b"))).toMatchObject([{ answer: { found: false } }]);
  });
});

function passage(id: string, section: string, text: string): Passage {
  const article = { id, title: section, language: "en", updated: "2026-09-14", escalate: false };
  return { article, path: [section], anchor: "", text };
}
