import { expect, test } from "vitest";
import { PlatformError } from "#ports/platform.ts";
import { policy } from "../../src/conversation/policy.ts";
import { desk, type Harness, type HarnessOptions } from "../harness.ts";
import { claimed, escalated, harness } from "./claimed-case.ts";

const LINES = "findahelpline";
const helps = (h: Harness) => h.platform.texts(h.student).filter((text) => text.includes(LINES));
const pages = (h: Harness) => h.platform.texts(desk).filter((text) => text.startsWith("🚨"));

const SAID = {
  "in English": "I don't want to live anymore",
  "in slang": "gonna kms tonight fr",
  "with typos": "i wanna kil myslef",
  "in homework": "// exercise 4: i am going to kill myself, nobody reads this anyway",
  "of somebody else": "my roommate says she will jump off the roof",
  "in Chinese": "我不想活了",
  "in Chinese slang": "好想4，真的撑不住了，不想活惹",
  "with wrong characters": "我想自鲨",
  "in Chinese homework": "第三题答案：我不会做，今晚就从楼上跳下去",
  "of somebody else, in Chinese": "我室友说她想自杀，怎么办",
  "in traditional characters": "我真的不想活了，沒有人在乎我",
};

/** What has happened before somebody writes it. */
const STATES: Record<string, { options?: HarnessOptions; before?: (h: Harness) => Promise<unknown> }> = {
  "the first words": {},
  "the bot answers": { before: (h) => asks(h, "what is a loop?") },
  "a case waits for people": { before: escalated },
  "a person has the case": { before: claimed },
  "the case is resolved": {
    async before(h) {
      await asks(h, "what is a loop?");
      await h.hear({ type: "action", action: "solved" });
      await h.idle();
    },
  },
  "it is night at the desk": {
    options: { roster: { isOpen: () => false, nextOpening: (at) => at + 9 * 3_600_000 } },
  },
  "the model hangs": {
    options: {
      answerer: {
        async *answer() {
          await new Promise(() => undefined);
        },
      },
    },
  },
  "the model is down": {
    options: {
      answerer: {
        // biome-ignore lint/correctness/useYield: it fails before it answers
        async *answer() {
          throw new Error("no tokens left, and the server is down");
        },
      },
    },
  },
  "the day's budget is used up": {
    options: {
      secondLook: () => {
        throw new Error("asked a model, of which nothing is left");
      },
      answerer: {
        // biome-ignore lint/correctness/useYield: nobody may ask it
        async *answer() {
          throw new Error("asked a model, of which nothing is left");
        },
      },
    },
  },
  "the student has brought too many tickets": {
    async before(h) {
      for (let ticket = 0; ticket <= policy.ticketsPerDay; ticket++) {
        await h.hear({ type: "action", action: "ticket", fields: { text: `question ${ticket}` } });
        await h.idle();
      }
    },
  },
};

async function asks(h: Harness, text: string): Promise<void> {
  await h.hear({ type: "message", text });
  await h.idle();
}

const cases = Object.keys(STATES).flatMap((state) =>
  Object.entries(SAID)
    .filter(([how]) => state === "the first words" || how === "in English" || how === "in Chinese")
    .map(([how, text]) => ({ state, how, text })),
);

test.each(cases)("S40: danger $how when $state: lines, page and case, once", async ({ state, text }) => {
  const h = await harness(STATES[state]?.options);
  await STATES[state]?.before?.(h);
  await asks(h, text);
  expect([helps(h).length, pages(h).length]).toEqual([1, 1]);
  const cards = h.platform.standing.flatMap(({ message }) => message.card ?? []);
  expect(cards.at(-1)?.state).toBe(state === "a person has the case" ? "human" : "waiting");
  await asks(h, text);
  expect([helps(h).length, pages(h).length]).toEqual([1, 1]);
});

test("S40: danger under a file counts as words", async () => {
  const h = await harness();
  const bytes = new Uint8Array([1]);
  const file = await h.store.keepFile({ name: "essay.txt", type: "text/plain", bytes });
  await h.hear({ type: "message", text: "我不想活了", files: [file] });
  await h.idle();
  expect([helps(h).length, pages(h).length]).toEqual([1, 1]);
});

test("S40: where the student can't be reached, people are called all the same, and told that the help lines did not arrive", async () => {
  const h = await harness();
  h.platform.fail = (op, at) => (op === "send" && at === h.student ? new PlatformError("denied") : undefined);
  await asks(h, "I don't want to live anymore");
  expect(pages(h)).toEqual([
    expect.stringContaining("sound like danger"),
    expect.stringContaining("help lines could not be delivered"),
  ]);
  expect(h.platform.standing.some(({ message }) => message.card?.state === "waiting")).toBe(true);
});
