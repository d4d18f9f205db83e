import type { Address } from "#ports/platform.ts";
import { allTheTime, type Calendar, type Days, dayAt, weekly } from "./calendar.ts";
import { suggestCategory } from "./category.ts";
import type { DeskFile, Shift } from "./desk-file.ts";

/** When the desk works, who works then, and where its cases go. All times in ms since 1970, spans in ms. */
export type Roster = {
  /** IANA name. */
  readonly zone: string;
  readonly staffShownAs: "name" | "role" | "team";
  /** `thread`: what the claimer writes in the thread reaches the student. `box`: only what the reply box sends. */
  readonly replyMode: "thread" | "box";
  /** How long a line of staff can still be unsent. */
  readonly holdMs: number;
  /** A quiet case with a person is warned about after the first, and closed so long after the warning. */
  readonly autoClose: { readonly warnAfterMs: number; readonly closeAfterMs: number };
  isOpen(at: number): boolean;
  /** `undefined` if the desk is open at `at`. */
  nextOpening(at: number): number | undefined;
  /** How much of the time from `from` to `to` the desk was open; 0 if `to` is earlier. */
  businessMs(from: number, to: number): number;
  /** When the desk will have been open for `ms` since `from`. */
  afterBusiness(from: number, ms: number): number;
  /** The default channel for a category that is unknown or has none of its own. */
  channelFor(category: string | undefined): Address;
  /** All desk channels, each once, the default first. */
  readonly channels: readonly Address[];
  readonly categories: readonly string[];
  /** The category of whose words a text has most; `undefined` if it has none. */
  suggestedCategory(text: string): string | undefined;
  /** Names of those whose shift it is, nobody on a holiday. A shift without hours works when the desk is open. */
  onDuty(at: number): readonly string[];
  /** Whom to call when the shift does not answer, on holidays too: the first in the file whose turn it is. */
  onCall(at: number): string | undefined;
  readonly lead: string | undefined;
  /** The name that a student sees. Staff without a role are shown by the team's name where roles are shown. */
  shownName(staff: { id: string; name: string }): string;
};

/** A desk without a file: open at all times, in one channel, staff shown by name. */
export function alwaysOpen(desk: Address): Roster {
  return createRoster({}, desk);
}

/** The roster that a desk file describes. Cases whose category has no channel of its own go to `desk`. */
export function createRoster(file: DeskFile, desk: Address): Roster {
  const zone = file.zone ?? "UTC";
  const holidays = file.holidays ?? [];
  const open = file.hours ? weekly(zone, file.hours, holidays) : allTheTime;
  const categories = Object.entries(file.categories ?? {});
  const channels = new Map(
    categories.flatMap(([name, { channel }]) => (channel ? [[name, channel as Address] as const] : [])),
  );
  const shifts = (file.shifts ?? []).map((shift) => turnOf(shift, zone, holidays, open));
  const calls = (file["on-call"] ?? []).map((shift) => turnOf(shift, zone, [], allTheTime));
  const staffShownAs = file.shown ?? "name";
  const team = file.team ?? "Course team";
  const roles = file.roles ?? {};
  return {
    zone,
    staffShownAs,
    replyMode: file["reply-mode"] ?? "thread",
    holdMs: file.hold ?? 3000,
    autoClose: {
      warnAfterMs: file["auto-close"]?.["warn-after"] ?? 3 * 24 * 3_600_000,
      closeAfterMs: file["auto-close"]?.["close-after"] ?? 24 * 3_600_000,
    },
    ...open,
    channelFor: (category) => channels.get(category ?? "") ?? desk,
    channels: [...new Set([desk, ...channels.values()])],
    categories: categories.map(([name]) => name),
    suggestedCategory: (text) => suggestCategory(categories, text),
    onDuty: (at) => [...new Set(shifts.filter((turn) => turn.isOn(at)).flatMap(({ who }) => who))],
    onCall: (at) => calls.find((turn) => turn.isOn(at))?.who[0],
    lead: file.lead,
    shownName({ id, name }) {
      if (staffShownAs === "name") return name;
      const role = staffShownAs === "role" ? (own(roles, id) ?? own(roles, name)) : undefined;
      return role ?? team;
    },
  };
}

type Turn = { readonly who: readonly string[]; isOn(at: number): boolean };

function turnOf(
  { who, hours, dates }: Shift,
  zone: string,
  holidays: readonly Days[],
  otherwise: Calendar,
): Turn {
  const works = hours ? weekly(zone, hours, holidays) : otherwise;
  const isDate = (at: number) => {
    const day = dayAt(zone, at);
    return dates === undefined || dates.some(({ from, to }) => from <= day && day <= to);
  };
  return { who, isOn: (at) => isDate(at) && works.isOpen(at) };
}

/** Names from outside may be those of an object's own methods. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
