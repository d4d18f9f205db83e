import { DateTime } from "luxon";

/** Where and when a promise is made. */
export type Made = { readonly now: number; readonly zone: string };

/** The hour of the clock by which a promise for a part of the day is due: at its end. */
export const endOfPart = { morning: 12, noon: 12, afternoon: 18, evening: 21, night: 23 } as const;

/** The day of the promise, with days added. */
export function day({ now, zone }: Made, later = 0): DateTime {
  return DateTime.fromMillis(now, { zone }).plus({ days: later });
}

/** The end of that day's work; of a day whose work is over, its last minute. */
export function endOfWork(date: DateTime, { now }: Made): number {
  const end = at(date, 18);
  return end > now ? end : at(date, 23, 59);
}

export function at(date: DateTime, hour: number, minute = 0): number {
  return date.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}

/** The next time that clocks show this. An hour up to seven is meant as one of the afternoon. */
export function nextAt(made: Made, hour: number, minute: number): number {
  const meant = hour > 0 && hour <= 7 ? hour + 12 : hour;
  const today = at(day(made), meant, minute);
  return today > made.now ? today : at(day(made, 1), meant, minute);
}
