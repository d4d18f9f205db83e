/** How hours, days and spans are written in the desk file. */
import { z } from "zod";
import type { Day, Days, Opening, WeeklyHours } from "./calendar.ts";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longestRange = 366;

/** `mon-fri: 09:00-12:00, 13:00-18:00`, at least one opening in the week; past midnight: `22:00-02:00`. */
export const weeklyHours = z
  .record(z.string(), z.unknown(), "must be days with their hours, such as mon-fri: 09:00-18:00")
  .transform((written, context): WeeklyHours => {
    const week = weekdays.map((): Opening[] => []);
    for (const [key, value] of Object.entries(written)) {
      const days = weekdaysIn(key);
      const openings = openingsIn(value);
      const complain = (message: string) => context.addIssue({ code: "custom", message, path: [key] });
      if (!days) complain("must name days: mon, mon-fri, or sat, sun");
      else if (!openings) complain("must be hours such as 09:00-12:00, 13:00-18:00");
      else for (const day of days) week[day]?.push(...openings);
    }
    if (Object.keys(written).length === 0)
      context.addIssue({ code: "custom", message: "must open at least once a week" });
    return week;
  });

/** A list of `2026-12-25` and `2026-12-24..2027-01-02`. */
export const dates = z
  .array(z.string("must be a date"), "must be a list of dates")
  .transform((written, context): readonly Days[] =>
    written.flatMap((one, index) => {
      const days = daysIn(one);
      if (days) return [days];
      const message =
        "must be a date such as 2026-12-25, or a range 2026-12-24..2027-01-02 of at most a year";
      context.addIssue({ code: "custom", message, path: [index] });
      return [];
    }),
  );

/** `3s`, `30m`, `12h`, `2d`, in ms, within the limits. */
export const span = (least: number, most: number) =>
  z.union([z.string(), z.number()]).transform((written, context): number => {
    const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(String(written).trim()) ?? [];
    const ms = Number(count) * (units[unit as keyof typeof units] ?? Number.NaN);
    if (ms >= least && ms <= most) return ms;
    const message = `must be a time such as 3s, 30m, 12h or 2d, from ${inWords(least)} to ${inWords(most)}`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

function weekdaysIn(text: string): readonly number[] | undefined {
  const parts = text
    .toLowerCase()
    .split(",")
    .map((part) => part.trim());
  const days = parts.map((part) => {
    const [first = -1, last = first, ...more] = part.split("-").map((day) => weekdays.indexOf(day.trim()));
    return more.length > 0 ? [] : between(first, last);
  });
  return days.every((some) => some.length > 0) ? days.flat() : undefined;
}

/** From one weekday to another, over the end of the week if need be. */
function between(first: number, last: number): readonly number[] {
  if (first < 0 || last < 0) return [];
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, step) => (first + step) % 7);
}

function openingsIn(value: unknown): readonly Opening[] | undefined {
  if (typeof value !== "string") return undefined;
  const openings = value.split(",").map((part) => {
    const [, from = "", to = ""] = /^\s*(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s*$/.exec(part) ?? [];
    const [start, end] = [minutes(from), minutes(to)];
    if (start === undefined || end === undefined || start === 1440 || start === end) return undefined;
    return { from: start, to: end > start ? end : end + 1440 };
  });
  return openings.every((one) => one !== undefined) ? openings : undefined;
}

/** 24:00 is the end of a day. */
function minutes(clock: string): number | undefined {
  const [hours = Number.NaN, rest = Number.NaN] = clock.split(":").map(Number);
  const total = hours * 60 + rest;
  return rest < 60 && total <= 1440 ? total : undefined;
}

function daysIn(text: string): Days | undefined {
  const [from, to = from, ...more] = text.split("..").map((part) => dayNumbered(part.trim()));
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  return from <= to && to - from < longestRange ? { from, to } : undefined;
}

function dayNumbered(date: string): Day | undefined {
  return z.iso.date().safeParse(date).success ? Date.parse(date) / 86_400_000 : undefined;
}

function inWords(ms: number): string {
  const unit = (["d", "h", "m"] as const).find((one) => ms >= units[one]) ?? "s";
  return `${ms / units[unit]}${unit}`;
}
