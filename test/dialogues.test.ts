import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "vitest";
import { createMemoryChat } from "./dialogues/runner/memory-chat.ts";
import { play } from "./dialogues/runner/script.ts";

const folder = new URL("./dialogues/", import.meta.url);
const scripts = readdirSync(folder).filter((name) => name.endsWith(".txt"));

describe("dialogues", () => {
  test.each(scripts)("%s", async (name) => {
    const chat = await createMemoryChat();
    try {
      await play(`test/dialogues/${name}`, readFileSync(new URL(name, folder), "utf8"), chat);
    } finally {
      await chat.close();
    }
  });
});
