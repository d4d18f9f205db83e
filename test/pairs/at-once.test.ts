import { describe, expect, test } from "vitest";
import type { Seen } from "../dialogues/runner/chat.ts";
import { createPairChat, type PairChat } from "../dialogues/runner/pair-chat.ts";
import { seats } from "./pairs.ts";

/** Several people do something at the same moment, on every pair of platforms. */
const platforms = Object.keys(seats) as (keyof typeof seats)[];
const pairs = platforms.flatMap((student) => platforms.map((desk) => ({ student, desk })));

const mia = { side: "student", name: "Mia" } as const;
const lee = { side: "student", name: "Lee" } as const;
const anna = { side: "desk", name: "Anna" } as const;
const bo = { side: "desk", name: "Bo" } as const;

describe.each(pairs)("students on $student, staff on $desk", ({ student, desk }) => {
  test("S25, S43: first messages, claims, and the end of a case at once", async () => {
    const chat = await createPairChat(seats[student], seats[desk]);
    try {
      await firstMessages(chat);
      await twoClaims(chat);
      await endAndWords(chat);
      await claimAndNeverMind(chat);
    } finally {
      await chat.close();
    }
  });
});

/** One case, one card, and every line once, in the order in which it came. */
async function firstMessages(chat: PairChat): Promise<void> {
  const texts = Array.from({ length: 10 }, (_, index) => `I want to talk to a person, ${index}.`);
  await Promise.all(texts.map((text) => chat.say(mia, text)));
  const seen = await seenUntil(chat, () => chat.heard().length === texts.length);
  const cards = atDesk(seen).filter(({ how, text }) => how === "new" && /^#\d+ · /.test(text));
  expect(cards).toHaveLength(1);
  const lines = atDesk(seen).flatMap(({ how, text }) =>
    how === "new" && !text.startsWith("#") ? [...text.matchAll(/a person, (\d)\./g)].map(([, n]) => n) : [],
  );
  const inOrder = chat.heard().map((text) => /(\d)\.$/.exec(text)?.[1]);
  expect(lines).toEqual(inOrder);
}

async function twoClaims(chat: PairChat): Promise<void> {
  await Promise.all([chat.press(anna, "claim", {}), chat.press(bo, "claim", {})]);
  const isTold = ({ text }: Seen) => /^(Anna|Bo) already has this case/.test(text);
  const seen = await seenUntil(chat, (all) => all.some(isTold));
  const [won, ...more] = atDesk(seen).flatMap(
    ({ text }) => /^(Anna|Bo) has taken this case/.exec(text)?.[1] ?? [],
  );
  expect(more).toEqual([]);
  const told = seen.filter(isTold);
  expect(told).toMatchObject([{ at: { only: won === "Anna" ? "Bo" : "Anna" } }]);
  expect(told[0]?.text.startsWith(`${won} `)).toBe(true);
}

/** Whichever comes first, the words are at the desk, and nobody thinks that they were not. */
async function endAndWords(chat: PairChat): Promise<void> {
  const words = "One more thing, it still fails";
  await Promise.all([...[anna, bo].map((one) => chat.press(one, "resolve", {})), chat.say(mia, words)]);
  const isShown = (one: Seen) => one.text === words && "as" in one && one.as === "Mia";
  const seen = await seenUntil(chat, (all) => all.some(isShown));
  expect(atDesk(seen).filter(isShown)).toHaveLength(1);
}

async function claimAndNeverMind(chat: PairChat): Promise<void> {
  await chat.say(lee, "I want to talk to a person");
  await chat.seen();
  const { ticket } = await chat.caseOf("Lee");
  await Promise.all([
    chat.press({ ...anna, ticket }, "claim", {}),
    chat.forge(lee, "solved", { option: String(ticket) }),
  ]);
  const isOver = ({ text }: Seen) => text.startsWith(`#${ticket} · Lee (resolved`);
  const seen = await seenUntil(chat, (all) => all.some(isOver));
  expect(atDesk(seen).findLast(({ text }) => text.startsWith(`#${ticket} · `))).toSatisfy(isOver);
  expect(seen.some(({ at, text }) => at.side === "student" && text.includes("is closed"))).toBe(true);
}

/** All that is seen until it came to be and rest. */
async function seenUntil(chat: PairChat, isSo: (all: readonly Seen[]) => boolean): Promise<readonly Seen[]> {
  const all: Seen[] = [];
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    all.push(...(await chat.seen()));
    if (isSo(all)) return all;
  }
  throw new Error(`never came true: ${isSo}; seen: ${all.map(({ text }) => text).join(" | ")}`);
}

function atDesk(seen: readonly Seen[]): readonly Seen[] {
  return seen.filter(({ at }) => at.side === "desk");
}
