import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type DeskmateProcess, startProcess } from "../../src/measure/speed/process.ts";
import { createFakeDiscord, type FakeDiscord } from "../fakes/discord/discord.ts";
import type { Channel, Message } from "../fakes/discord/world.ts";
import { pause, until } from "./stage.ts";

/** Deskmate as a user starts it, again and again on the same folder. */
async function house(): Promise<{
  discord: FakeDiscord;
  desk: Channel;
  staffRole: string;
  start(): Promise<DeskmateProcess>;
}> {
  const discord = await createFakeDiscord();
  discord.limits.set(() => ({ requests: 1e6, perMs: 1 }));
  discord.limits.global = { requests: 1e6, perMs: 1 };
  const desk = discord.world.channel();
  const staffRole = discord.world.id();
  const folder = mkdtempSync(join(tmpdir(), "deskmate-discord-"));
  const running: DeskmateProcess[] = [];
  onTestFinished(async () => {
    for (const one of running) if (one.process.exitCode === null) await one.kill();
    await discord.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async () => {
    const one = await startProcess({
      DATA_DIR: folder,
      PORT: "0",
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.apiUrl,
      DISCORD_STAFF_ROLE: staffRole,
      DESK: `discord:${discord.world.guild}/${desk.id}`,
    });
    running.push(one);
    await until(() => discord.gateway.connected === 1, 15_000);
    return one;
  };
  return { discord, desk, staffRole, start };
}

const byBot = ({ world }: FakeDiscord, channel: Channel): readonly Message[] =>
  world.standing(channel.id).filter(({ author }) => author.bot);

test("S07: SIGTERM at twenty messages a second: the next process resumes the session, nothing is lost or said twice", async () => {
  const { discord, start } = await house();
  const people = Array.from({ length: 60 }, (_, n) => discord.world.member(`Student ${n}`));
  const first = await start();
  const speaking = (async () => {
    for (const one of people) {
      discord.say(one, discord.direct(one), "How do I declare a constant?");
      await pause(50);
    }
  })();
  await pause(1500);
  await first.stop();
  expect(discord.gateway.closes.at(-1)).toBe(4200);
  await start();
  await speaking;
  await until(() => people.every((one) => byBot(discord, discord.direct(one)).length > 0), 30_000);
  await pause(500);
  expect(discord.gateway.identifies).toBe(1);
  expect(discord.gateway.resumes).toBe(1);
  expect(people.map((one) => byBot(discord, discord.direct(one)).length)).toEqual(people.map(() => 1));
}, 90_000);

test("S12: SIGKILL when Discord has the answer and nobody wrote it down: it stands once", async () => {
  const { discord, start } = await house();
  const mia = discord.world.member("Mia");
  const channel = discord.direct(mia);
  const first = await start();
  // The answer arrives, its receipt never does.
  discord.rest.trouble("POST", /channels\/\d+\/messages$/, "takes and hangs");
  discord.say(mia, channel, "How do I declare a constant?");
  await until(() => byBot(discord, channel).length === 1, 15_000);
  const [answer] = byBot(discord, channel);
  await first.kill();
  await start();
  discord.say(mia, channel, "and a variable?");
  await until(() => byBot(discord, channel).length === 2, 15_000);
  await pause(500);
  expect(byBot(discord, channel).map(({ id }) => id)).toEqual([answer?.id, expect.any(String)]);
}, 60_000);

test("S17: killed between the parts of a long line: all of them arrive, once and in order", async () => {
  const { discord, desk, staffRole, start } = await house();
  const [mia, anna] = [discord.world.member("Mia"), discord.world.member("Anna", [staffRole])];
  const channel = discord.direct(mia);
  const first = await start();
  discord.command(mia, channel, "human");
  await until(() => byBot(discord, desk).length === 1, 15_000);
  const [card] = byBot(discord, desk);
  if (!card) throw new Error("no card");
  discord.press(anna, card, "Claim");
  await until(() => byBot(discord, channel).some(({ content }) => content.includes("Anna")), 15_000);
  const thread = discord.world.channels.get(card.id);
  if (!thread) throw new Error("no thread");
  const before = byBot(discord, channel).length;
  const paragraphs = Array.from(
    { length: 30 },
    (_, n) => `Part ${n}: ${"a loop repeats its block. ".repeat(5)}`,
  );
  const relayed = () => byBot(discord, channel).slice(before);
  discord.say(anna, thread, paragraphs.join("\n\n"));
  await until(() => relayed().length === 1, 20_000);
  // The second part arrives, its receipt never does.
  discord.rest.trouble("POST", new RegExp(`channels/${channel.id}/messages$`), "takes and hangs");
  await until(() => relayed().length >= 2, 20_000);
  await first.kill();
  discord.rest.calm();
  await start();
  const numbers = () =>
    [
      ...relayed()
        .map(textOf)
        .join("\n")
        .matchAll(/Part (\d+):/g),
    ].map(([, n]) => Number(n));
  await until(() => numbers().length >= paragraphs.length, 30_000);
  await pause(500);
  expect(numbers()).toEqual(paragraphs.map((_, n) => n));
}, 90_000);

/** A long text stands in an embed. */
function textOf({ content, embeds }: Message): string {
  return `${content}${embeds.map((one) => ("description" in one ? one.description : "")).join("")}`;
}
