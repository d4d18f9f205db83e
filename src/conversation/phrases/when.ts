import type { Language } from "../conversation.ts";

/** A moment as a person there would say it: `Tue 24 Nov, 09:00`; today's without the day. */
export function whenIn(language: Language, at: number, zone: string, now: number): string {
  const tag = language === "zh" ? "zh-CN" : "en-GB";
  const day = new Intl.DateTimeFormat(tag, { ...inZone(zone), dateStyle: "short" });
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const date = { weekday: "short", day: "numeric", month: "short" } as const;
  const isToday = day.format(at) === day.format(now);
  return new Intl.DateTimeFormat(tag, { ...inZone(zone), ...time, ...(!isToday && date) }).format(at);
}

/** A platform may tell a zone that this machine does not know. */
function inZone(zone: string): { timeZone: string } {
  try {
    return { timeZone: new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone };
  } catch {
    return { timeZone: "UTC" };
  }
}

/** A stretch of time in words, rounded as a person would. */
export function duration(language: Language, ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [count, unit] =
    minutes < 90
      ? ([minutes, "minute"] as const)
      : minutes < 48 * 60
        ? ([Math.round(minutes / 60), "hour"] as const)
        : ([Math.round(minutes / 1440), "day"] as const);
  if (language === "zh") return `${count} ${{ minute: "分钟", hour: "小时", day: "天" }[unit]}`;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
