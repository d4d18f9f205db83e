import { describe, expect, test } from "vitest";
import { createPairChat } from "../dialogues/runner/pair-chat.ts";
import { seats } from "./pairs.ts";

const platforms = Object.keys(seats) as (keyof typeof seats)[];
const pairs = platforms.flatMap((student) => platforms.map((desk) => ({ student, desk })));
/** There a bot is told the names of files in channels, and not what is in them. */
const NAMED_ONLY = "teams";

const mia = { side: "student", name: "Mia" } as const;
const anna = { side: "desk", name: "Anna" } as const;

describe.each(pairs)("students on $student, staff on $desk", ({ student, desk }) => {
  test("files go both ways with their words", async () => {
    const chat = await createPairChat(seats[student], seats[desk]);
    try {
      await chat.say(mia, "I want to talk to a person");
      await chat.seen();
      await chat.press(anna, "claim", {});
      await chat.seen();

      const log = { name: "build.log", text: "ok 1\nok 2\n" };
      await chat.attach(mia, "See this log", log);
      await chat.seen();
      const atDesk = chat.shown("desk", "See this log");
      expect(atDesk).toMatchObject({ as: "Mia", files: [{ name: log.name, size: log.text.length }] });

      const notes = { name: "answer.txt", text: "Run it twice.\n" };
      await chat.attach(anna, "Read this", notes);
      const seen = await chat.seen();
      const atStudent = chat.shown("student", "Read this");
      expect(atStudent?.as).toBe("Anna");
      if (desk === NAMED_ONLY) expect(atStudent?.text).toContain("📎 answer.txt ✗");
      else expect(atStudent?.files).toMatchObject([{ name: notes.name, size: notes.text.length }]);
      expect(seen.some((one) => one.how === "marked" && one.mark === "delivered")).toBe(true);
    } finally {
      await chat.close();
    }
  });
});
