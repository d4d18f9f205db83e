import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { crisisIn } from "../../src/understanding/crisis/crisis.ts";
import { cpuTime } from "./cpu-time.ts";

const SELF_HARM = [
  "i want to kill myself",
  "I wanna die",
  "i dont wanna live anymore",
  "kms tbh, can't do this course",
  "I'm going to end my life tonight",
  "thinking about suicide",
  "been having sucidal thoughts since the midterm",
  "I want to unalive myself",
  "s u i c i d e",
  "i want to k i l l  m y s e l f",
  "I w@nt to d1e",
  "i want to кill myself",
  "I want to kill my self",
  "kill myslef",
  "wanna 💀 no really, I want to end it all",
  "everybody would be happier if I was gone",
  "nobody would notice if I disappeared",
  "no one will miss me when I'm gone",
  "what's the point of living",
  "there is no reason to live",
  "My life isn't worth living",
  "I wish I was never born",
  "i wish i was dead",
  "I can't go on living like this",
  "I'm tired of being alive",
  "I don't want to wake up tomorrow",
  "I just want to disappear forever",
  "I won't be here for the final exam, or any exam. goodbye everyone",
  "this is my last message, you won't see me again",
  "I have a bottle of sleeping pills and I'm going to take all of them",
  "how many pills does it take to die",
  "how to die without pain",
  "painless ways to die",
  "I started cutting again",
  "i cut myself last night",
  "I've been hurting myself for months",
  "I'm standing on a bridge and want to jump off the bridge",
  "I wrote a suicide note",
  "Homework 3: a) 12 b) 7. btw I want to die and nobody knows c) 9",
  "question 4 is done. I don't think I'll be alive next week. how is it graded?",
  "// TODO fix this loop\n// i want to kill myself",
  "my friend says she wants to kill herself",
  "My roommate is talking about suicide, what do I do?",
  "a classmate told me he wants to die",
  "my sister is cutting herself",
  "He posted that he doesn't want to live anymore",
  "how do I stop eating to lose 5 kg in 3 days",
  "我想自杀",
  "不想活了",
  "我不想活了,作业也不用交了",
  "活着没意思",
  "活着好累,想死",
  "真的好想死",
  "想 死",
  "自 杀",
  "自*杀的念头又来了",
  "想自鲨",
  "想紫砂",
  "我想從樓上跳下去",
  "我想自殺",
  "不想活下去了,對不起大家",
  "活著沒有意義",
  "室友说她不想活了怎么办",
  "我朋友一直在自残",
  "同学在群里发了遗书",
  "我割腕了",
  "我又划手了",
  "买了安眠药准备一起吃掉",
  "站在天台上,想跳下去",
  "遗书写好了",
  "没有我你们会更幸福",
  "我死了也没人在意",
  "我消失了也不会有人发现",
  "想从这个世界上消失",
  "一了百了算了",
  "人生没有意义了",
  "生不如死",
  "再见了这个世界",
  "希望睡着就再也不醒",
  "第三题答案是 12。老师我真的撑不下去了,想死",
  "怎么死不痛",
  "zisha",
];

const ABUSE = [
  "my dad hits me when I study",
  "My boyfriend beat me last night",
  "he forces me to send nudes",
  "I was raped by someone in the group",
  "I'm being abused at home",
  "I'm scared to go home",
  "someone is blackmailing me with private photos",
  "我爸喝醉了就打我",
  "我被性侵了",
  "他一直家暴我妈",
  "我男朋友打我,我不敢回家",
  "有人拿裸照威胁我",
];

const DANGER = [
  "someone is following me right now",
  "there is a man with a gun at the school",
  "he has a knife",
  "I'm going to kill my teacher",
  "I want to hurt someone",
  "I'm going to shoot up the school",
  "my ex is outside my door and wants to kill me",
  "I need an ambulance",
  "我要杀了他",
  "有人拿着刀在教室里",
  "有人跟踪我,我好害怕",
  "我想和他们同归于尽",
];

const NONE = [
  "how do I kill -9 a process",
  "kill -9 1234 does not work",
  "kill the process on port 3000",
  "how to kill all node processes",
  "the child process died",
  "why do zombie processes not die",
  "my laptop died, can I get an extension?",
  "lol I'm dead",
  "I'm dead 💀😂",
  "dying of laughter",
  "this homework is killing me",
  "the deadline is killing me",
  "my mom will kill me if I fail",
  "you're killing it!",
  "the deadline is murder",
  "how do I end this loop",
  "cut the string at index 3",
  "cut and paste",
  "cut myself some slack this week",
  "how to jump to the end of the line",
  "jump off the tutorial track",
  "the exam hit me hard",
  "I bombed the quiz",
  "the server is dead",
  "deadlock between two threads",
  "dead code elimination",
  "the file does not exist anymore",
  "role root does not exist",
  "I failed the midterm and feel like an idiot",
  "I've been crying over this assignment",
  "I had a panic attack before the exam",
  "I feel like giving up on this course",
  "what's the point, I fail every quiz anyway",
  "I can't do this anymore, the quiz is broken again",
  "I want to drop the course",
  "no point in using var",
  "is it worth living on campus",
  "go live with my site tomorrow",
  "live server does not start",
  "the last day to submit",
  "tonight is the last night to register",
  "brute force attack on my server",
  "how do I shoot a video for the project",
  "shoot me an email",
  "hang on a second",
  "the app hangs itself up",
  "a suicide rate dataset for the statistics project",
  "Suicide Squad was a bad movie",
  "I'll be around tomorrow",
  "I won't be here on Friday, can I submit late?",
  "my teammate beat me at chess",
  "the tests beat me again",
  "function killAll() { enemies.forEach(die) }",
  "if (player.hp <= 0) die();",
  "process.exit() ends my script",
  "he attacks the problem from the other side",
  "笑死我了",
  "笑死,这变量名",
  "哈哈哈哈笑死了",
  "作业要我命了",
  "这个 bug 要我命了哈哈",
  "累死了",
  "累死我了,改了一晚上",
  "气死我了",
  "烦死了",
  "困死",
  "忙得要死",
  "作业多得要死",
  "死循环怎么跳出来",
  "死锁怎么办",
  "电脑死机了",
  "程序卡死了",
  "怎么杀掉进程",
  "杀死占用 3000 端口的进程",
  "子进程老是挂掉",
  "想死你们了",
  "秒杀活动怎么写",
  "跳楼价",
  "跳出循环",
  "截止日期最后一天",
  "今天是最后一天提交吗",
  "三个截止时间在同一天,我要崩溃了",
  "上网课好孤独,没人说话",
  "心态崩了",
  "不想学了",
  "想退课了",
  "自杀率数据集怎么分析",
  "《少年维特的烦恼》里的角色自杀了吗",
  "狼人杀的代码怎么写",
  "元素从页面上消失了",
  "改 bug 改到想死",
  "这题怎么自己实现一个链表",
  "尴尬死了",
  "社死现场",
];

describe("a crisis", () => {
  it.each(SELF_HARM)("of somebody's own life: %j", (text) => expect(crisisIn(text)).toBe("selfHarm"));
  it.each(ABUSE)("by somebody else: %j", (text) => expect(crisisIn(text)).toBe("abuse"));
  it.each(DANGER)("for anybody: %j", (text) => expect(crisisIn(text)).toBe("danger"));
  it.each(NONE)("is not: %j", (text) => expect(crisisIn(text)).toBeUndefined());

  const table = readFileSync(new URL("crisis.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { text: string; crisis: string });
  it.each(table.map(({ text, crisis }) => [text, crisis]))("in %j: %s", (text, crisis) =>
    expect(crisisIn(text) ?? "none").toBe(crisis),
  );

  /** Written after the rules were. From how many are found, the threshold was chosen: no measure of words yet unseen. */
  it("is found in most words that nothing foresaw, and hardly in harmless ones", () => {
    const unseen = readFileSync(new URL("crisis-unseen.jsonl", import.meta.url), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { text: string; crisis: string });
    const found = unseen.filter(({ text }) => crisisIn(text) !== undefined);
    const share = (of: typeof unseen, harmless: boolean) =>
      of.filter(({ crisis }) => (crisis === "none") === harmless).length /
      unseen.filter(({ crisis }) => (crisis === "none") === harmless).length;
    expect(share(found, false)).toBeGreaterThanOrEqual(0.7);
    expect(share(found, true)).toBeLessThanOrEqual(0.05);
  });

  it("is found at the end of a long paste", () => {
    expect(crisisIn(`${"2026-01-01 12:00:00 GET /index.html 200\n".repeat(2_500)}i want to die`)).toBe(
      "selfHarm",
    );
  });
});

describe("looking for a crisis", () => {
  it.each([
    ["letters", "a"],
    ["want to", "i want to "],
    ["kill my", "kill my "],
    ["single letters", "s u i c "],
    ["take pills", "take many pills "],
    ["想", "想"],
    ["我不想", "我不想 "],
    ["没有我", "没有我大家都会"],
    ["spaces", " "],
    ["zalgo", "z̷̧̢̛̤̳̰̈́"],
    ["right to left", "\u202Eabc "],
    ["lines", "die\n"],
  ])("in %s takes time that grows no faster than the text, and is bounded", (_, unit) => {
    const text = (size: number) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
    const time = (size: number) => {
      crisisIn(text(size));
      return cpuTime(() => {
        for (let round = 0; round < 5; round++) crisisIn(text(size));
      });
    };
    expect(time(16_000)).toBeLessThan(16 * Math.max(4, time(2_000)));
    expect(time(100_000)).toBeLessThan(4 * Math.max(20, time(16_000)));
  });
});
