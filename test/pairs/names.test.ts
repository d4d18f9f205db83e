import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createPairChat } from "../dialogues/runner/pair-chat.ts";
import { discordStage } from "./leaks/discord.ts";
import { slackStage } from "./leaks/slack.ts";
import { teamsStage } from "./leaks/teams.ts";
import type { CreateStage, Stage } from "./leaks/way.ts";
import { webStage } from "./leaks/web.ts";

/** Names that would call everybody, and words that look like templates, on every pair of different platforms. */
const stages = { web: webStage, slack: slackStage, discord: discordStage, teams: teamsStage };
const platforms = Object.keys(stages) as (keyof typeof stages)[];
const pairs = platforms.flatMap((student) =>
  platforms.filter((desk) => desk !== student).map((desk) => ({ student, desk })),
);

const dean = { side: "student", name: "Dean {ticket} (Agent)" } as const;
const anna = { side: "desk", name: "Annabel" } as const;
const bo = { side: "desk", name: "Borislav" } as const;
const macros = "{bot.token} {a.__globals__} {{constructor}} <!channel> @everyone";

describe.each(pairs)("students on $student, staff on $desk", ({ student, desk }) => {
  test("S30: names and macros stay words, and where the team is shown no student ever sees who it is", async () => {
    const made: Stage[] = [];
    const seated = (create: CreateStage) => async (clock: { now(): number }) => {
      const stage = await create(clock);
      made.push(stage);
      return stage.seat;
    };
    const team = { staffShownAs: "team", shownName: () => "Course team" } as const;
    const chat = await createPairChat(seated(stages[student]), seated(stages[desk]), team);
    try {
      const texts: string[] = [];
      const look = async () => {
        for (const { at, text } of await chat.seen()) if (at.side === "student") texts.push(text);
      };
      await chat.say(dean, "I want to talk to a person");
      await look();
      await chat.press(anna, "claim", {});
      await look();
      await chat.say(anna, macros);
      await chat.edit(anna, 1, `${macros}!`);
      await chat.press(anna, "reply", { fields: { words: "From the box" } });
      await chat.press(anna, "canned", { option: "refund-sent" });
      await look();
      await chat.say(dean, `And ${macros}?`);
      await chat.pass(3_600_000);
      await look();
      await chat.press(bo, "takeOver", { fields: { why: "She is off" } });
      await look();
      await chat.say(bo, "Still here");
      await chat.press(bo, "resolve", {});
      await look();
      await chat.forge(dean, "tickets", {});
      await look();
      expect(texts).toContain(`${macros}!`);
      expect(texts).toContain("Still here");
      expect(texts).toContain("Hello Dean {ticket} (Agent), your refund is on its way (#1). Course team");
      // What is pushed to a page may come a moment later.
      await sleep(100);
      const wire = made[0]?.sent() ?? [];
      expect(wire.length).toBeGreaterThan(5);
      expect(wire.filter((one) => /annabel|borislav/i.test(one))).toEqual([]);
    } finally {
      await chat.close();
    }
  });
});
