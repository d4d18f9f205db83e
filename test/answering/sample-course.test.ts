import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Knowledge, openKnowledge } from "../../src/knowledge/knowledge.ts";
import { ask, reply, silent, talk } from "./course.ts";

let knowledge: Knowledge;
let dataFolder: string;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "answers-"));
  knowledge = await openKnowledge({ folder: "knowledge", dataFolder, log: silent });
}, 30_000);
afterAll(async () => {
  await knowledge.close();
  await rm(dataFolder, { recursive: true });
});

/** Question, section, and words that its answer must have. */
const ANSWERED: readonly (readonly [string, RegExp, RegExp])[] = [
  ["how much does the course cost", /^The price$/, /^[^|]*costs 240 USD or 1,680 CNY/],
  ["课程多少钱", /^价格$/, /1,680 元/],
  ["i cant log in anymore", /Lost access/, /recovery codes/],
  ["作业晚交了怎么办", /迟交怎么算/, /48 小时/],
  ["怎么把盒子居中", /居中|配方/, /justify-content|place-items/],
  ["git push says rejected non-fast-forward", /Push rejected/, /git pull/],
  ["how do i center a div with flexbox", /Centring, finally/, /justify-content: center/],
  ["can i get my money back", /How much you get back/, /Half/],
  ["when is the exercise due", /All the dates/, /Sunday at 23:59/],
  ["do i get a certificate", /What you need/, /16 of the 20/],
  ["怎么申请退款", /怎样申请/, /退款/],
  ["cannot read properties of undefined", /Cannot read properties of undefined/, /null/],
  ["forgot pasword", /Reset the password/, /Forgot password/],
  ["centre a box", /Centring|Recipes/, /center/],
];

/** Question, article, and words that its answer must have. */
const KNOWN: readonly (readonly [string, string | RegExp, RegExp])[] = [
  ["How do I center a div?", "Flexbox", /justify-content: center/],
  ["div 怎么居中", "Flexbox 弹性布局", /justify-content|居中/],
  ["my image doesn't show up, just a broken icon", /[Ii]mages/, /path/],
  ["npm ERR! code ENOENT", "npm errors: ENOENT, EACCES, ERESOLVE, missing script", /wrong folder/],
  ["npm 报错 ENOENT 怎么办", "npm 报错：ENOENT、EACCES、ERESOLVE、missing script", /package\.json/],
  ["is there a student discount?", "Price, discounts and instalments", /student/],
  ["How do I get a refund?", "Refunds", /refund/i],
  ["怎么申请退款", "退款", /退/],
];

const FOREIGN: readonly string[] = [
  "what is the capital of France?",
  "who won the football world cup in 1998",
  "how many moons does Jupiter have",
  "北京今天天气怎么样",
  "推荐一部好看的电影",
];

/** What was said, and where the last of it is answered. */
const FOLLOW_UPS: readonly (readonly [readonly string[], RegExp])[] = [
  [["How do I center a div?", "and vertically?"], /Centring/],
  [["How do I link a CSS file?", "what does that do exactly?"], /CSS/],
  [["How do I center a div?", "what about grid?"], /[Gg]rid/],
  [["怎么让一个 div 居中?", "那 grid 呢"], /Grid/],
  [["客服几点上班", "周末呢?"], /客服/],
  [["what is flexbox", "what is the difference to grid?"], /Grid or Flexbox/],
  [["什么是 flexbox", "它和 grid 有什么区别?"], /用 Grid 还是 Flexbox/],
  [["How do I get a refund?", "how long does it take?"], /^Refunds/],
  [["怎么退款?", "多久?"], /^退款/],
  [["How do I undo a commit?", "what if I already pushed it?"], /Undoing/],
  [["怎么撤销提交?", "已经推上去了怎么办"], /撤销/],
  [["git push is rejected", "why does that happen?"], /Push rejected|push rejected/],
  [["怎么付款?", "可以分期吗?"], /分期|分三期/],
  [["CORS 报错", "怎么解决"], /CORS/],
  [["git", "the second one", "no, the other one"], /^Git/],
  [["How do I center a div?", "show me an example", "another one"], /Flexbox|CSS/],
  [["怎么让一个 div 居中?", "举个例子", "再来一个"], /Flexbox|CSS/],
  [["How do I center a div?", "no, I mean an image"], /[Ii]mage/],
  [["怎么退款?", "不是这个,我问的是证书"], /证书/],
  [["How do I center a div?", "How do I get a refund?"], /^Refunds/],
  [["What is flexbox?", "in Chinese please"], /^Flexbox 弹性布局/],
  [["什么是 flexbox?", "用英文说"], /^Flexbox$/],
  // A cheat sheet's introduction is no simpler word on anything in it.
  [["how do i loop over an array in js?", "and for objects?", "simpler please"], / › /],
  [["can i get a refund for the course"], /How much you get back/],
];

describe("over the sample course, without a model", () => {
  it.each(KNOWN)("%s", async (text, title, words) => {
    const answer = await reply(ask(text), { search: knowledge });
    expect(answer).toMatchObject({ found: true, by: "quote" });
    expect(answer.citations.map((citation) => citation.title).join("; ")).toMatch(title);
    expect(answer.text).toMatch(words);
    expect(answer.text).not.toMatch(/\]\((?!https?:)/);
  });

  it.each(ANSWERED)("the right section comes first: %s", async (text, section, words) => {
    const answer = await reply(ask(text), { search: knowledge });
    expect(answer.found).toBe(true);
    expect(answer.citations[0]?.path.at(-1)).toMatch(section);
    expect(answer.text).toMatch(words);
  });

  it.each(FOREIGN)("it doesn't know: %s", async (text) => {
    expect(await reply(ask(text), { search: knowledge })).toMatchObject({ found: false, citations: [] });
  });

  it.each(FOLLOW_UPS)("%j leads to the right place", async (said, place) => {
    const { found, citations } = (await talk(said, { search: knowledge })).at(-1) ?? {};
    expect(found).toBe(true);
    expect([citations?.[0]?.title, ...(citations?.[0]?.path ?? [])].join(" › ")).toMatch(place);
  });

  it("a conversation goes on without repeating itself", async () => {
    for (const talkOf of [
      ["How do I center a div?", "simpler please", "show me an example", "more", "why?", "another example"],
      ["什么是 flexbox", "我还是不懂", "举个例子", "再详细一点", "继续"],
    ]) {
      const answers = await talk(talkOf, { search: knowledge });
      const known = answers.filter(({ found }) => found);
      expect(known.length).toBeGreaterThanOrEqual(4);
      const bodies = known.map(({ text }) => text.split("\n\n").slice(1).join("\n\n"));
      expect(new Set(bodies).size).toBe(bodies.length);
      for (const { citations } of known) expect(citations[0]?.title).toMatch(/Flexbox|CSS/);
    }
  });

  it("every paragraph of an answer stands in the article that it cites", async () => {
    for (const [text] of KNOWN) {
      const answer = await reply(ask(text), { search: knowledge });
      for (const block of answer.text.split("\n\n")) {
        expect(
          block.startsWith("```") || /\[\d\]|```$/.test(block) || !/^[A-Za-z\u4e00-\u9fff]/.test(block),
        ).toBe(true);
      }
    }
  });
});
