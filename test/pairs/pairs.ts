import { describe, test } from "vitest";
import { createPairChat } from "../dialogues/runner/pair-chat.ts";
import { play } from "../dialogues/runner/script.ts";
import { type Script, scripts } from "../dialogues/runner/scripts.ts";
import type { CreateSeat } from "../dialogues/runner/seat.ts";
import { discordSeat } from "../dialogues/runner/seats/discord.ts";
import { slackSeat } from "../dialogues/runner/seats/slack.ts";
import { teamsSeat } from "../dialogues/runner/seats/teams.ts";
import { webSeat } from "../dialogues/runner/seats/web.ts";

export const seats = { web: webSeat, slack: slackSeat, discord: discordSeat, teams: teamsSeat };
export type Platform = keyof typeof seats;

/** Dialogues that can't happen there, each with its reason. */
const absent: Partial<Record<Platform, Readonly<Record<string, string>>>> = {
  web: { "left.txt": "who closes the page may open it again, and finds there what was said meanwhile" },
};

/** Every dialogue, unchanged, with students on this platform and staff on each. */
export function playWithStudentsOn(student: Platform): void {
  for (const [name, desk] of Object.entries(seats))
    describe(`students on ${student}, staff on ${name}`, () => {
      const played = scripts.filter(({ file }) => absent[student]?.[file] === undefined);
      test.each(played)("$title", (script) => playOn(script, seats[student], desk));
    });
}

async function playOn({ file, text }: Script, student: CreateSeat, desk: CreateSeat): Promise<void> {
  const chat = await createPairChat(student, desk);
  try {
    await play(`test/dialogues/${file}`, text, chat);
  } finally {
    await chat.close();
  }
}
