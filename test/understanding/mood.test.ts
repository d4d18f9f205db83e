import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Line } from "../../src/answering/question.ts";
import { preface } from "../../src/conversation/preface.ts";
import { polarity } from "../../src/understanding/mood/polarity.ts";
import { MOODS, type Mood } from "../../src/understanding/reading.ts";
import { understand } from "../../src/understanding/understand.ts";

/** None of these is among the sentences that were learnt from; a test below sees to it. */
const SAYS: Record<Mood["name"], readonly string[]> = {
  neutral: [
    "How do I centre a picture in lesson 4?",
    "what is the deadline of assignment two",
    "the function returns a list",
    "kill -9 4711",
    "TypeError: Cannot read properties of undefined (reading 'map')",
    "怎么把图片居中",
    "第二次作业截止到几号",
    "这个函数返回一个列表",
  ],
  confused: [
    "wait, I'm lost, what does this line do?",
    "I don't understand the difference between let and const at all",
    "这一步没看懂,为什么要先定义再调用?",
    "我有点懵,这两个到底什么区别",
  ],
  frustrated: [
    "ugh, I've tried everything and it still doesn't work",
    "stuck on the same error for hours, so annoying",
    "wonderful, one more red line, I fixed three already",
    "啊啊啊怎么又报错了,烦死了",
    "试了一晚上还是不行,真是服了",
  ],
  angry: [
    "This is unacceptable, I want my money back!!!",
    "your support is a joke, what a scam",
    "你们就是骗钱的,退钱!",
    "太过分了,我要投诉",
  ],
  anxious: [
    "I'm so worried that I'll miss the deadline tonight",
    "I'm scared I'll fail the exam tomorrow",
    "明天就要考试了,好慌怎么办",
    "好担心这门课会挂科",
  ],
  discouraged: [
    "I feel so stupid, maybe I should give up",
    "everybody else gets it, I guess I'm just not made for coding 😞",
    "呜呜我太笨了,怎么都学不会",
    "又没及格,觉得自己好没用",
  ],
  grateful: [
    "thank you so much for your help!",
    "thanks a lot, very kind of you",
    "太感谢了老师",
    "谢谢你,帮了大忙",
  ],
  pleased: [
    "wohoo, all tests are green at last 🎉",
    "I love this lesson, so much fun",
    "哈哈哈太好玩了",
    "终于跑通了,开心!",
  ],
};

describe("the mood", () => {
  it("is tested on sentences that were not learnt from", () => {
    const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const folder = new URL("../../src/understanding/training/", import.meta.url);
    const learnt = readdirSync(folder).flatMap((name) =>
      readFileSync(new URL(name, folder), "utf8")
        .trim()
        .split("\n")
        .map((line) => bare((JSON.parse(line) as { text: string }).text)),
    );
    const seen = Object.values(SAYS)
      .flat()
      .filter((text) => learnt.includes(bare(text)));
    expect(seen).toEqual([]);
  });

  for (const name of MOODS)
    it.each(SAYS[name].map((text) => [text]))(`is ${name} in %j`, (text) => {
      expect(understand(text, []).mood.name).toBe(name);
    });

  it.each(["it doesn't work", "还是不行"])("of %j is stronger when it is shouted", (text) => {
    const shouted = `${text.toUpperCase()}!!! ${text.toUpperCase()}!!! 啊啊啊 AAAAH 😡`;
    expect(understand(shouted, []).mood.intensity).toBeGreaterThan(understand(text, []).mood.intensity);
  });

  it.each([
    ["你这个人怎么一点都不讲理，走开", ["angry", "frustrated"]],
    ["孩子烧到三十九度了，这可怎么好", ["anxious"]],
    ["你真行，这么难的事都让你办成了", ["pleased"]],
    ["他在三楼开会", ["neutral"]],
  ] as const)("of everyday talk: %j", (text, moods) => {
    expect(moods).toContain(understand(text, []).mood.name);
  });

  it("has an intensity and a probability between 0 and 1, and none where there is none", () => {
    for (const text of Object.values(SAYS).flat()) {
      const { name, intensity, sure } = understand(text, []).mood;
      expect(sure).toBeGreaterThan(0);
      expect(sure).toBeLessThanOrEqual(1);
      expect(intensity).toBeLessThanOrEqual(1);
      expect(intensity > 0).toBe(name !== "neutral");
    }
  });

  it("is not taken from code and quoted errors", () => {
    const code =
      "```js\n// I hate this, damn stupid shit, so angry!!!\nfoo()\n```\nwhere does foo() come from?";
    expect(["neutral", "confused"]).toContain(understand(code, []).mood.name);
    expect(
      understand("Error: FATAL!!! everything is terrible and broken\nwhere is the log file?", []).mood.name,
    ).toBe("neutral");
  });
});

const student = (text: string): Line => ({ who: "student", text });
const bot: Line = { who: "bot", text: "Try to restart it." };

describe("the trend", () => {
  it("rises from a calm question to anger, and eases with thanks", () => {
    const calm = [student("How do I restart the server?"), bot];
    const angry = "this is ridiculous, your bot is useless and I want my money back!!!";
    expect(understand(angry, calm).trend).toBe("rising");
    expect(understand("thank you, it works now!", [...calm, student(angry), bot]).trend).toBe("easing");
  });

  it("is steady with the first message and with one like the last", () => {
    expect(understand("WHY does it not work??", []).trend).toBe("steady");
    expect(understand("Where is lesson 4?", [student("Where is lesson 3?"), bot]).trend).toBe("steady");
  });
});

describe("praise and complaint", () => {
  it.each([
    ["房间干净,服务热情,下次还会来", 1],
    ["送来都凉了,味道也一般", -1],
    ["不难吃", 1],
    ["不好吃", -1],
    ["分量很大", 1],
    ["噪音很大", -1],
    ["分量太小了", -1],
    ["價格便宜,品質很好", 1],
    ["等了两个小时才到,再也不点了", -1],
    ["电池续航久,运行流畅", 1],
  ])("%j weighs %i", (text, sign) => {
    expect(Math.sign(polarity(text).net)).toBe(sign);
  });
});

describe("the words before the help", () => {
  const of = (name: Mood["name"], intensity = 0.9, sure = 0.9) => ({ mood: { name, intensity, sure } });

  it("meet each hard mood once in a conversation, in either language", () => {
    for (const name of ["confused", "frustrated", "angry", "anxious", "discouraged"] as const) {
      const first = preface(of(name), "answer", "en", []);
      expect(first).toBeDefined();
      expect(preface(of(name), "unknown", "en", [`${first}\n\nThe course material says: …`])).toBeUndefined();
      expect(preface(of(name), "answer", "zh", [first ?? ""])).toBeUndefined();
    }
  });

  it("tell the discouraged what they have done, where it is known, and nobody else", () => {
    const lessons = { done: 12, all: 20 };
    const plain = preface(of("discouraged"), "answer", "en", []) ?? "";
    const told = preface({ ...of("discouraged"), lessons }, "answer", "en", []);
    expect(told).toBe(`You have finished 12 of 20 lessons. ${plain}`);
    expect(preface({ ...of("discouraged"), lessons }, "offer", "zh", [])).toContain(
      "20 课里你已经学完 12 课",
    );
    expect(preface({ ...of("discouraged"), lessons: { done: 0, all: 20 } }, "answer", "en", [])).toBe(plain);
    expect(preface({ ...of("angry"), lessons }, "answer", "en", [])).not.toContain("12");
    expect(preface({ ...of("discouraged"), lessons }, "unknown", "en", [told ?? ""])).toBeUndefined();
  });

  it("are none for good, weak and doubtful moods", () => {
    expect(preface(of("neutral"), "answer", "en", [])).toBeUndefined();
    expect(preface(of("grateful"), "answer", "en", [])).toBeUndefined();
    expect(preface(of("angry", 0.3), "answer", "en", [])).toBeUndefined();
    expect(preface(of("angry", 0.9, 0.3), "answer", "en", [])).toBeUndefined();
  });

  it("hold no exclamation mark and don't claim to feel", () => {
    for (const name of ["confused", "frustrated", "angry", "anxious", "discouraged"] as const)
      for (const situation of ["answer", "unknown", "offer", "handOver"] as const)
        for (const language of ["en", "zh"] as const)
          expect(preface(of(name), situation, language, []) ?? "").not.toMatch(
            /[!！]|I understand|I feel|我理解/,
          );
  });
});
