import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "vitest";
import { course } from "../dialogues/runner/course.ts";
import { play } from "../dialogues/runner/script.ts";
import { createTeamsChat } from "./teams-chat.ts";

const folder = new URL("../dialogues/", import.meta.url);
const scripts = readdirSync(folder).filter((name) => name.endsWith(".txt"));

describe("dialogues, with students and desk in Teams", () => {
  test.each(scripts)("%s", async (name) => {
    const script = readFileSync(new URL(name, folder), "utf8");
    await play(`test/dialogues/${name}`, script, await createTeamsChat(course));
  });
});
