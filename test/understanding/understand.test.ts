import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Line } from "../../src/answering/question.ts";
import type { Reading } from "../../src/understanding/reading.ts";
import { understand } from "../../src/understanding/understand.ts";

const WANTS: Record<Reading["wants"], readonly string[]> = {
  person: [
    "can I talk to someone",
    "Can I talk to a human please?",
    "I want a human",
    "I want to speak with a real person!!!",
    "let me talk to a teacher",
    "how can I talk to a person",
    "this doesn't help. Can I talk to someone from support?",
    "human please",
    "Agent",
    "connect me to a tutor",
    "please escalate this",
    "I'd rather talk to a person than a bot",
    "I need a human, this bot is useless",
    "can i talk to someone about my refund?",
    "转人工",
    "轉人工",
    "转\u200b人工",
    "我要人工客服",
    "人工",
    "找老师",
    "我想找老师",
    "能不能找个真人",
    "有真人吗?",
    "我想跟人聊聊",
    "帮我联系一下助教",
    "老师在吗",
    "叫客服来",
    "还是不行,转人工吧",
    "有人吗",
    "別跟我扯了,我要真人客服",
  ],
  simpler: [
    "simpler please",
    "Can you make it simpler?",
    "I still don't get it",
    "sorry, i don't understand",
    "explain like I'm five",
    "in plain English please",
    "too complicated",
    "I'm lost",
    "我还是不懂",
    "还是不明白",
    "没看懂",
    "能不能说得简单一点",
    "简单点",
    "太复杂了",
    "说人话",
    "還是不懂",
    "换个说法",
  ],
  example: [
    "show me an example",
    "example please",
    "can you give me another example?",
    "an example?",
    "show me an example of flexbox",
    "do you have a code sample",
    "举个例子",
    "再舉個例子",
    "能给个例子吗",
    "有没有代码示例?",
    "再来一个例子",
    "例子呢",
  ],
  more: [
    "tell me more",
    "more details please",
    "can you elaborate?",
    "go on",
    "continue",
    "more",
    "tell me more about grid",
    "再详细一点",
    "能详细说说吗",
    "继续",
    "然后呢",
    "还有呢?",
    "详细说明",
  ],
  solved: [
    "that solved it",
    "That solved it, thanks!",
    "it works now",
    "ok it works now, thank you so much",
    "problem solved",
    "solved",
    "I figured it out",
    "got it, thanks",
    "nevermind, I fixed it",
    "谢谢,好了",
    "好了",
    "解决了",
    "已经解决了,谢谢老师",
    "搞定了!",
    "可以了",
    "明白了,谢谢",
    "沒問題了",
    "好的,明白了",
  ],
  thanks: [
    "thanks",
    "Thank you so much!",
    "thx",
    "ok",
    "haha",
    "great, thanks",
    "bye",
    "谢谢",
    "多谢啦",
    "好的",
    "嗯嗯",
    "謝謝",
  ],
  greeting: [
    "hi",
    "Hello!",
    "hey there",
    "good morning",
    "Hi, how are you?",
    "你好",
    "您好!",
    "在吗",
    "老师好",
    "哈喽",
  ],
  nothing: [
    "",
    "   \n\t ",
    "???",
    "…",
    "😀😀",
    "👍🏽",
    "\u0000\u0000",
    "。。。",
    "1️⃣",
    "\ud83d",
    "\u200b\u202e",
    "***",
  ],
  answer: [
    "How do I centre a div?",
    "什么是人工智能?",
    "转人工智能专业怎么样",
    "人工智能课程什么时候开始",
    "How do I create a person object?",
    "write a class Person with a name",
    "I need a person object with a name and an age",
    "how do I print a human-readable date",
    "I want a human readable date",
    "what is an agent",
    "what is a user agent string",
    "how do I build a chat bot that lets users talk to a human?",
    "I don't want to talk to a person",
    "不用转人工",
    "不要人工客服,你告诉我就行",
    "你是真人吗",
    "are you a real person?",
    "怎么查找人名",
    "怎么写一个客服系统",
    "数组里怎么找老师的名字",
    "how do I kill a process with kill -9",
    "I don't understand closures",
    "I don't get it, why does my image not show?",
    "for example, how do I link two pages?",
    "the example in lesson 3 does not work",
    "why does more than one class not work",
    "how does continue work in a loop",
    "好了吗",
    "解决了吗?",
    "还没好",
    "这个问题怎么解决",
    "没解决",
    "明白了,但是怎么改颜色",
    "it works on my machine but not on the server",
    "that didn't solve it",
    "does it work now?",
    "thanks, and how do I add a border?",
    "hi, how do I make a list?",
    "你好,我想问下退款",
    "怎么能更简单地居中",
    "更简单的布局方法有哪些",
    "举例子的那节课在哪里",
    "2",
    "`const x = 1`",
    "```js\ntalk to a human\n```",
  ],
};

describe("what a message asks for", () => {
  for (const [wants, texts] of Object.entries(WANTS)) {
    it.each(texts.map((text) => [text]))(`${wants}: %j`, (text) => {
      expect(understand(text, []).wants).toBe(wants);
    });
  }
});

const student = (text: string): Line => ({ who: "student", text });
const LANGUAGES: [language: Reading["language"], text: string, history: Line[], locale?: string][] = [
  ["en", "How do I center a div?", []],
  ["zh", "怎么居中一个 div", []],
  ["zh", "用 flex 还是 grid?", []],
  ["zh", "JavaScript closure bind apply 区别", []],
  ["en", "What does 报错 mean?", []],
  ["en", "my page shows 锟斤拷 instead of text", []],
  ["zh", "請問怎麼退款", []],
  ["zh", "报错 TypeError: x is not a function 怎么办", []],
  ["zh", "TypeError: Cannot read properties of undefined (reading 'map')", [student("为什么我的列表是空的")]],
  ["zh", "```js\nconst what = 'is this the end'\n```", [student("看看我的代码")]],
  ["zh", "npm install express", [student("怎么装 express")]],
  ["zh", "ok", [student("怎么退款"), { who: "bot", text: "You can ask." }]],
  ["en", "what about grid?", [student("怎么用 flex")]],
  ["zh", "为什么", [student("how do I use flex")]],
  ["en", "flexbox", []],
  ["zh", "flexbox", [], "zh-CN"],
  ["zh", "404", [], "zh-Hant-TW"],
  ["en", "flexbox", [student("how is flexbox used")], "zh"],
  ["en", "", []],
  ["en", "hi", [student("你好")]],
];

describe("the language to answer in", () => {
  it.each(LANGUAGES)("%s: %j", (language, text, history, locale) => {
    expect(understand(text, history, locale).language).toBe(language);
  });
});

describe("any text", () => {
  it("has a reading, whatever its characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        expect(["en", "zh"]).toContain(understand(text, []).language);
      }),
    );
  });

  it.each([
    ["letters", "a".repeat(100_000)],
    ["spaces", `talk to${" ".repeat(100_000)}x`],
    ["words", "can i talk to a real ".repeat(5_000)],
    ["Chinese", "转接一个一位".repeat(16_000)],
    ["backticks", "`".repeat(100_000)],
    ["fences", "```\n".repeat(25_000)],
    ["links", "https://a".repeat(11_000)],
    ["errors", "Error: ".repeat(14_000)],
    ["politeness", "ok thanks please ".repeat(6_000)],
    ["好的", "好的谢谢".repeat(25_000)],
    ["lines", "at x\n".repeat(20_000)],
  ])("of 100,000 %s is read in bounded time", (_, text) => {
    understand(text, []);
    const start = performance.now();
    understand(text, [student(text), student(text)]);
    expect(performance.now() - start).toBeLessThan(60);
  });
});
