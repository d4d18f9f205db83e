import { describe, expect, it } from "vitest";
import { countWords, cut } from "../../src/knowledge/cutting/cut.ts";
import { createSlugger } from "../../src/knowledge/cutting/slug.ts";
import { withoutTargets } from "../../src/knowledge/cutting/without-targets.ts";
import { Dictionary } from "../../src/knowledge/index/dictionary.ts";
import { sortAsked } from "../../src/knowledge/question/asked.ts";
import { askedTerms } from "../../src/knowledge/question/question.ts";
import { nearTerms } from "../../src/knowledge/question/typo.ts";
import { american } from "../../src/knowledge/text/spelling.ts";
import { stem } from "../../src/knowledge/text/stem.ts";
import { terms } from "../../src/knowledge/text/terms.ts";

describe("terms", () => {
  it.each([
    ["caresses ponies ties caress cats", "caress poni ti caress cat"],
    ["agreed plastered motoring hopping falling filing", "agre plaster motor hop fall file"],
    ["relational conditional digitizer radically", "relat condit digit radic"],
    ["hopefulness electrical adoption controlling happy sky", "hope electr adopt control happi sky"],
  ])("stems %s as Porter does", (words, stems) => {
    expect(words.split(" ").map(stem).join(" ")).toBe(stems);
  });

  it("finds a compound however it is written", () => {
    const written = ["docker-compose", "dockerCompose", "docker_compose"].map((text) => terms(text)[0]);
    expect(new Set(written)).toEqual(new Set(["dockercompose"]));
    expect(askedTerms("docker compose").map(({ term }) => term)).toContain("dockercompose");
  });

  it("keeps code whole and in parts", () => {
    expect(terms("Array.prototype.map")).toEqual(["arrayprototypemap", "arrai", "prototyp", "map"]);
    expect(terms("innerHTML")).toEqual(["innerhtml", "inner", "html"]);
    expect(terms("npm ERR! EADDRINUSE :::3000")).toEqual(["npm", "err", "eaddrinus", "3000"]);
    expect(terms("C++ and C# in python3.11")).toEqual(expect.arrayContaining(["c++", "c#", "python3.11"]));
    expect(terms("TypeError: x is not a function")).toEqual([
      "typeerror",
      "type",
      "error",
      "x",
      "is",
      "not",
      "a",
      "function",
    ]);
  });

  it("reads Chinese by characters and pairs, traditional as simplified, full-width letters as plain ones", () => {
    expect(terms("图片吗")).toEqual(["图", "图片", "片", "片吗", "吗"]);
    expect(terms("圖片嗎")).toEqual(terms("图片吗"));
    expect(terms("ＣＳＳ和ｈｔｍｌ")).toEqual(["css", "和", "html"]);
  });

  it("knows the words that say little", () => {
    const content = (text: string) =>
      askedTerms(text).flatMap((asked) => (asked.content ? [asked.term] : []));
    expect(content("How do I get my certificate?")).toEqual(["certif"]);
    expect(content("请问怎么退款？")).toEqual(["退款"]);
    expect(content("why?")).toEqual([]);
  });

  it.each([
    ["nothing", ""],
    ["NUL and broken UTF-16", "\u0000\ud800 a \udc00"],
    ["only emoji", "😀👍🏽"],
    ["a hundred thousand characters", "a-".repeat(50_000)],
    ["a hundred thousand brackets", "](".repeat(50_000)],
    ["a million letters without a space", "x".repeat(1_000_000)],
  ])("reads %s without hanging", (_, text) => {
    terms(withoutTargets(text));
    expect(askedTerms(text).length).toBeLessThan(1000);
  });

  it("leaves out where links lead", () => {
    expect(withoutTargets("see [the (new) form](../a(b).md) or ![x](y.png)\n[z](")).toBe(
      "see [the (new) form] or ![x]\n[z](",
    );
  });
});

describe("anchors", () => {
  it("are as on GitHub, each once, in Chinese too", () => {
    const slug = createSlugger();
    const headings = [
      "How to start?",
      "How to start?",
      "`git push` -- rejected",
      "图片 不显示！",
      "???",
      "how-to-start-1",
    ];
    expect(headings.map(slug)).toEqual([
      "how-to-start",
      "how-to-start-1",
      "git-push----rejected",
      "图片-不显示",
      "section",
      "how-to-start-1-1",
    ]);
  });
});

describe("passages", () => {
  it("are cut at headings and know the path to them", () => {
    const markdown =
      "# Git\n\nintro\n\n## Push\n\none\n\n### Rejected\n\ntwo\n\n## Pull\n\n### Empty\n\n## Push\n\nthree";
    expect(cut({ title: "Git", markdown })).toEqual([
      { path: [], anchor: "git", text: "intro" },
      { path: ["Push"], anchor: "push", text: "one" },
      { path: ["Push", "Rejected"], anchor: "rejected", text: "two" },
      { path: ["Push"], anchor: "push-1", text: "three" },
    ]);
  });

  it("keep code and tables whole, however long, and cut long texts at sentences", () => {
    const code = `\`\`\`js\n${"# not a heading\nlet a = 1;\n\n".repeat(200)}\`\`\``;
    const table = `| a | b |\n|---|---|\n${"| one two | three |\n".repeat(200)}`.trim();
    const prose = "This sentence has exactly six words. ".repeat(150).trim();
    const passages = cut({ title: "t", markdown: [code, table, prose].join("\n\n") }).map(({ text }) => text);
    expect(passages[0]).toBe(code);
    expect(passages[1]).toBe(table);
    expect(passages.slice(2).join(" ").replace(/ +/g, " ")).toBe(prose);
    expect(Math.max(...passages.slice(2).map(countWords))).toBeLessThanOrEqual(350);
  });

  it("are made of long Chinese texts and lists too", () => {
    const markdown = `${"这是一个很长的段落，用来说明怎么切分。".repeat(100)}\n\n${"- 第一步，打开终端，然后输入命令\n".repeat(100)}`;
    const passages = cut({ title: "t", markdown });
    expect(passages.length).toBeGreaterThan(6);
    expect(Math.max(...passages.map(({ text }) => countWords(text)))).toBeLessThanOrEqual(350);
  });
});

describe("British and American spelling", () => {
  it.each([
    [
      "centre centring centred colours organised behaviour",
      "center centering centered colors organized behavior",
    ],
    ["enrol enrolment instalments programme analyse", "enroll enrollment installments program analyze"],
  ])("%s are found as %s", (british, us) => {
    expect(terms(british)).toEqual(terms(us));
  });

  it.each(["exercise", "promise", "otherwise", "programmer", "four", "paradise", "list"])(
    "leaves %s",
    (word) => {
      expect(american(word)).toBe(word);
    },
  );
});

describe("other words for the same", () => {
  const others = (text: string, term: string) =>
    askedTerms(text).find((asked) => asked.term === term)?.alternatives ?? [];

  it("are known for words, phrases and Chinese", () => {
    expect(others("what does it cost", "cost")).toContain("price");
    expect(others("i cant log in", "log")).toContain("login");
    expect(others("作业晚交了", "晚交")).toContain("迟交");
  });

  it("are not looked for in place of a common word", () => {
    expect(askedTerms("show me more").every(({ content }) => !content)).toBe(true);
  });

  it("of another script are looked for only where the question mixes them", () => {
    expect(others("what does it cost", "cost").join("")).toMatch(/^[a-z]+$/);
    expect(others("cost 怎么算", "cost")).toContain("价格");
  });
});

describe("a mistyped word", () => {
  const dictionary = new Dictionary();
  for (const word of ["password", "address", "flexbox"]) dictionary.add(word);

  it.each([
    ["pasword", "password"],
    ["passwrod", "password"],
    ["adress", "address"],
    ["flexxbox", "flexbox"],
    ["flexbax", "flexbox"],
  ])("%s is taken for %s", (typo, meant) => {
    expect(nearTerms(dictionary, typo)).toEqual([dictionary.find(meant)]);
  });

  it.each(["fle", "boxflex", "密码密码密码", "x".repeat(1000)])("%s is left alone", (word) => {
    expect(nearTerms(dictionary, word)).toEqual([]);
  });
});

describe("a question that an article is also asked as", () => {
  const passages = [{ anchor: "" }, { anchor: "the-price" }, { anchor: "the-price" }];

  it("belongs to the section that it names, else to the article", () => {
    const sorted = sortAsked(["how much (#the-price)", "why", "who (#nobody)"], passages);
    expect(sorted.ofArticle).toEqual(["why", "who"]);
    expect([...sorted.bySection]).toEqual([[1, ["how much"]]]);
  });
});
