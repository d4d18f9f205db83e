import { readFileSync } from "node:fs";
import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { ConfigError } from "../../src/config.ts";
import { parseDeskFile } from "../../src/desk/desk-file.ts";
import { overdueSince } from "../../src/desk/overdue.ts";
import { alwaysOpen, createRoster } from "../../src/desk/roster.ts";

const desk = "web:desk" as Address;
const rosterOf = (yaml: string) => createRoster(parseDeskFile(yaml, "desk.yaml"), desk);
const at = (iso: string, zone = "Europe/Berlin") => DateTime.fromISO(iso, { zone }).toMillis();
const hour = 3_600_000;

const berlin = rosterOf(`
zone: Europe/Berlin
hours:
  mon-fri: 09:00-12:00, 13:00-18:00
  sat: 22:00-02:00
holidays: [2026-12-25, 2026-12-31..2027-01-01]
`);

describe("business hours", () => {
  test.each([
    ["2026-11-23T08:59", false, "2026-11-23T09:00"],
    ["2026-11-23T09:00", true, undefined],
    ["2026-11-23T12:00", false, "2026-11-23T13:00"],
    ["2026-11-23T17:59:59.999", true, undefined],
    ["2026-11-23T18:00", false, "2026-11-24T09:00"],
    ["2026-11-28T23:00", true, undefined],
    ["2026-11-29T01:59", true, undefined],
    ["2026-11-29T02:00", false, "2026-11-30T09:00"],
    ["2026-12-24T18:00", false, "2026-12-26T22:00"],
    ["2026-12-25T10:00", false, "2026-12-26T22:00"],
    ["2026-12-30T19:00", false, "2027-01-02T22:00"],
  ])("at %s the desk is open: %s, next opening %s", (time, isOpen, next) => {
    expect(berlin.isOpen(at(time))).toBe(isOpen);
    expect(berlin.nextOpening(at(time))).toBe(next && at(next));
  });

  test("a wait on Friday evening counts on Monday", () => {
    // The Saturday night between them counts too.
    expect(berlin.afterBusiness(at("2026-11-20T17:00"), 6 * hour)).toBe(at("2026-11-23T10:00"));
    expect(berlin.businessMs(at("2026-11-20T17:00"), at("2026-11-23T10:00"))).toBe(6 * hour);
  });

  test("the hour that clocks skip is missing, the one they repeat counts twice", () => {
    const nights = rosterOf("zone: Europe/Berlin\nhours: { mon-sun: 00:00-06:00 }");
    expect(nights.businessMs(at("2026-03-29T00:00"), at("2026-03-29T12:00"))).toBe(5 * hour);
    expect(nights.businessMs(at("2026-10-25T00:00"), at("2026-10-25T12:00"))).toBe(7 * hour);
  });

  test("hours that lie in a skipped hour are missing that day", () => {
    const short = rosterOf("zone: Europe/Berlin\nhours: { mon-sun: 02:10-02:50 }");
    expect(short.nextOpening(at("2026-03-28T03:00"))).toBe(at("2026-03-29T03:10"));
    expect(short.businessMs(at("2026-03-28T03:00"), at("2026-03-31T03:00"))).toBe(120 * 60_000);
    const over = rosterOf("zone: Europe/Berlin\nhours: { mon-sun: 02:30-03:15 }");
    expect(over.nextOpening(at("2026-03-28T04:00"))).toBe(at("2026-03-30T02:30"));
  });

  test("a holiday is a day of the desk's zone, not of the world", () => {
    const auckland = rosterOf(
      "zone: Pacific/Auckland\nhours: { mon-sun: 00:00-24:00 }\nholidays: [2026-12-25]",
    );
    const begins = at("2026-12-25T00:00", "Pacific/Auckland");
    expect(auckland.isOpen(begins - 1)).toBe(true);
    expect(auckland.isOpen(begins)).toBe(false);
    expect(auckland.nextOpening(begins)).toBe(at("2026-12-26T00:00", "Pacific/Auckland"));
  });

  test("a day that a zone left out is not missed", () => {
    const samoa = rosterOf("zone: Pacific/Apia\nhours: { mon-sun: 09:00-17:00 }");
    const after = at("2011-12-29T17:00", "Pacific/Apia");
    expect(samoa.nextOpening(after)).toBe(at("2011-12-31T09:00", "Pacific/Apia"));
    expect(samoa.businessMs(after, at("2011-12-31T23:00", "Pacific/Apia"))).toBe(8 * hour);
  });

  test("overlapping hours count once", () => {
    const twice = rosterOf("hours: { mon-fri: 09:00-17:00, mon: 08:00-10:00, sun: 20:00-09:30 }");
    const monday = at("2026-11-23T00:00", "UTC");
    expect(twice.businessMs(monday, monday + 24 * hour)).toBe(17 * hour);
  });

  test("without a file the desk is always open", () => {
    const roster = alwaysOpen(desk);
    expect(roster.isOpen(0)).toBe(true);
    expect(roster.nextOpening(0)).toBeUndefined();
    expect(roster.afterBusiness(5, 10)).toBe(15);
    expect(roster.businessMs(20, 10)).toBe(0);
    expect(roster.channels).toEqual([desk]);
    expect(roster.shownName({ id: "u1", name: "Anna" })).toBe("Anna");
  });
});

describe("for any hours, in any zone, around changes of the clock", () => {
  const zones = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "UTC",
  ];
  const clock = fc.integer({ min: 0, max: 23 * 60 + 59 }).map((minutes) => {
    const pad = (count: number) => String(count).padStart(2, "0");
    return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  });
  const openings = fc
    .array(
      fc.tuple(clock, clock).filter(([from, to]) => from !== to),
      { minLength: 1, maxLength: 3 },
    )
    .map((list) => list.map(([from, to]) => `${from}-${to}`).join(", "));
  const rosters = fc
    .record({
      zone: fc.constantFrom(...zones),
      hours: fc.dictionary(fc.constantFrom("mon", "tue-thu", "fri", "sat, sun", "mon-sun"), openings, {
        minKeys: 1,
      }),
      holidays: fc.constantFrom("[]", "[2026-03-29, 2026-12-24..2027-01-06]", "[2026-10-25..2026-11-01]"),
    })
    .map(({ zone, hours, holidays }) =>
      rosterOf(
        `zone: ${zone}\nholidays: ${holidays}\nhours:\n${Object.entries(hours)
          .map(([days, list]) => `  ${days}: ${list}`)
          .join("\n")}`,
      ),
    );
  const times = fc.integer({ min: at("2026-01-01"), max: at("2027-02-01") });
  const spans = fc.integer({ min: 0, max: 90 * hour });

  test("the time after so much business holds exactly so much business", () => {
    fc.assert(
      fc.property(rosters, times, spans, (roster, from, ms) => {
        const end = roster.afterBusiness(from, ms);
        expect(roster.businessMs(from, end)).toBe(ms);
        // and no earlier one does
        if (ms > 0) expect(roster.businessMs(from, end - 1)).toBe(ms - 1);
      }),
    );
  });

  test("what begins later or takes longer ends no earlier, however the clock jumps", () => {
    fc.assert(
      fc.property(rosters, times, times, spans, spans, (roster, one, other, short, long) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const [less, more] = [Math.min(short, long), Math.max(short, long)];
        expect(roster.afterBusiness(early, less)).toBeLessThanOrEqual(roster.afterBusiness(late, more));
      }),
    );
  });

  test("parts add up to the whole", () => {
    fc.assert(
      fc.property(rosters, fc.tuple(times, times, times), (roster, three) => {
        const [from = 0, middle = 0, to = 0] = three.toSorted((a, b) => a - b);
        expect(roster.businessMs(from, middle) + roster.businessMs(middle, to)).toBe(
          roster.businessMs(from, to),
        );
      }),
    );
  });

  test("the next opening is open, and nothing before it is", () => {
    fc.assert(
      fc.property(rosters, times, (roster, time) => {
        const next = roster.nextOpening(time);
        expect(next === undefined).toBe(roster.isOpen(time));
        if (next === undefined) return;
        expect(roster.isOpen(next)).toBe(true);
        expect(roster.businessMs(time, next)).toBe(0);
      }),
    );
  });
});

describe("who and where", () => {
  const roster = rosterOf(`
zone: Europe/Berlin
hours: { mon-fri: 09:00-18:00 }
holidays: [2026-11-26]
shifts:
  - { who: [Anna, Ben], hours: { mon-fri: 09:00-13:00 } }
  - { who: Chen }
  - { who: Dora, dates: [2026-11-24..2026-11-25] }
on-call:
  - { who: Eve, dates: [2026-11-28] }
  - { who: Chen }
lead: Frank
categories:
  money: { channel: "slack:C0MONEY", words: [refund, invoice, 退款] }
  account: { channel: "slack:C0MONEY", words: [log in, password] }
  lessons: { words: [exercise, lesson] }
shown: role
team: The Lume team
roles: { Anna: Tutor, u-chen: Head of courses }
reply-mode: box
hold: 5s
auto-close: { warn-after: 2d, close-after: 12h }
`);

  test("shifts work when the desk does, unless they have hours of their own", () => {
    expect(roster.onDuty(at("2026-11-23T10:00"))).toEqual(["Anna", "Ben", "Chen"]);
    expect(roster.onDuty(at("2026-11-24T14:00"))).toEqual(["Chen", "Dora"]);
    expect(roster.onDuty(at("2026-11-24T20:00"))).toEqual([]);
  });

  test("on a holiday nobody is on shift, and somebody is on call", () => {
    expect(roster.onDuty(at("2026-11-26T10:00"))).toEqual([]);
    expect(roster.onCall(at("2026-11-26T10:00"))).toBe("Chen");
    expect(roster.onCall(at("2026-11-28T03:00"))).toBe("Eve");
    expect(roster.lead).toBe("Frank");
  });

  test("a category leads to its channel, anything else to the default", () => {
    expect(roster.channelFor("money")).toBe("slack:C0MONEY");
    expect(roster.channelFor("lessons")).toBe(desk);
    expect(roster.channelFor("__proto__")).toBe(desk);
    expect(roster.channelFor(undefined)).toBe(desk);
    expect(roster.channels).toEqual([desk, "slack:C0MONEY"]);
    expect(roster.categories).toEqual(["money", "account", "lessons"]);
  });

  test.each([
    ["Can I get a Refund? I was refunded before", "money"],
    ["我要退款", "money"],
    ["I can't log in, my password is wrong", "account"],
    ["the exercises of lesson 3", "lessons"],
    ["prefund", undefined],
    ["hello", undefined],
  ])("%s suggests %s", (text, category) => {
    expect(roster.suggestedCategory(text)).toBe(category);
  });

  test("staff are shown by their role, else by the team's name", () => {
    expect(roster.shownName({ id: "u1", name: "Anna" })).toBe("Tutor");
    expect(roster.shownName({ id: "u-chen", name: "Chen" })).toBe("Head of courses");
    expect(roster.shownName({ id: "constructor", name: "toString" })).toBe("The Lume team");
    expect(rosterOf("shown: team").shownName({ id: "u1", name: "Anna" })).toBe("Course team");
  });

  test("the desk's own times", () => {
    expect(roster.replyMode).toBe("box");
    expect(roster.holdMs).toBe(5000);
    expect(roster.autoClose).toEqual({ warnAfterMs: 48 * hour, closeAfterMs: 12 * hour });
  });
});

describe("a desk file with faults", () => {
  const faultsOf = (yaml: string): readonly string[] => {
    try {
      parseDeskFile(yaml, "desk.yaml");
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
    return [];
  };

  test("all are told together, each with its line and place", () => {
    expect(
      faultsOf(`zone: Mars/Olympus
hours:
  mon-fri: 9 to 5
  someday: 09:00-17:00
holidays:
  - 2026-12-25
  - 2026-13-01
shifts:
  - { hours: { mon: 09:00-12:00 } }
shown: nickname
hold: fast
colour: blue
`),
    ).toEqual([
      "desk.yaml:1: zone must be a time zone such as Europe/Berlin",
      "desk.yaml:3: hours.mon-fri must be hours such as 09:00-12:00, 13:00-18:00",
      "desk.yaml:4: hours.someday must name days: mon, mon-fri, or sat, sun",
      "desk.yaml:7: holidays.1 must be a date such as 2026-12-25, or a range 2026-12-24..2027-01-02 of at most a year",
      "desk.yaml:9: shifts.0.who must be a name, or a list of names",
      "desk.yaml:10: shown must be name, role or team",
      "desk.yaml:11: hold must be a time such as 3s, 30m, 12h or 2d, from 0s to 1m",
      "desk.yaml:12: the file does not know colour",
    ]);
  });

  test.each([
    ["hours: {}", "desk.yaml:1: hours must open at least once a week"],
    [
      "zone: [",
      "desk.yaml:1: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["just words", "desk.yaml:1: the file must be settings by name, such as zone: Europe/Berlin"],
    ["a: 1\na: 2", "desk.yaml:2: Map keys must be unique"],
    [
      "zone: UTC\nhours: { mon: 25:00-26:00 }",
      "desk.yaml:2: hours.mon must be hours such as 09:00-12:00, 13:00-18:00",
    ],
  ])("%j", (yaml, fault) => {
    expect(faultsOf(yaml)).toEqual([fault]);
  });

  test("the example that we ship has none", () => {
    const example = readFileSync("desk.example.yaml", "utf8");
    expect(faultsOf(example)).toEqual([]);
    const roster = rosterOf(example);
    expect(roster.channelFor("refund")).toBe("slack:C0REFUNDS");
    expect(roster.onCall(at("2026-11-28T12:00", "Asia/Shanghai"))).toBe("Ben");
  });

  test("an empty file says nothing, and nothing is wrong with it", () => {
    expect(faultsOf("# to be written\n")).toEqual([]);
  });
});

test("waits that are overdue are those that began before one moment", () => {
  const limit = 4 * hour;
  for (const now of ["2026-11-23T09:30", "2026-11-23T18:00", "2026-11-30T08:00", "2027-01-03T12:00"].map(
    (iso) => at(iso),
  )) {
    const since = overdueSince(berlin, now, limit);
    expect(berlin.businessMs(since, now)).toBeGreaterThanOrEqual(limit);
    expect(berlin.businessMs(since + 1, now)).toBeLessThan(limit);
  }
  expect(overdueSince(alwaysOpen(desk), 10_000, 4000)).toBe(6000);
});
