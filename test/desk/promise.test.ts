import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import { promisedAt } from "../../src/desk/promise.ts";

const zone = "Europe/Berlin";
/** A Tuesday. */
const now = DateTime.fromISO("2026-11-24T11:00", { zone }).toMillis();

function due(text: string, at = now): string | undefined {
  const time = promisedAt(text, at, zone);
  return time === undefined ? undefined : DateTime.fromMillis(time, { zone }).toFormat("MM-dd HH:mm");
}

describe("English", () => {
  test.each([
    ["I'll come back tomorrow.", "11-25 18:00"],
    ["I’ll get back to you in 2 hours", "11-24 13:00"],
    ["We will answer by Friday.", "11-27 18:00"],
    ["I will check with billing and let you know tomorrow morning", "11-25 12:00"],
    ["I'll have it fixed by 3pm", "11-24 15:00"],
    ["I'll look at it at 5", "11-24 17:00"],
    ["I'll reply by 9", "11-25 09:00"],
    ["I'm going to look into this this afternoon", "11-24 18:00"],
    ["We'll get back to you within 24 hours.", "11-25 11:00"],
    ["I'll be back in half an hour", "11-24 11:30"],
    ["I'll answer in 2-3 hours", "11-24 14:00"],
    ["You'll hear from me tomorrow.", "11-25 18:00"],
    ["You will have an answer by Monday at 10:30.", "11-30 10:30"],
    ["Expect a reply by tomorrow noon", "11-25 12:00"],
    ["Give me 10 minutes", "11-24 11:10"],
    ["Let me check and get back to you in an hour.", "11-24 12:00"],
    ["Will get back to you next Tuesday", "12-01 18:00"],
    ["Getting back to you tonight", "11-24 23:00"],
    ["brb in 15 minutes", "11-24 11:15"],
    ["Hi Mei! Thanks for the log. I'll read it by the end of the day.", "11-24 18:00"],
    ["I'll sort it out by the end of the week", "11-27 18:00"],
    ["I'll write the day after tomorrow", "11-26 18:00"],
    ["I'll send the certificate in 5 business days", "11-29 18:00"],
    ["I can look at it tomorrow", "11-25 18:00"],
    ["I'll see what I can do by Friday", "11-27 18:00"],
    ["I'll check that tomorrow, promise", "11-25 18:00"],
    ["I told you yesterday, but I'll tell you again tomorrow", "11-25 18:00"],
    ["I'll ask in an hour. You will hear from me tomorrow.", "11-24 12:00"],
    ["I'll get to it on Dec 3", "12-03 18:00"],
  ])("%s", (text, expected) => expect(due(text)).toBe(expected));

  test.each([
    "I answered that yesterday.",
    "Tomorrow's deadline is at noon.",
    "I'll check whether tomorrow's deadline can move.",
    "I'll look at what you sent on Monday if it is from Friday",
    "Please come back tomorrow.",
    "Can you send me the file by Friday?",
    "Could you try again in 10 minutes",
    "The lesson starts tomorrow at 9.",
    "Your refund will arrive in 5 days.",
    "You can hand it in until Friday",
    "I won't be here tomorrow.",
    "I will not answer before Friday",
    "I'll be away tomorrow",
    "I'll be on vacation until Monday",
    "I'll see you tomorrow in class",
    "Shall we talk tomorrow?",
    "> I'll come back tomorrow\nThat was long ago.",
    "`I'll come back tomorrow`",
    "I'll look into it.",
    "I'll get back to you soon",
    "Did it work 2 hours ago?",
    "I have been here since 9",
    "",
  ])("no promise: %s", (text) => expect(due(text)).toBeUndefined());
});

describe("Chinese", () => {
  test.each([
    ["明天回复你", "11-25 18:00"],
    ["我明天再回来看", "11-25 18:00"],
    ["两小时后给你答复", "11-24 13:00"],
    ["我会在下午三点前回复您", "11-24 15:00"],
    ["下午三点前给你结果。", "11-24 15:00"],
    ["今天下班前我会处理好", "11-24 18:00"],
    ["半小时内回你", "11-24 11:30"],
    ["一个半小时后我再看看", "11-24 12:30"],
    ["两三个小时内回复你", "11-24 14:00"],
    ["我查一下，明天上午告诉你", "11-25 12:00"],
    ["明天上午，我给你答复", "11-25 12:00"],
    ["周五前我们会处理完", "11-27 18:00"],
    ["下周一上午十点半我联系你", "11-30 10:30"],
    ["三天之内给您答复", "11-27 18:00"],
    ["我今晚发你", "11-24 21:00"],
    ["明早给你", "11-25 12:00"],
    ["后天我跟进一下", "11-26 18:00"],
    ["我们会在24小时内回复", "11-25 11:00"],
    ["15:30前我确认好", "11-24 15:30"],
    ["12月3日前我反馈给你", "12-03 18:00"],
    ["你先试试，我十分钟后回来", "11-24 11:10"],
    ["这周内我给你答复", "11-27 18:00"],
    ["我先去开会，大概一刻钟后回来", "11-24 11:15"],
    ["稍等，我问一下老师，明天下午两点一刻告诉你", "11-25 14:15"],
    ["我五点前查清楚", "11-24 17:00"],
  ])("%s", (text, expected) => expect(due(text)).toBe(expected));

  test.each([
    "昨天已经回复过了",
    "明天的截止时间是中午",
    "我会看一下明天的作业",
    "你明天再来问",
    "请你明天再试试看",
    "退款三天内到账",
    "老师明天会联系你",
    "我同事明天回复你",
    "系统会在两小时后给你发邮件",
    "我明天不能回复你",
    "明天可以给你回复吗？",
    "课程明天九点开始",
    "我马上查",
    "稍后回复你",
    "两小时前我看过了",
    "谢谢，好了",
  ])("no promise: %s", (text) => expect(due(text)).toBeUndefined());
});

test("a promise is kept in the desk's zone, over a change of its clocks", () => {
  const before = DateTime.fromISO("2026-10-24T12:00", { zone }).toMillis();
  expect(due("I'll answer tomorrow morning", before)).toBe("10-25 12:00");
  expect(due("I'll answer in 24 hours", before)).toBe("10-25 11:00");
  expect(due("明天上午回复你", before)).toBe("10-25 12:00");
});

test("said in the evening, today still means today", () => {
  const evening = DateTime.fromISO("2026-11-24T20:00", { zone }).toMillis();
  expect(due("I'll answer today", evening)).toBe("11-24 23:59");
  expect(due("I'll answer at 9", evening)).toBe("11-25 09:00");
  expect(due("今天下班前回复你", evening)).toBe("11-24 23:59");
});

test("a long hostile text holds nobody up", () => {
  for (const words of ["I'll ", "我会明天", "in 2 ", "I'll be back in 2 hours.\n"])
    expect(() => promisedAt(words.repeat(20_000), now, zone)).not.toThrow();
});
