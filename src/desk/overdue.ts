import type { Roster } from "./roster.ts";

/**
 * The moment such that who has waited since then, or longer, has waited at least `ms` of open hours by `now`. One
 * number to compare with, so that thousands of cases need no calendar of their own.
 */
export function overdueSince(roster: Pick<Roster, "businessMs">, now: number, ms: number): number {
  let early = now - ms;
  for (let back = ms; roster.businessMs(early, now) < ms; back *= 2) early = now - ms - back;
  let late = now - ms;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (roster.businessMs(middle, now) >= ms) early = middle;
    else late = middle;
  }
  return roster.businessMs(late, now) >= ms ? late : early;
}
