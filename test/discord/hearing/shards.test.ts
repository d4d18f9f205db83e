import { expect, test } from "vitest";
import { inGuild, pause, type Stage, stage, until } from "../stage.ts";

/** Two servers that two shards share between them. */
async function shared() {
  const made = await stage();
  const { discord } = made;
  const { world } = discord;
  const other = world.addGuild(String(BigInt(world.guild) + (1n << 22n)));
  const elsewhere = world.channel(0, other);
  return { ...made, elsewhere };
}

/** Says something everywhere: in both servers, and directly. */
function sayAll(
  { discord, course, elsewhere, mia }: Stage & { elsewhere: Stage["course"] },
  text: string,
): void {
  for (const channel of [course, elsewhere]) discord.say(mia, channel, `<@${discord.world.bot.id}> ${text}`);
  discord.say(mia, discord.direct(mia), text);
}

test("two shards share the servers; each is resumed by the next process", async () => {
  const made = await shared();
  const { discord, host, next, course, elsewhere, mia } = made;
  const first = next({ shards: "2" });
  await first.start(host);
  await until(() => discord.gateway.connected === 2, 20_000);
  expect(discord.gateway.shards).toEqual([0, 1]);
  expect(discord.gateway.rushed).toBe(0);
  sayAll(made, "one");
  await until(() => host.events.length === 3);
  expect(host.texts().toSorted()).toEqual(["one", "one", "one"]);
  discord.react(mia, discord.world.post(course, mia, { content: "x" }), "👍");
  discord.react(mia, discord.world.post(elsewhere, mia, { content: "x" }), "👍");
  await until(() => host.events.length === 5);
  await first.stop();
  expect(discord.gateway.closes).not.toContain(1000);
  sayAll(made, "two");
  const second = next({ shards: "2" });
  await second.start(host);
  await until(() => host.events.length === 8);
  await pause(50);
  expect(host.texts().toSorted()).toEqual(["one", "one", "one", "two", "two", "two"]);
  expect(discord.gateway.identifies).toBe(2);
  expect(discord.gateway.resumes).toBe(2);
}, 40_000);

test("as many as Discord advises; another number begins anew, fetches what came meanwhile, and asks once for direct messages", async () => {
  const made = await shared();
  const { discord, host, next, course } = made;
  const first = next({ shards: "auto" });
  await first.start(host);
  await until(() => discord.gateway.connected === 1);
  sayAll(made, "one");
  await until(() => host.events.length === 3);
  await first.stop();
  sayAll(made, "two");
  discord.gateway.advises = 2;
  discord.gateway.forget();
  const before = discord.rest.seen.length;
  await next({ shards: "auto" }).start(host);
  await until(() => discord.gateway.connected === 2, 20_000);
  await until(() => host.events.length === 6, 10_000);
  await pause(50);
  expect(host.texts().toSorted()).toEqual(["one", "one", "one", "two", "two", "two"]);
  const direct = discord.direct(made.mia).id;
  const asked = discord.rest.seen
    .slice(before)
    .filter(({ method, path }) => method === "GET" && path.includes(direct));
  expect(asked).toHaveLength(1);
  expect(host.events.some(({ at }) => at.startsWith(inGuild(course)))).toBe(true);
  expect(discord.gateway.rushed).toBe(0);
}, 40_000);
