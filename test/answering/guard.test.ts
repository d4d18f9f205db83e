import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claim } from "../../src/answering/guard/claims.ts";
import { clean } from "../../src/answering/guard/clean.ts";
import { createEvidence } from "../../src/answering/guard/evidence.ts";
import { guard } from "../../src/answering/guard/guard.ts";
import { hosts } from "../../src/answering/guard/hosts.ts";
import { createLeakCheck } from "../../src/answering/guard/leak.ts";
import { marks, renumber, uniform } from "../../src/answering/guard/marks.ts";
import { ready } from "../../src/answering/guard/ready.ts";
import { mapText } from "../../src/answering/guard/segments.ts";
import { blocks } from "../../src/answering/quoting/blocks.ts";
import { cpuTime } from "../understanding/cpu-time.ts";
import { FLEX, REFUND } from "./course.ts";

describe("I42: claims of acts", () => {
  it.each([
    "I have opened ticket #12 for you.",
    "I've escalated this to our team.",
    "I will forward your question to a tutor.",
    "We’ve refunded your payment.",
    "I just reset your password.",
    "Let me know, I'll transfer you to a human.",
    "Your refund has been processed.",
    "I am a real person.",
    "You're now chatting with a human.",
    "我已经帮你转接人工客服了。",
    "已为您提交退款申请",
    "我是真人老师。",
    "我马上通知老师。",
    "退款已提交",
  ])("the bot can't make: %s", (text) => {
    expect(claim(text)).toBe("own");
  });

  it.each([
    "A colleague will call you soon.",
    "Someone from the team will get back to you.",
    "A tutor is here now.",
    "老师稍后会联系你。",
    "工作人员会尽快给您回复",
  ])("others make only if the course says so: %s", (text) => {
    expect(claim(text)).toBe("others");
  });

  it.each([
    "We create a list and send it to the function.",
    "I will show you how to open a file.",
    "First we update the state, then we call the person function.",
    "We pass it to the next component.",
    "The server has sent a response to your request.",
    "Open your account page and press Refund.",
    "You can ask a tutor in the forum.",
    "我们来创建一个数组。",
    "你可以在账户页面申请退款。",
    "表单提交之后,页面会刷新。",
    "老师在第三课讲过闭包。",
  ])("explanations are none: %s", (text) => {
    expect(claim(text)).toBeUndefined();
  });
});

describe("I17: hosts", () => {
  it.each<[string, readonly string[]]>([
    ["see https://a.test/x and http://B.test:80", ["a.test", "b.test"]],
    ["see evil.com, or 访问evil.cn下载", ["evil.com", "evil.cn"]],
    ["[x](https://good.test@evil.test/y)", ["evil.test"]],
    ["\\\\host https:\\\\evil.test\\a", ["evil.test"]],
    ["index.html, style.css, app.js, Node.js, console.log(x), Array.prototype.map, 3.11, e.g. this", []],
    ["`socket.io` and\n\n```js\nuser.me; x.to; // comment\nfetch('https://api.test')\n```", ["api.test"]],
  ])("of %j", (text, expected) => {
    expect([...hosts(text)].sort()).toEqual([...expected].sort());
  });
});

describe("cleaning", () => {
  const none = () => false;
  it.each([
    ["![alt](https://x.test/a.png)", "alt"],
    ["[words](https://x.test) and [more](rel.md#a)", "words and more"],
    ["use <div> and a < b", "use `<div>` and a < b"],
    ["`<b>` stays, <b>", "`<b>` stays, `<b>`"],
    ["<https://x.test/>", "https://x.test/"],
    ["👩‍💻 a\u200bb\u202ec\u{E0041}", "👩‍💻 abc"],
    ["@everyone <@U1> <!here> <!channel|x> <#C1|y>", "everyone    "],
    ["<!DOCTYPE html> in `<!DOCTYPE html>`", "\\<!DOCTYPE html> in `<!DOCTYPE html>`"],
  ])("%j", (text, expected) => {
    expect(clean(text, none)).toBe(expected.trimEnd());
  });

  it("keeps links to allowed hosts, and code as it is", () => {
    expect(clean("[a](https://ok.test/b_(c))", (host) => host === "ok.test")).toBe(
      "[a](https://ok.test/b_(c))",
    );
    const code = "```html\n<img src='x'> <!-- [a](b) -->\n```";
    expect(clean(code, none)).toBe(code);
  });
});

describe("marks", () => {
  it("are read in every way of writing them, outside of code", () => {
    expect(uniform("a [1, 2] b 【3】 c 【4†source】 d [^5] e [6](https://x.test) `f[7]`")).toBe(
      "a [1][2] b [3] c [4] d [5] e [6] `f[7]`",
    );
    expect(marks("a [1] `b[2]` [3]")).toEqual([1, 3]);
    expect(renumber("a [3], `b[3]` [9].", (number) => (number === 3 ? 1 : undefined))).toBe("a [1], `b[3]`.");
  });
});

const RULES = {
  evidence: createEvidence([REFUND, FLEX], ["How do I get a refund?"]),
  allowed: (host: string) => host === "school.example",
  language: "en" as const,
  leaks: createLeakCheck("You write replies for a course help desk and nothing else at all.", "c4n4ry"),
};

describe("what an answer may rest on", () => {
  it.each([
    ["You have 14 days.", true],
    ["购买后 14 天内可以退款", true],
    ["You have 15 days.", false],
    ["It costs $14.", true],
    ["It costs 49 €.", false],
    ["Set `gap: 2rem`.", true],
    ["Ask lena@mail.test.", false],
    ["The code is NOTE-CANARY-7.", false],
    ["Node20 is needed.", false],
  ])("%s", (sentence, known) => {
    expect(RULES.evidence.knows(sentence)).toBe(known);
  });
});

describe("any text of a model", () => {
  const token = fc.constantFrom(
    "[1]", "[2]", "[9]", "`", "```\n", "\n\n", "- ", "| a |", "<b>", "<!here>", "@everyone", "<@U1>", "https://evil.test/a",
    "https://school.example/b", "![x](", "](", ")", "refund within 14 days", "flex container", ". ", "。", "\u202e", "\ud800",
    "I have refunded your payment", "c4n4ry",
  ); // biome-ignore format: a list
  const text = fc.array(fc.oneof(token, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 40 });

  it("comes out with sources that exist and nothing that may not be shown, or not at all", () => {
    fc.assert(
      fc.property(text, (pieces) => {
        const verdict = guard(pieces.join(" "), RULES);
        if (!verdict.ok) return;
        expect(verdict.used.length).toBeGreaterThan(0);
        const prose = blocks(verdict.text).filter(({ kind }) => kind !== "code");
        for (const number of prose.flatMap(({ text }) => marks(text))) {
          expect(verdict.used[number - 1]).toBeGreaterThan(0);
        }
        expect(verdict.text).not.toMatch(/<!here>|@everyone|<@U1>|evil|c4n4ry|refunded your/);
        expect(
          mapText(
            verdict.text,
            (part) => part,
            () => "",
          ),
        ).not.toContain("![");
        expect(verdict.text.isWellFormed()).toBe(true);
        expect(hosts(verdict.text).every(RULES.allowed)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is drafted only with closed fences, and as a beginning of itself", () => {
    fc.assert(
      fc.property(text, fc.nat(), (pieces, cut) => {
        const whole = pieces.join("");
        const part = ready(whole.slice(0, cut % (whole.length + 1)));
        expect(whole.startsWith(part)).toBe(true);
      }),
    );
  });

  it.each([
    ["`".repeat(8_000)],
    ["[".repeat(8_000)],
    ["![".repeat(4_000)],
    ["<a ".repeat(2_600)],
    ["<!--".repeat(2_000)],
    ["@@everyone".repeat(800)],
    ["<@<@<@U1>U1>U1>".repeat(500)],
    ["a.".repeat(4_000)],
    ["- a\n  ".repeat(1_300)],
    ["**a. ".repeat(1_600)],
    ["we will now already just going to ".repeat(240)],
    ["我已经为你".repeat(1_600)],
    ["1 ".repeat(4_000)],
  ])("I30: is judged in bounded time: %.12s…", (hostile) => {
    const spent = cpuTime(() => {
      guard(hostile, RULES);
      guard(`${hostile} refund [1].`, RULES);
      ready(hostile);
    });
    expect(spent).toBeLessThan(400);
  });
});
