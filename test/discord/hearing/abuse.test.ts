import { describe, expect, test } from "vitest";
import { direct, live, pause, threadOf, until } from "../stage.ts";

describe("S34, S38: what was never agreed upon", () => {
  test("dispatches that are not as documented are named and passed over, and the next is heard", async () => {
    const { discord, host, mia, course } = await live();
    const channel = discord.direct(mia);
    const { bot } = discord.world;
    const deep: object = JSON.parse(`${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`);
    const message = (change: object) => ({
      id: discord.world.id(),
      channel_id: channel.id,
      type: 0,
      author: { id: mia.id, username: "mia" },
      content: "x",
      mentions: [],
      attachments: [],
      ...change,
    });
    const strange: readonly (readonly [string, object])[] = [
      ["MESSAGE_CREATE", message({ id: ["1"] })],
      ["MESSAGE_CREATE", message({ id: "1e3" })],
      ["MESSAGE_CREATE", message({ author: { id: [mia.id], username: "mia" } })],
      ["MESSAGE_CREATE", message({ author: { id: mia.id.replaceAll("1", "\uff11"), username: "mia" } })],
      ["MESSAGE_CREATE", message({ author: { id: { $ne: "" }, username: "mia" } })],
      ["MESSAGE_CREATE", message({ channel_id: "../../users/@me" })],
      ["MESSAGE_CREATE", message({ content: { toString: "x" } })],
      ["MESSAGE_CREATE", message({ mentions: "all", embeds: [deep] })],
      ["MESSAGE_REACTION_ADD", { user_id: mia.id, channel_id: channel.id, message_id: "x", emoji: null }],
      ["INTERACTION_CREATE", { id: discord.world.id(), type: 3, token: 7, data: null }],
      ["INTERACTION_CREATE", { id: discord.world.id(), type: 99 }],
      ["GUILD_CREATE", { id: discord.world.guild, channels: "none" }],
      ["__proto__", { polluted: true }],
      ["constructor", {}],
    ];
    for (const [t, d] of strange) discord.gateway.dispatch(t, d, -1);
    discord.gateway.dispatch("MESSAGE_CREATE", message({ embeds: [deep], content: "deep" }), -1);
    discord.gateway.dispatch(
      "MESSAGE_CREATE",
      message({ __proto__: { polluted: true }, content: "proto" }),
      -1,
    );
    discord.say(mia, course, `<@${bot.id}> still there?`);
    await until(() => host.texts().includes("still there?"));
    expect(host.texts().toSorted()).toEqual(["deep", "proto", "still there?"]);
    expect(host.errors().filter((line) => line.includes("not understood"))).toHaveLength(12);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("two thousand messages at once that are for nobody hold nobody up", async () => {
    const { discord, host, course, mia, ben } = await live();
    for (let n = 0; n < 2000; n++) discord.say(ben, course, "spam ".repeat(100));
    const asked = Date.now();
    discord.say(mia, discord.direct(mia), "hello?");
    await until(() => host.events.length === 1);
    expect(host.texts()).toEqual(["hello?"]);
    expect(Date.now() - asked).toBeLessThan(5000);
  });
});

describe("S19: changes while the first is under way", () => {
  test("two edits and a deletion come after the message, in their order, however slow the store is", async () => {
    const { discord, host, mia } = await live();
    host.beforeAccept = ({ type }) => pause(type === "message" ? 120 : 10);
    const message = discord.say(mia, discord.direct(mia), "one");
    discord.edit(message, "two");
    await pause(2);
    discord.edit(message, "three");
    discord.remove(message);
    await until(() => host.events.length === 4);
    expect(host.events.map((one) => [one.type, "text" in one ? one.text : ""])).toEqual([
      ["message", "one"],
      ["edited", "two"],
      ["edited", "three"],
      ["deleted", ""],
    ]);
  });

  test("a change of what is gone is over, and brings nothing back", async () => {
    const { discord, platform, course, mia, host } = await live();
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> hm`);
    await until(() => host.events.length === 1);
    const { id } = await platform.send(threadOf(asked), { text: "one" }, "k1");
    await platform.remove(threadOf(asked), id);
    await platform.remove(threadOf(asked), id);
    await expect(platform.edit(threadOf(asked), id, { text: "two" })).rejects.toMatchObject({
      fault: "gone",
    });
    expect(discord.world.standing(asked.id)).toEqual([]);
    expect(discord.world.standing(direct(course))).toEqual([]);
  });
});
