import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "vitest";
import { createPairChat } from "../dialogues/runner/pair-chat.ts";
import { play } from "../dialogues/runner/script.ts";
import { teamsSeat } from "../dialogues/runner/seats/teams.ts";

const folder = new URL("../dialogues/", import.meta.url);
const scripts = readdirSync(folder).filter((name) => name.endsWith(".txt"));

describe("dialogues, with students and desk in Teams", () => {
  test.each(scripts)("%s", async (name) => {
    const chat = await createPairChat(teamsSeat, teamsSeat);
    try {
      await play(`test/dialogues/${name}`, readFileSync(new URL(name, folder), "utf8"), chat);
    } finally {
      await chat.close();
    }
  });
});
