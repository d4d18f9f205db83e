import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Answerer } from "../../src/answering/question.ts";
import { systemClock } from "../../src/clock.ts";
import { createCore } from "../../src/core.ts";
import { alwaysOpen } from "../../src/desk/roster.ts";
import { openStore } from "../../src/store/store.ts";
import { understand } from "../../src/understanding/understand.ts";
import type { Channel, Message, User } from "../fakes/discord/world.ts";
import { connected, inGuild, type Stage, stage, until } from "./stage.ts";

/** Knows loops, with a source. */
const answerer: Answerer = {
  async *answer({ text }) {
    const isKnown = /loop|array/i.test(text);
    const citation = {
      number: 1,
      title: "Loops",
      path: ["For loops"],
      url: "https://help.example.org/articles/loops",
      updated: "2026-09-14",
    };
    yield { draft: "A loop" };
    yield {
      answer: {
        text: isKnown ? "A loop repeats a **block**. [1]" : "I don't know this one.",
        citations: isKnown ? [citation] : [],
        found: isKnown,
        sure: isKnown ? 0.9 : 0.1,
        escalate: false,
        by: "quote",
      },
    };
  },
};

/** The real core over a real store, with students and desk on the fake Discord. */
async function running(): Promise<Stage> {
  const made = await stage();
  const folder = mkdtempSync(join(tmpdir(), "deskmate-"));
  const core = createCore({
    store: await openStore(folder),
    answerer,
    understand,
    article: () => undefined,
    platforms: [made.platform],
    desk: inGuild(made.desk),
    roster: { ...alwaysOpen(inGuild(made.desk)), holdMs: 0 },
    deskLanguage: "en",
    route: () => undefined,
    clock: systemClock,
    log: made.host.log,
  });
  onTestFinished(async () => {
    await core.stop(500);
    rmSync(folder, { recursive: true, force: true });
  });
  await core.start();
  await connected(made);
  return made;
}

/** What stands in a channel and holds the words, once it does. */
async function shown({ discord }: Stage, channel: string, words: string): Promise<Message> {
  const find = () => discord.world.standing(channel).find((one) => textOf(one).includes(words));
  await until(() => find() !== undefined);
  const found = find();
  if (!found) throw new Error("gone again");
  return found;
}

function textOf({ content, embeds }: Message): string {
  return `${content}${JSON.stringify(embeds)}`;
}

async function threadOn({ discord }: Stage, message: Message): Promise<Channel> {
  await until(() => discord.world.channels.has(message.id));
  return discord.world.channels.get(message.id) as Channel;
}

/** From the hand-over to the hand-back, wherever the student writes. */
async function takenOver(made: Stage, student: User, place: Channel): Promise<void> {
  const { discord, desk, anna, ben } = made;
  const answer = await shown(made, place.id, "A loop repeats");
  const click = discord.press(student, answer, "Talk to a person");
  await shown(made, place.id, "ticket #");
  expect(click.acknowledged).toBe(6);

  const card = await shown(made, desk.id, "waiting for a person");
  expect(textOf(card)).toContain("Mia");
  const thread = await threadOn(made, card);
  await shown(made, thread.id, "Student:");
  discord.say(anna, thread, "is that the one from yesterday?");

  // Only staff can claim.
  discord.press(ben, card, "Claim");
  discord.press(anna, card, "Claim");
  await shown(made, place.id, "Anna has taken your ticket");
  await shown(made, desk.id, "with Anna");

  const line = discord.say(anna, thread, "Hello Mia, `for` it is: https://example.org @everyone");
  const relayed = await shown(made, place.id, "Hello Mia");
  expect(relayed.content).toMatch(
    /^\*\*Anna\*\*\nHello Mia, `for` it is: <https:\/\/example\.org\/> @\u200beveryone$/,
  );
  await until(() => line.reactions.includes("✅"));
  const note = discord.say(anna, thread, "// she is nice");
  await until(() => note.reactions.includes("🔒"));
  discord.edit(line, "Hello Mia, `while` it is");
  await until(() => textOf(relayed).includes("while"));

  const thanks = discord.say(student, place, "Ah. *Thank* you, what about arrays?");
  const inDesk = await shown(made, thread.id, "what about arrays?");
  expect(inDesk.content).toBe("**Mia**\nAh. \\*Thank\\* you, what about arrays?");
  discord.edit(thanks, "Thank you!");
  await until(() => inDesk.content === "**Mia**\nThank you!");

  discord.press(anna, card, "Hand back");
  await shown(made, place.id, "handed ticket #");
  const texts = discord.world.standing(place.id).map(textOf).join("\n");
  expect(texts).not.toContain("yesterday");
  expect(texts).not.toContain("she is nice");
  expect(made.host.errors()).toEqual([]);
}

describe("the whole way on Discord", () => {
  test("in direct messages: answered with sources, a person, both ways, and back", async () => {
    const made = await running();
    const { discord, mia } = made;
    const place = discord.direct(mia);
    discord.say(mia, place, "How do loops work?");
    const answer = await shown(made, place.id, "A loop repeats");
    expect(answer.content).toBe(
      "A loop repeats a **block**. [1]\n\nI'm a bot; if you'd rather have a person, just say so.\n-# 📖 From the course material\n" +
        "-# [1] [Loops › For loops](<https://help.example.org/articles/loops>) · updated 2026-09-14",
    );
    expect(discord.rest.requests("POST", /typing$/).length).toBeGreaterThan(0);
    await takenOver(made, mia, place);
    discord.say(mia, place, "and loops again?");
    await until(
      () =>
        discord.world.standing(place.id).filter((one) => textOf(one).includes("A loop repeats")).length > 1,
    );
  });

  test("in a channel: the same in a thread of its own, nothing beside it", async () => {
    const made = await running();
    const { discord, mia, course, desk } = made;
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> how do loops work?`);
    const thread = await threadOn(made, asked);
    expect(thread.name).toBe("how do loops work?");
    await takenOver(made, mia, thread);
    expect(discord.world.standing(course.id)).toHaveLength(1);
    expect(discord.world.standing(desk.id)).toHaveLength(1);
    // Everything went through the bot's own messages: nobody was pinged, no link shows a preview.
    const posted = discord.rest.seen.filter(
      ({ method, path }) => /^P(?:OST|ATCH)$/.test(method) && /\/messages(?:\/\d+)?$/.test(path),
    );
    for (const { body } of posted) {
      expect(body.allowed_mentions).toEqual({ parse: [] });
      if (!body.embeds?.length) expect(body.flags).toBe(4);
    }
    expect(discord.world.standing(thread.id).flatMap(({ pinged }) => pinged)).toEqual([]);
  });

  test("asked for by command, taken back by deleting", async () => {
    const made = await running();
    const { discord, mia, course } = made;
    const asked = discord.command(mia, course, "ask", [{ name: "question", value: "How do loops work?" }]);
    await until(() => asked.original !== undefined);
    const thread = await threadOn(made, asked.original as Message);
    await shown(made, thread.id, "A loop repeats");
    const more = discord.say(mia, thread, "and arrays?");
    await until(
      () => discord.world.standing(thread.id).filter((one) => textOf(one).includes("repeats")).length === 2,
    );
    discord.remove(more);
    await until(
      () => discord.world.standing(thread.id).filter((one) => textOf(one).includes("repeats")).length === 1,
    );
  });

  test("S16: staff are told when the student takes no more direct messages, and the case goes on", async () => {
    const made = await running();
    const { discord, mia, anna, desk } = made;
    const place = discord.direct(mia);
    discord.command(mia, place, "human");
    const card = await shown(made, desk.id, "waiting for a person");
    const thread = await threadOn(made, card);
    discord.press(anna, card, "Claim");
    await shown(made, place.id, "Anna has taken your ticket");
    discord.rest.closed.set(place.id, {
      status: 403,
      code: 50007,
      message: "Cannot send messages to this user",
    });
    const before = discord.rest.requests("POST", /messages$/).length;
    const line = discord.say(anna, thread, "Hello Mia");
    await shown(made, thread.id, "Not delivered");
    await until(() => line.reactions.includes("⚠️"));
    const tried = discord.rest.requests("POST", /messages$/).slice(before);
    expect(tried.filter(({ path }) => path.includes(place.id))).toHaveLength(1);
    discord.rest.closed.clear();
    discord.say(anna, thread, "Are you there again?");
    await shown(made, place.id, "Are you there again?");
  });

  test("S12: an answer whose receipt was lost stands once", async () => {
    const made = await running();
    const { discord, mia } = made;
    const place = discord.direct(mia);
    discord.rest.trouble("POST", /messages$/, "takes and resets");
    discord.say(mia, place, "How do loops work?");
    await shown(made, place.id, "A loop repeats");
    discord.say(mia, place, "and arrays?");
    await until(() => discord.world.standing(place.id).length === 4);
    const counts = discord.world.standing(place.id).filter((one) => one.author.bot);
    expect(counts).toHaveLength(2);
  });
});
