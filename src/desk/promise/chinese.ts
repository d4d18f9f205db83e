import type { DateTime } from "luxon";
import { at, day, endOfPart, endOfWork, type Made, nextAt } from "./wall-clock.ts";

/** When a Chinese sentence promises its writer's next word; `undefined` if it does not. */
export function chineseDue(sentence: string, made: Made): number | undefined {
  // A comma may part what somebody else does from what the writer will do, but also a time from its promise.
  const clauses = sentence.replace(/\s+/g, "").split(/[,，]/);
  const dues = clauses.flatMap((clause, index) => {
    if (!isPromise(clause)) return [];
    const own = dueIn(clause, made);
    const before = clauses[index - 1] ?? "";
    return own ?? (isOthers(before) || isPast(before) ? undefined : dueIn(before, made)) ?? [];
  });
  return dues[0];
}

/** What a writer says they will do. */
const doing =
  /回复|答复|回答|回您|回你|告诉你|告诉您|告知|通知你|通知您|联系你|联系您|给你|给您|跟进|处理|解决|看一?下|看看|查|确认|核实|反馈|回来|上线|更新|发你|发您|发给|搞定|弄好|修好|修复|帮你|帮您|再聊|再说|继续|问一?下|问问/;
const ours = /(?:我|咱)们?(?!的?(?:同事|老师|主管|领导|朋友))/;
/** Somebody else, or the reader, is the one who does it, unless the writer is named as well. */
const others =
  /你们?(?:明|后|今|下|可以|先|再|自己|能|会|要|记得)|您(?:明|后|今|下|可以|先|再|自己|能|会|要|记得)|请(?!稍|耐心|放心)|老师|助教|同事|系统|平台|课程|银行|财务|他们?|她们?|它们?|主管|领导/;

function isPromise(clause: string): boolean {
  return doing.test(clause) && !isOthers(clause) && !isPast(clause) && !/[吗呢么]$/.test(clause);
}

function isOthers(clause: string): boolean {
  return others.test(clause) && !(ours.test(clause) && clause.search(ours) < clause.search(others));
}

function isPast(clause: string): boolean {
  return /昨天|昨晚|前天|刚才|刚刚|已经|上周|过了|不能|不会|无法|没法|没办法|来不及|没有|回复了|处理了|解决了(?!就)/.test(
    clause,
  );
}

const digits = "零一二三四五六七八九";
const count = "(\\d+|[一二两三四五六七八九十]+|半|几|数)";

function dueIn(clause: string, made: Made): number | undefined {
  return inSoLong(clause, made) ?? onDay(clause, made);
}

/** 两小时后, 半个钟头内, 一个半小时之后, 三天内, 两三个小时. */
function inSoLong(clause: string, made: Made): number | undefined {
  const span = new RegExp(
    `(?:[一二两三四五六七八](?=[二三四五六七八九])|\\d+[-~到至])?${count}个?(半)?(分钟|刻钟|小时|钟头|个?工作日|天|周|星期|礼拜)(?:之?后|之?内|以内|以后|左右)`,
  );
  const [, amount = "", half, unit = ""] = span.exec(clause) ?? [];
  if (unit === "") return undefined;
  const many = numberOf(amount) + (half === undefined ? 0 : 0.5);
  const minutes = { 分钟: 1, 刻钟: 15, 小时: 60, 钟头: 60 }[unit];
  if (minutes !== undefined) return made.now + many * minutes * 60_000;
  const days = /工作日|天/.test(unit) ? many : many * 7;
  return endOfWork(day(made, Math.ceil(days)), made);
}

/** 明天, 后天下午, 下周三上午十点, 周五前, 12月3日, 下午三点前, 今晚, 下班前. */
function onDay(clause: string, made: Made): number | undefined {
  const named = dayNamed(clause, made);
  // 明天的作业: the day of a thing, not of the promise.
  if (named && /^的/.test(clause.slice(named.end))) return undefined;
  const rest = named ? clause.slice(named.end) : clause;
  const date = named?.date ?? day(made);
  const clock = clockIn(rest);
  if (clock) {
    const { hour, minute, isExact } = clock;
    return named || isExact ? at(date, hour, minute) : nextAt(made, hour, minute);
  }
  const part = partIn(named?.part ?? rest);
  if (part) return at(date, endOfPart[part]);
  if (/下班[之以]?前/.test(clause)) return endOfWork(date, made);
  return named ? endOfWork(date, made) : undefined;
}

type Named = { readonly date: DateTime; readonly end: number; readonly part?: string };

function dayNamed(clause: string, made: Made): Named | undefined {
  const today = day(made);
  const later = { 今: 0, 明: 1, 后: 2, 大后: 3 };
  const near = /(大后|今|明|后)(天|日|儿|早|晚)/.exec(clause);
  if (near) {
    const [whole, which = "", rest = ""] = near;
    const date = today.plus({ days: later[which as keyof typeof later] });
    return { date, end: near.index + whole.length, ...(/[早晚]/.test(rest) && { part: rest }) };
  }
  const weekday = /(下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天末])/.exec(clause);
  if (weekday) {
    const [whole, which = "", name = ""] = weekday;
    const number = name === "末" ? 6 : "一二三四五六日".indexOf(name.replace("天", "日")) + 1;
    const weeks = { 下下: 2, 下: 1 }[which] ?? 0;
    const inWeek = today.startOf("week").plus({ weeks, days: number - 1 });
    // 周三 said on a Friday is the next one.
    const date = weeks === 0 && inWeek < today.startOf("day") ? inWeek.plus({ weeks: 1 }) : inWeek;
    return { date, end: weekday.index + whole.length };
  }
  const week = /(下|这|本)个?(?:周|星期|礼拜)/.exec(clause);
  if (week) {
    const friday = today.startOf("week").plus({ weeks: week[1] === "下" ? 1 : 0, days: 4 });
    return { date: friday, end: week.index + week[0].length };
  }
  const written = /(?:(\d{1,2})月)?(\d{1,2})[日号]/.exec(clause);
  if (!written) return undefined;
  const [whole, month, number] = written;
  const date = today.set({ ...(month && { month: Number(month) }), day: Number(number) });
  const next = date >= today.startOf("day") ? date : date.plus(month ? { years: 1 } : { months: 1 });
  return next.isValid ? { date: next, end: written.index + whole.length } : undefined;
}

/** 三点, 下午三点半, 15:30, 十点一刻. Without a part of the day, it may be either half of it. */
function clockIn(clause: string): { hour: number; minute: number; isExact: boolean } | undefined {
  const found =
    /(凌晨|早上?|上午|中午|下午|傍晚|晚上?)?(\d{1,2}|[一二两三四五六七八九十]+)(?:点钟?(半|一刻|三刻|\d{1,2}分?|[一二三四五]?十[一二三四五六七八九]?分?)?|:(\d{2}))/.exec(
      clause,
    );
  if (!found) return undefined;
  const [, part = "", hours = "", after = "", minutes = ""] = found;
  const hour = numberOf(hours);
  const minute = minutesOf(after) ?? Number(minutes);
  const isLater = /下午|傍晚|晚/.test(part) && hour < 12;
  if (hour > 24 || minute > 59) return undefined;
  return { hour: isLater ? hour + 12 : hour, minute, isExact: part !== "" };
}

function minutesOf(text: string): number | undefined {
  const known = { 半: 30, 一刻: 15, 三刻: 45 }[text];
  return known ?? (text === "" ? undefined : numberOf(text.replace("分", "")));
}

function partIn(text: string): keyof typeof endOfPart | undefined {
  if (/早|上午/.test(text)) return "morning";
  if (/中午/.test(text)) return "noon";
  if (/下午/.test(text)) return "afternoon";
  if (/傍晚|晚/.test(text)) return "evening";
  return undefined;
}

/** 12, 两, 十五, 二十; 半 and 几 as how many they mean. */
function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === "半") return 0.5;
  if (text === "几" || text === "数") return 3;
  const [tens = "", ones = ""] = text.includes("十") ? text.split("十") : ["0", text];
  const one = (digit: string) => (digit === "两" ? 2 : Math.max(0, digits.indexOf(digit)));
  return (tens === "" ? 1 : one(tens)) * 10 + (ones === "" ? 0 : one(ones));
}
