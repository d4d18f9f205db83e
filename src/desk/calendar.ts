import { DateTime } from "luxon";

/** When something is open. Times in ms since 1970, spans in ms. */
export type Calendar = {
  isOpen(at: number): boolean;
  /** `undefined` if it is open at `at`. */
  nextOpening(at: number): number | undefined;
  businessMs(from: number, to: number): number;
  afterBusiness(from: number, ms: number): number;
};

/** A day of a zone's own calendar, counted from 1970-01-01. */
export type Day = number;
/** Both days are in it. */
export type Days = { readonly from: Day; readonly to: Day };
/** Minutes from the day's midnight on its wall clocks; past 1440 it ends on the next day. */
export type Opening = { readonly from: number; readonly to: number };
/** Seven days, Monday first. */
export type WeeklyHours = readonly (readonly Opening[])[];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Days that are worked out once and kept: three years of looking back and ahead. */
const MOST_KEPT = 1100;

export const allTheTime: Calendar = {
  isOpen: () => true,
  nextOpening: () => undefined,
  businessMs: (from, to) => Math.max(0, to - from),
  afterBusiness: (from, ms) => from + Math.max(0, ms),
};

/** The day that a zone's calendars show at `at`. */
export function dayAt(zone: string, at: number): Day {
  return Math.floor((at + DateTime.fromMillis(at, { zone }).offset * MINUTE) / DAY);
}

/** 0 is Monday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * Weekly hours by the wall clocks of a zone, closed on holidays; at least one day of the week must have hours.
 * An hour that clocks skip is missing, one that they repeat counts twice.
 */
export function weekly(zone: string, hours: WeeklyHours, holidays: readonly Days[]): Calendar {
  if (hours.every((openings) => openings.length === 0)) throw new RangeError("never opens");
  const kept = new Map<Day, readonly Span[]>();

  const spansOf = (day: Day): readonly Span[] => {
    const known = kept.get(day);
    if (known) return known;
    const isHoliday = holidays.some(({ from, to }) => from <= day && day <= to);
    const spans = (isHoliday ? [] : (hours[weekdayOf(day)] ?? []))
      .map(({ from, to }) => ({ from: instant(zone, day, from), to: instant(zone, day, to) }))
      // What lies in a skipped hour is over before it begins.
      .filter(({ from, to }) => from < to)
      .toSorted((a, b) => a.from - b.from);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(day, spans);
    return spans;
  };
  // What is open from `since` on: in order, without overlaps, without an end.
  function* openFrom(since: number): Generator<Span, never> {
    let covered = since;
    // The night before may reach into the first day.
    for (let day = dayAt(zone, since) - 1; ; day += 1)
      for (const { from, to } of spansOf(day)) {
        if (to <= covered) continue;
        yield { from: Math.max(from, covered), to };
        covered = to;
      }
  }

  return {
    isOpen: (at) => openFrom(at).next().value.from === at,
    nextOpening(at) {
      const { from } = openFrom(at).next().value;
      return from === at ? undefined : from;
    },
    businessMs(from, to) {
      let sum = 0;
      for (const span of openFrom(from)) {
        if (span.from >= to) break;
        sum += Math.min(span.to, to) - span.from;
      }
      return sum;
    },
    afterBusiness(from, ms) {
      if (ms <= 0) return from;
      let left = ms;
      for (const span of openFrom(from)) {
        if (left <= span.to - span.from) return span.from + left;
        left -= span.to - span.from;
      }
      return from;
    },
  };
}

type Span = { readonly from: number; readonly to: number };

/** When the zone's wall clocks show so many minutes of that day; a time that they skip, as if they had not yet. */
function instant(zone: string, day: Day, minutes: number): number {
  const date = new Date((day + Math.floor(minutes / 1440)) * DAY);
  return DateTime.fromObject(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: Math.floor((minutes % 1440) / 60),
      minute: minutes % 60,
    },
    { zone },
  ).toMillis();
}
