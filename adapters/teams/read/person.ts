import type { Author } from "#ports/platform.ts";
import type { Activity } from "./activity.ts";

type Account = NonNullable<Activity["from"]>;

/** The bot itself and other bots, whose ids begin so. */
export function isBot({ id, role }: Pick<Account, "id" | "role">): boolean {
  return role === "bot" || role === "skill" || id.startsWith("28:");
}

/** Who has this id: the directory's own where there is one, since Teams' differs from bot to bot. */
export function personOf({ id, aadObjectId }: Pick<Account, "id" | "aadObjectId">): string {
  return aadObjectId?.toLowerCase() ?? id;
}

/** Who did something, with the language and the zone of the device that it was done on. */
export function author(activity: Activity, kind: "student" | "staff", from: Account): Author {
  const client = activity.entities?.find(({ type }) => type === "clientInfo");
  const locale = [client?.locale, activity.locale].find(isLocale);
  const timeZone = [client?.timezone, activity.localTimezone].find(isTimeZone);
  return {
    id: personOf(from),
    name: readable(from.name?.trim() || "?"),
    kind,
    ...(locale !== undefined && { locale }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

/** Text that every store and reader can hold: no half characters, no NUL. */
export function readable(raw: string): string {
  return raw.toWellFormed().replaceAll("\0", "\uFFFD");
}

function isLocale(tag: string | undefined): tag is string {
  try {
    return tag !== undefined && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(zone: string | undefined): zone is string {
  try {
    return zone !== undefined && Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
