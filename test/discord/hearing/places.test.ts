import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { holderOf, place } from "../../../adapters/discord/address.ts";
import { direct, inGuild, live, pause, threadOf, until } from "../stage.ts";

describe("S28: echoes", () => {
  test("what the bot relays is never heard again, with both sides in one server", async () => {
    const { discord, host, platform, desk, course, mia } = await live();
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> hm`);
    await until(() => host.events.length === 1);
    const card = { ticket: 1, state: "waiting", title: "#1 · Mia", facts: [] } as const;
    const sent = await platform.send(inGuild(desk), { text: "hm", card }, "k1");
    await platform.send(sent.repliesAt, { text: "hm?", as: "Mia", tone: "student" }, "k2");
    await platform.send(threadOf(asked), { text: "what?", as: "Anna" }, "k3");
    await platform.edit(threadOf(asked), (await platform.send(threadOf(asked), { text: "a" }, "k4")).id, {
      text: "b",
    });
    await pause(50);
    expect(host.offered).toEqual([asked.id]);
  });

  test("another bot's bridge, and a webhook's, are not relayed", async () => {
    const { discord, host, listened } = await live();
    const bridge = discord.world.user("Bridge", true);
    discord.say(bridge, listened, `<@${discord.world.bot.id}> is anybody there?`);
    discord.say(discord.world.user("Hook"), listened, "is anybody there?", {
      webhook_id: discord.world.id(),
    });
    await pause(50);
    expect(host.offered).toEqual([]);
  });
});

describe("S29: places", () => {
  test("the same message id in another server or channel is another place", async () => {
    const { discord, host, platform, course, mia } = await live();
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> hm`);
    await until(() => host.events.length === 1);
    await platform.send(threadOf(asked), { text: "yes" }, "k1");
    const elsewhere = discord.world.channel();
    const twin = `discord:${elsewhere.guild_id}/${elsewhere.id}/${discord.world.id()}` as Address;
    await expect(platform.send(twin, { text: "secret" }, "k2")).rejects.toMatchObject({ fault: "gone" });
    expect(discord.world.standing(elsewhere.id)).toEqual([]);
    expect(discord.world.standing(asked.id)).toHaveLength(1);
  });

  test("addresses that mean nothing here are refused before anything is sent", async () => {
    const { discord, platform } = await live();
    const before = discord.rest.seen.length;
    for (const at of [
      "discord:",
      "discord:x/y",
      "discord:1/2/3/4",
      "discord:dm/../1",
      "discord:1/2?x",
      "web:desk",
    ])
      await expect(platform.send(at as Address, { text: "x" }, "k")).rejects.toMatchObject({
        fault: "invalid",
      });
    expect(discord.rest.seen.length).toBe(before);
  });

  test("the message that a thread was made from stands in the channel above", () => {
    const where = place("discord:1/2/3" as Address);
    if (!where) throw new Error("no place");
    expect([holderOf(where, "3"), holderOf(where, "4")]).toEqual(["2", "3"]);
  });

  test("people who are deleted, left, or write twice at once stay apart", async () => {
    const { discord, host, mia, ben } = await live();
    const [a, b] = [discord.direct(mia), discord.direct(ben)];
    for (const n of [1, 2, 3]) {
      discord.say(mia, a, `a${n}`);
      discord.say(ben, b, `b${n}`);
    }
    await until(() => host.events.length === 6);
    const at = (address: Address) =>
      host.events.flatMap((one) => (one.type === "message" && one.at === address ? [one.text] : []));
    expect([at(direct(a)), at(direct(b))]).toEqual([
      ["a1", "a2", "a3"],
      ["b1", "b2", "b3"],
    ]);
  });
});
