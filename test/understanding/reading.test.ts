import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Line } from "../../src/answering/question.ts";
import { languageName } from "../../src/measure/understanding/sets.ts";
import { understand } from "../../src/understanding/understand.ts";
import { cpuTime } from "./cpu-time.ts";

const student = (text: string): Line => ({ who: "student", text });
const bot = (text: string): Line => ({ who: "bot", text });

describe("the language of a message", () => {
  const rows = readFileSync(new URL("languages.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { text: string; lang: string });
  const said = (text: string) => {
    const { language, foreign, traditional } = understand(text, []);
    return foreign ?? (language === "zh" ? (traditional ? "zh-Hant" : "zh") : "en");
  };

  it.each([...new Set(rows.map(({ lang }) => lang))])("is named: %s", (lang) => {
    const wrong = rows.filter((row) => row.lang === lang && said(row.text) !== languageName(lang));
    expect(wrong.map(({ text }) => text)).toEqual([]);
  });

  it.each([
    ["Привет", "Russian"],
    ["Дякую, все працює", "Ukrainian"],
    ["شكرا", "Arabic"],
    ["سلام، چطور می‌توانم فایل را آپلود کنم", "Persian"],
    ["תודה רבה", "Hebrew"],
    ["ขอบคุณครับ", "Thai"],
    ["ευχαριστώ πολύ", "Greek"],
    ["kya aap mujhe samjha sakte hain", "Hindi"],
    ["tolong bantu saya dengan tugas ini", "Indonesian"],
    ["nie rozumiem tego zadania", "Polish"],
    ["ödevi nasıl yükleyeceğim", "Turkish"],
  ])("%j is %s", (text, name) => {
    expect(understand(text, []).foreign).toBe(name);
  });

  it("stays that of the conversation for the answer to a foreign one", () => {
    const { language, foreign } = understand("merci beaucoup", [student("怎么退款"), bot("…")]);
    expect([language, foreign]).toEqual(["zh", "French"]);
  });

  it("is not foreign for code, names and a word that many languages have", () => {
    for (const text of [
      "npm install express",
      "ok",
      "Pikachu?",
      "flexbox",
      "git push origin main",
      "la la la",
      "André",
    ])
      expect(understand(text, []).foreign).toBeUndefined();
  });
});

describe("a person", () => {
  it.each([
    "I was charged twice this month",
    "my certificate shows the wrong name",
    "someone hacked my account and changed my password",
    "I want to appeal my grade for the quiz",
    "three times now I have explained it and you give me the same wrong page",
    "我被重复扣款了",
    "证书上的名字错了,急用",
    "我要申诉,我没有抄袭",
    "账号被人盗了",
  ])("would be welcome: %j", (text) => {
    const { wants, person } = understand(text, []);
    expect(wants === "person" || person === "hinted").toBe(true);
  });

  it.each([
    "No need for a human, just tell me",
    "don't transfer me to anyone",
    "不用找老师,你说就行",
    "别转人工",
  ])("is refused: %j", (text) =>
    expect(understand(text, [])).toMatchObject({ wants: "answer", person: "refused" }),
  );

  it.each([
    "How do I centre a div?",
    "what is a user agent",
    "does a refund need more than a week",
    "on which day are certificates sent out?",
    "怎么居中",
    "申请退款以后要等多久",
    "人工智能那门课下学期还开吗",
  ])("is not needed: %j", (text) => {
    const { wants, person } = understand(text, []);
    expect([wants, person]).toEqual(["answer", undefined]);
  });
});

describe("graded work", () => {
  it.each([
    "write my homework 3 for me",
    "what is the answer to question 4 of the quiz?",
    "帮我写大作业",
    "第三题答案是什么",
  ])("%j is asked to be done", (text) => expect(understand(text, []).graded).toBe(true));
  it.each([
    "when is the homework due?",
    "where do I submit the assignment",
    "how do I loop over an array",
    "作业什么时候交",
  ])("%j is not", (text) => expect(understand(text, []).graded).toBe(false));
});

describe("asking again", () => {
  const asked = [student("How do I upload my homework file?"), bot("See lesson 3.")];
  it.each(["how can I upload the file of my homework", "I meant the zip file", "that's not what I asked"])(
    "%j rephrases",
    (text) => expect(understand(text, asked).rephrases).toBe(true),
  );
  it("in Chinese too", () => {
    const before = [student("作业文件怎么上传"), bot("看第三课。")];
    expect(understand("上传作业文件要怎么弄", before).rephrases).toBe(true);
    expect(understand("申请退款以后要等多久", before).rephrases).toBe(false);
  });
  it.each(["what is a closure?", "thanks!", "and for images?"])("%j does not", (text) => {
    expect(understand(text, asked).rephrases).toBe(false);
  });
  it("needs an answer before it", () => {
    expect(understand("How do I upload my homework file?", [asked[0] as Line]).rephrases).toBe(false);
  });
});

describe("a question, in a channel that is listened to", () => {
  it.each([
    "how do I install node",
    "my page is blank, any idea?",
    "can somebody explain closures",
    "怎么安装 node",
    "报错了怎么办",
  ])("is %j", (text) => expect(understand(text, []).question).toBe(true));
  it.each([
    "lol nice",
    "good morning everyone",
    "see you tomorrow",
    "I finished lesson 3 today",
    "哈哈哈",
    "早上好",
    "谢谢大家",
  ])("is not %j", (text) => expect(understand(text, []).question).toBe(false));
});

describe("not content with what the bot said", () => {
  const before = [student("how do I push?"), bot("Run git push.")];
  it.each(["no, that's not what I want", "that doesn't help", "still not working", "不对", "没用,还是报错"])(
    "is %j",
    (text) => {
      expect(understand(text, before).displeased).toBe(true);
    },
  );
  it.each(["thanks!", "no problem, thank you", "great, and how do I pull?", "谢谢"])("is not %j", (text) => {
    expect(understand(text, before).displeased).toBeUndefined();
  });
});

describe("hostile text", () => {
  const units: Record<string, string> = {
    letters: "a",
    words: "stuck and so annoyed ",
    Chinese: "烦死了怎么又不行",
    emoji: "😡😭🎉",
    zalgo: "h̷̢̛̤̳ẹ̴̡̛l̶̰̈́p̷ ",
    "right-to-left": "\u202Edrow \u202C",
    "look-alikes": "hеllо wоrld ",
    mixture: "ok 好 да はい ",
    log: "2026-01-01T00:00:00Z ERROR server at x.js:1:2 Error: boom\n",
    novel: "It was a dark night, and nobody in the village slept well. ",
    brackets: "[]()",
    quotes: "'\"",
    hyphens: "no-no-",
  };

  it.each(Object.entries(units))(
    "of %s is read in time that grows no faster than it, and is bounded",
    (_, unit) => {
      const text = (size: number) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
      const time = (size: number) => {
        understand(text(size), []);
        return cpuTime(() => {
          for (let round = 0; round < 5; round++) understand(text(size), []);
        });
      };
      expect(time(16_000)).toBeLessThan(16 * Math.max(5, time(2_000)));
      expect(time(100_000)).toBeLessThan(6 * Math.max(20, time(16_000)));
    },
  );

  it("is understood beneath what hides it", () => {
    expect(understand("can i talk to a hu\u200bman", []).wants).toBe("person");
    expect(understand("ｔａｌｋ ｔｏ ａ ｈｕｍａｎ", []).wants).toBe("person");
    expect(understand("😀😀😀", []).wants).toBe("nothing");
  });
});
