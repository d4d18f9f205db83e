import { describe, expect, test } from "vitest";
import { createPairChat } from "./dialogues/runner/pair-chat.ts";
import { play } from "./dialogues/runner/script.ts";
import { scripts } from "./dialogues/runner/scripts.ts";
import { memorySeat } from "./dialogues/runner/seats/memory.ts";

describe("dialogues", () => {
  test.each(scripts)("$title", async ({ file, text }) => {
    const chat = await createPairChat(memorySeat, memorySeat);
    try {
      await play(`test/dialogues/${file}`, text, chat);
    } finally {
      await chat.close();
    }
  });
});

describe("a script that does not hold fails, and says where", () => {
  const answer = "bot< A loop repeats a block of code. [1] [helpful unhelpful simpler person]";
  test.each([
    {
      fault: "words that nobody expected",
      script: "student> What is a loop?",
      says: "demo.txt:2: nobody expected: bot<",
    },
    {
      fault: "other words",
      script: "student> What is a loop?\nbot< A loop sleeps",
      says: "demo.txt:2: expected bot< A loop sleeps",
    },
    {
      fault: "other buttons",
      script: "student> What is a loop?\nbot< A loop [person]",
      says: "demo.txt:2: expected bot<",
    },
    { fault: "words that never came", script: "bot< Hello", says: "demo.txt:1: expected bot< Hello" },
    {
      fault: "another's words",
      script: "student> What is a loop?\nAnna< A loop",
      says: "demo.txt:2: expected Anna<",
    },
    {
      fault: "a message that was posted, not changed",
      script: "student> What is a loop?\nbot~ A loop",
      says: "demo.txt:2",
    },
    {
      fault: "a button that stands nowhere",
      script: `student> What is a loop?\n${answer}\nstudent! claim`,
      says: "demo.txt:3: nothing for claim",
    },
    {
      fault: "a line that can't be read",
      script: "studnet> What is a loop?",
      says: "demo.txt:1: can't read",
    },
  ])("$fault", async ({ script, says }) => {
    const chat = await createPairChat(memorySeat, memorySeat);
    try {
      await expect(play("demo.txt", script, chat)).rejects.toThrow(says);
    } finally {
      await chat.close();
    }
  });
});
