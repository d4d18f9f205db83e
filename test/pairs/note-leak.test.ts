import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createPairChat, type PairChat } from "../dialogues/runner/pair-chat.ts";
import { discordStage } from "./leaks/discord.ts";
import { slackStage } from "./leaks/slack.ts";
import { teamsStage } from "./leaks/teams.ts";
import * as typed from "./leaks/typed.ts";
import type { Colleague, CreateStage, Stage, Ways } from "./leaks/way.ts";
import { webStage } from "./leaks/web.ts";

/**
 * S27: every way to write at the desk that must stay there, on every platform. Students are on another one, so that
 * whatever the bot tells their platform is for them: none of the canaries may ever be in it (I13).
 */
const stages = { web: webStage, slack: slackStage, discord: discordStage, teams: teamsStage };

/** Each platform is the desk once, and once where the students are. */
const pairs = [
  { staff: "slack", students: "discord" },
  { staff: "discord", students: "teams" },
  { staff: "teams", students: "web" },
  { staff: "web", students: "slack" },
] as const;

const anna: Colleague = { side: "desk", name: "Anna" };
const bo: Colleague = { side: "desk", name: "Bo" };

type Case = {
  readonly owner: Colleague | undefined;
  readonly isBoxOnly?: true;
  /** What must stay inside when Anna does it. */
  readonly ways: (desk: Stage) => Ways;
};
const cases: Readonly<Record<string, Case>> = {
  "nobody has it": { owner: undefined, ways: ({ lines }) => ({ ...typed.speech, ...typed.lines, ...lines }) },
  "a colleague has it": { owner: bo, ways: ({ lines }) => ({ ...typed.speech, ...typed.lines, ...lines }) },
  "the writer has it": { owner: anna, ways: ({ notes }) => ({ ...typed.notes, ...notes }) },
  "the writer has it, and the reply box alone speaks": {
    owner: anna,
    isBoxOnly: true,
    ways: ({ lines }) => ({ ...typed.lines, ...lines }),
  },
};

/** Web pages may post so often in this time. */
const BETWEEN_MS = 11_000;
const REMINDED_MS = 3_600_000;
/** What people do where nobody waits for the bot reaches it within this. */
const TOLD_MS = 100;
const LONGEST_MS = 180_000;

describe.concurrent.each(pairs)("S27, staff on $staff, students on $students", ({ staff, students }) => {
  test.each(Object.entries(cases))(
    "nothing gets out when %s",
    async (_, given) => {
      const { desk, student, chat } = await opened(stages[students], stages[staff], given);
      try {
        const ways = Object.entries(given.ways(desk));
        await escalate(chat, "Elsewhere");
        const canaries = new Map<string, string>();
        for (const [n, [name, way]] of ways.entries()) {
          const who = `S${n + 2}`;
          await escalate(chat, who);
          const { ticket, thread } = await chat.caseOf(who);
          const canary = `canary${n}z`;
          canaries.set(canary, name);
          if (given.owner) await chat.press({ ...given.owner, ticket }, "claim", {});
          const writer = { ...anna, ticket };
          await chat.seen();
          await way({ chat, ticket, thread, student: who, writer, colleague: { ...bo, ticket }, canary });
          await chat.seen();
          await sleep(TOLD_MS);
          if (!given.owner) await chat.press(writer, "claim", {});
          await chat.say({ side: "student", name: who }, "And now?");
          await chat.pass(BETWEEN_MS);
        }
        await expectHearing(chat, student);
        for (let hour = 0; hour < 3; hour++) {
          await chat.pass(REMINDED_MS);
          await chat.seen();
        }
        const wire = student.sent();
        const leaked = [...canaries].filter(([canary]) => wire.some((one) => one.includes(canary)));
        expect(leaked.map(([, name]) => name)).toEqual([]);
      } finally {
        await chat.close();
      }
    },
    LONGEST_MS,
  );
});

async function opened(students: CreateStage, staff: CreateStage, { isBoxOnly }: Case) {
  const made: Stage[] = [];
  const seated = (create: CreateStage) => async (clock: { now(): number }) => {
    const stage = await create(clock);
    made.push(stage);
    return stage.seat;
  };
  const chat = await createPairChat(seated(students), seated(staff), isBoxOnly && { replyMode: "box" });
  const [student, desk] = made;
  if (!student || !desk) throw new Error("nobody is seated");
  return { student, desk, chat };
}

async function escalate(chat: PairChat, name: string): Promise<void> {
  await chat.say({ side: "student", name }, "I want to talk to a person");
  await chat.seen();
}

/** What is meant for a student is seen on the wire: else the test would see nothing at all. */
async function expectHearing(chat: PairChat, student: Stage): Promise<void> {
  await escalate(chat, "Heard");
  const words = "These words are meant for you";
  const { ticket } = await chat.caseOf("Heard");
  const owner = { ...anna, ticket };
  await chat.press(owner, "claim", {});
  await chat.seen();
  await chat.press(owner, "reply", { fields: { words } });
  await chat.seen();
  await sleep(TOLD_MS);
  expect(student.sent().some((one) => one.includes(words))).toBe(true);
}
