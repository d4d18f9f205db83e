import type { Roster } from "../../../desk/roster.ts";

const units: Readonly<Record<string, number>> = {
  m: 60_000,
  min: 60_000,
  minutes: 60_000,
  分钟: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  小时: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  天: 86_400_000,
};

/** Until when a case rests, as staff type it: `2h`, `30 分钟`, `tomorrow`. `undefined` for what can't be read. */
export function untilTyped(
  typed: string,
  now: number,
  roster: Pick<Roster, "zone" | "nextOpening">,
): number | undefined {
  const words = typed.trim().toLowerCase();
  if (words === "tomorrow" || words === "明天") return morningAfter(now, roster);
  const [, count, unit = ""] = /^(\d{1,4})\s*(\p{L}+)$/u.exec(words) ?? [];
  const size = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return count === undefined || size === undefined ? undefined : now + Number(count) * size;
}

/** When the desk opens after the next midnight of its zone; at nine where it never closes. */
function morningAfter(now: number, { zone, nextOpening }: Pick<Roster, "zone" | "nextOpening">): number {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const [hour = 0, minute = 0] = clock.format(now).split(":").map(Number);
  const midnight = now + (24 * 60 - (hour * 60 + minute)) * 60_000;
  return nextOpening(midnight) ?? midnight + 9 * 3_600_000;
}
