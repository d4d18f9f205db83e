import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { parseDeskFile } from "../../src/desk/desk-file.ts";
import { createRoster } from "../../src/desk/roster.ts";
import { desk, type Harness } from "../harness.ts";
import { anna, escalated, harness, threadOf } from "./claimed-case.ts";

/** Monday to Friday, nine to five in Berlin; the harness begins on a Monday at eleven there. */
const file = `
zone: Europe/Berlin
hours: { mon-fri: "09:00-17:00" }
shifts: [{ who: [Anna, Bo] }]
on-call: [{ who: Cleo }]
lead: Dora
categories:
  refunds: { channel: "web:money", words: [refund] }
`;
const roster = { ...createRoster(parseDeskFile(file, "desk.yaml"), desk), holdMs: 0 };
const hour = 3_600_000;
const minute = 60_000;

const status = (h: Harness) =>
  h.platform.standing.find(({ message }) => message.tone === "status")?.message.text;
const notes = (h: Harness) => h.platform.texts(threadOf(h));

test("a student who asks in open hours hears who is on shift", async () => {
  const h = await harness({ roster });
  await escalated(h);
  expect(status(h)).toContain("On shift now: Anna, Bo.");
});

test("a student who asks at night hears when the desk opens, by the student's own clock", async () => {
  const h = await harness({ roster });
  h.clock.time = Date.parse("2026-11-24T23:00:00Z");
  const from = { id: "mia", name: "Mia", kind: "student", timeZone: "America/New_York" } as const;
  await h.hear({ type: "message", text: "I want to talk to a person", from });
  await h.idle();
  expect(status(h)).toContain("The team is back Wed 25 Nov, 03:00, your time.");
});

test("where the student's clock is not known, the desk's is named with its zone", async () => {
  const h = await harness({ roster });
  h.clock.time = Date.parse("2026-11-28T12:00:00Z");
  await escalated(h);
  expect(status(h)).toContain("The team is back Mon 30 Nov, 09:00 (Europe/Berlin).");
});

test("nobody is reminded in closed hours, and the wait is counted in open ones", async () => {
  const h = await harness({ roster });
  // Five minutes before the end of the day.
  h.clock.time = Date.parse("2026-11-24T15:55:00Z");
  await escalated(h);
  const before = notes(h).length;
  for (let passed = 0; passed < 15; passed++) {
    h.clock.time += hour;
    await h.idle();
  }
  expect(notes(h)).toHaveLength(before);
  h.clock.time = Date.parse("2026-11-25T08:05:00Z");
  await h.idle();
  expect(notes(h).at(-1)).toBe("Nobody has claimed this case for 10 minutes.");
});

test("the ladder goes from all, over who is on call, to the lead, and stops at a claim and an answer", async () => {
  const h = await harness({ roster });
  const thread = await escalated(h);
  const after = async (ms: number) => {
    h.clock.time += ms;
    await h.idle();
    return notes(h).at(-1);
  };
  expect(await after(10 * minute)).toBe("Nobody has claimed this case for 10 minutes.");
  expect(await after(20 * minute)).toBe("Nobody has claimed this case for 30 minutes. Cleo, please look.");
  expect(await after(90 * minute)).toBe("Nobody has claimed this case for 2 hours. Dora, please look.");
  await h.hear({ type: "action", action: "claim", at: thread, from: anna, value: "1" });
  await h.hear({ type: "message", at: thread, from: anna, text: "Here I am" });
  await h.idle();
  const said = notes(h).length;
  await after(24 * hour);
  expect(notes(h)).toHaveLength(said);
});

test("many reminders at the same moment are one list in the channel", async () => {
  const h = await harness({ roster });
  const count = 30;
  for (let index = 0; index < count; index++)
    await h.hear({
      type: "message",
      text: "I want to talk to a person",
      at: `web:student/s${index}` as Address,
      from: { id: `s${index}`, name: `S${index}`, kind: "student" },
    });
  await h.idle();
  const inThreads = () =>
    h.platform.standing.filter(
      ({ at, message }) => at.startsWith(`${desk}/`) && message.text.includes("claimed"),
    );
  h.clock.time += 10 * minute;
  await h.idle();
  expect(inThreads()).toEqual([]);
  const lists = h.platform.standing.filter(({ at, message }) => at === desk && !message.card);
  const text = lists.map(({ message }) => message.text).join("\n");
  expect(text.match(/\d+ cases need somebody/g)).toEqual([`${count} cases need somebody`]);
  const named = [...text.matchAll(/^- #(\d+) S\d+: /gm)].map(([, ticket]) => Number(ticket));
  expect(new Set(named).size).toBe(count);
  expect(named).toHaveLength(count);
});

test("reminders that wait for each other survive the end of the process, and are sent once", async () => {
  const h = await harness({ roster });
  await escalated(h);
  h.clock.time += 10 * minute;
  await h.restart();
  await h.idle();
  await h.restart();
  await h.idle();
  expect(notes(h).filter((text) => text.includes("for 10 minutes"))).toHaveLength(1);
});

test("a case goes to the channel of its category, by the student's words", async () => {
  const h = await harness({ roster });
  await h.hear({ type: "message", text: "I want a refund, let me talk to a person" });
  await h.idle();
  const card = h.platform.standing.find(({ message }) => message.card);
  expect(card?.at).toBe("web:money");
  expect(card?.message.card?.facts).toContainEqual({ label: "Category", value: "refunds" });
  const thread = `web:money/${card?.id}` as Address;
  await h.hear({ type: "action", action: "claim", at: "web:money" as Address, from: anna, value: "1" });
  await h.hear({ type: "message", at: thread, from: anna, text: "Hello" });
  await h.idle();
  expect(h.platform.texts(h.student)).toContain("Hello");
});

test("where staff are shown by role or team, no student ever sees a name (S30)", async () => {
  const h = await harness({ roster: { ...roster, staffShownAs: "team", shownName: () => "Course team" } });
  const thread = await escalated(h);
  await h.hear({ type: "action", action: "claim", at: thread, from: anna, value: "1" });
  await h.hear({ type: "message", at: thread, from: anna, text: "Hello" });
  await h.idle();
  h.clock.time += hour;
  await h.hear({ type: "message", text: "Are you there?" });
  await h.idle();
  h.clock.time += hour;
  await h.idle();
  await h.hear({ type: "action", action: "tickets" });
  await h.idle();
  const shown = h.platform.standing
    .filter(({ at }) => at === h.student)
    .map(({ message }) => JSON.stringify(message));
  expect(shown.join()).toContain("Course team");
  expect(shown.join()).not.toMatch(/Anna|Bo\b/);
});
