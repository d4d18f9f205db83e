import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { parseDeskFile } from "../../src/desk/desk-file.ts";
import { createRoster } from "../../src/desk/roster.ts";
import { createPairChat } from "../dialogues/runner/pair-chat.ts";
import { seats } from "./pairs.ts";

const platforms = Object.keys(seats) as (keyof typeof seats)[];
const pairs = platforms.flatMap((student) => platforms.map((desk) => ({ student, desk })));
const minute = 60_000;
const hour = 60 * minute;

const mia = { side: "student", name: "Mia" } as const;
const anna = { side: "desk", name: "Anna" } as const;

describe.each(pairs)("students on $student, staff on $desk", ({ student, desk }) => {
  test("I35, I41: at night the student hears when the desk opens, nobody is reminded; then the ladder goes up", async () => {
    // The clocks of the platforms begin now, so the desk opens the day after tomorrow.
    const now = Date.now();
    const opening = Math.floor(now / (24 * hour)) * 24 * hour + (2 * 24 + 9) * hour;
    const day = new Intl.DateTimeFormat("en", { weekday: "short", timeZone: "UTC" }).format(opening);
    const file = `
zone: UTC
hours: { ${day.toLowerCase()}: "09:00-17:00" }
shifts: [{ who: [Anna, Bo] }]
on-call: [{ who: Cleo }]
lead: Dora
`;
    const roster = createRoster(parseDeskFile(file, "desk.yaml"), "any:desk" as Address);
    const chat = await createPairChat(seats[student], seats[desk], { ...roster, holdMs: 0 });
    const seenAfter = async (ms: number) => {
      await chat.pass(ms);
      return (await chat.seen()).map(({ text }) => text);
    };
    try {
      await chat.say(mia, "I want to talk to a person");
      const first = (await chat.seen()).map(({ text }) => text).join("\n");
      expect(first).toMatch(/The team is back \w{3} \d+ \w{3}, \d\d:\d\d/);
      expect(await seenAfter(3 * hour)).toEqual([]);
      const untilOpening = opening - now - 3 * hour;
      const early = await seenAfter(untilOpening + 10 * minute);
      expect(early).toContain("Nobody has claimed this case for 10 minutes.");
      expect(await seenAfter(20 * minute)).toContain(
        "Nobody has claimed this case for 30 minutes. Cleo, please look.",
      );
      expect(await seenAfter(90 * minute)).toContain(
        "Nobody has claimed this case for 2 hours. Dora, please look.",
      );
      await chat.press(anna, "claim", {});
      await chat.say(anna, "Good morning");
      await chat.seen();
      expect(await seenAfter(3 * hour)).toEqual([]);
    } finally {
      await chat.close();
    }
  });
});
