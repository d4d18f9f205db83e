import { Client, Events, GatewayIntentBits, type Message, Partials } from "discord.js";
import { expect, onTestFinished, test } from "vitest";
import { createFakeDiscord } from "../fakes/discord/discord.ts";
import { until } from "./stage.ts";

/** The fake is checked by a client that knows nothing of our adapter. */
test("discord.js's own client logs in, hears, answers and opens a thread on the fake", async () => {
  const discord = await createFakeDiscord();
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, MessageContent],
    partials: [Partials.Channel],
    rest: { api: discord.apiUrl },
  });
  onTestFinished(async () => {
    await client.destroy();
    await discord.close();
  });
  const channel = discord.world.channel();
  const mia = discord.world.member("Mia");
  const heard: string[] = [];
  const answer = async (message: Message): Promise<void> => {
    if (message.author.bot) return;
    heard.push(message.content);
    await message.reply({ content: `heard ${message.content}`, allowedMentions: { parse: [] } });
    if (message.inGuild()) await message.startThread({ name: "talk" });
  };
  client.on(
    Events.MessageCreate,
    (message) => void answer(message).catch((error) => heard.push(String(error))),
  );
  await client.login(discord.token);
  await until(() => client.isReady());
  const said = discord.say(mia, channel, "hello");
  discord.say(mia, discord.direct(mia), "and here");
  await until(() => discord.world.channels.has(said.id) && heard.length === 2);
  expect(heard).toEqual(["hello", "and here"]);
  expect(discord.world.standing(channel.id).map(({ content }) => content)).toEqual(["hello", "heard hello"]);
  expect(discord.limits.violations).toBe(0);
});
