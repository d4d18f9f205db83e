import { describe, expect, test } from "vitest";
import { discordSettings } from "../../adapters/discord/config.ts";
import { examineDiscord } from "../../adapters/discord/examine.ts";
import {
  GUILD_MEMBERS,
  INTENTS,
  intents,
  PERMISSIONS,
  permissions,
  printInvite,
} from "../../adapters/discord/manifest.ts";
import { inGuild, live, type Stage, stage, threadOf, until } from "./stage.ts";

/** Everything that the bot can do, once. */
async function everything({ discord, host, platform, course, desk, mia, anna }: Stage): Promise<void> {
  discord.say(mia, discord.direct(mia), "hello");
  const asked = discord.say(mia, course, `<@${discord.world.bot.id}> what is a loop`);
  await until(() => host.events.length === 2);
  const { id } = await platform.send(threadOf(asked), { text: "It repeats." }, "k1");
  const thread = discord.world.channels.get(asked.id);
  if (!thread) throw new Error("no thread");
  await platform.signal(threadOf(asked), { type: "typing" });
  await platform.edit(threadOf(asked), id, { text: "It repeats a block." });
  const picture = await host.keepFile({ name: "loop.png", type: "image/png", bytes: Buffer.from("png") });
  const card = { ticket: 1, state: "waiting", title: "#1 · Mia", facts: [] } as const;
  await platform.send(inGuild(desk), { text: "help", card, files: [picture] }, "k2");
  const line = discord.say(anna, thread, "no mention here");
  await platform.mark(threadOf(asked), line.id, "delivered");
  discord.react(mia, discord.world.post(course, anna, { content: "long ago" }), "🎫");
  discord.react(mia, discord.say(mia, discord.direct(mia), "well"), "👍");
  discord.type(mia, discord.direct(mia));
  discord.type(anna, thread);
  await until(() => host.events.length === 6);
  discord.leave(mia);
}

describe("I40: the bot asks for what it uses, and for nothing else", () => {
  test("each permission of the invite link is used, and the bot works with no more", async () => {
    const made = await live();
    made.discord.world.botRole.permissions = String(PERMISSIONS);
    await everything(made);
    const bits = Object.values(permissions).map(({ bit }) => bit);
    expect([...made.discord.rest.used].toSorted((a, b) => a - b)).toEqual(bits);
    expect(made.discord.rest.seen.filter(({ status }) => status === 403)).toEqual([]);
  });

  test("each intent is used", async () => {
    const made = await live();
    await everything(made);
    expect(made.discord.gateway.used).toBe(INTENTS | GUILD_MEMBERS);
    expect(Object.values(intents)).toHaveLength(8);
  });
});

test("the invite link and the switches are printed, with the id from the token or where to find it", () => {
  const id = "1000000000000000003";
  const token = `${Buffer.from(id).toString("base64url")}.abc.def`;
  const text = printInvite(discordSettings.parse({ DISCORD_TOKEN: token }));
  expect(text).toContain(`client_id=${id}&scope=bot+applications.commands&permissions=${PERMISSIONS}`);
  expect(text).toContain("Message Content Intent");
  for (const name of Object.keys(permissions)) expect(text).toContain(name);
  expect(text).not.toContain(token);
  for (const config of [undefined, discordSettings.parse({ DISCORD_TOKEN: "x" })])
    expect(printInvite(config)).toContain("client_id=APPLICATION_ID");
});

/** What `doctor` says of a server, by the names of its checks. */
async function examined({ discord, desk, listened, staffRole }: Stage, change: Record<string, string> = {}) {
  const config = discordSettings.parse({
    DISCORD_TOKEN: discord.token,
    DISCORD_STAFF_ROLE: staffRole,
    DISCORD_LISTEN_CHANNELS: listened.id,
    DISCORD_API_URL: discord.apiUrl,
    DESK: inGuild(desk),
    ...change,
  });
  const checks = await examineDiscord(config);
  return new Map(checks.map((check) => [check.name, check]));
}

async function furnished(): Promise<Stage> {
  const made = await stage();
  made.discord.world.roles.push({ id: made.staffRole, name: "Tutors", permissions: "0" });
  return made;
}

describe("doctor", () => {
  test("all is well", async () => {
    const made = await furnished();
    const found = await examined(made);
    expect([...found.values()].filter(({ state }) => state !== "ok")).toEqual([]);
    expect(found.get("Discord staff")?.detail).toContain("Tutors");
    expect([...found.keys()]).toEqual(expect.arrayContaining(["Discord", "Discord desk", "Discord channel"]));
  });

  test("without settings it says where to begin", async () => {
    expect(await examineDiscord(undefined)).toMatchObject([
      { state: "off", mend: expect.stringContaining("DISCORD_TOKEN") },
    ]);
  });

  test("a refused token is all there is to say", async () => {
    const made = await furnished();
    const checks = await examined(made, { DISCORD_TOKEN: "wrong" });
    expect([...checks.values()]).toMatchObject([
      { name: "Discord", state: "fault", mend: expect.stringContaining("DISCORD_TOKEN") },
    ]);
  });

  test("a Discord that does not answer is not a wrong token", async () => {
    const made = await furnished();
    made.discord.rest.trouble("GET", /@me$/, "fails");
    expect((await examined(made)).get("Discord")?.detail).toContain("did not answer");
  });

  test("intents that are off: the one it needs is a fault, the other an offer", async () => {
    const made = await furnished();
    Object.assign(made.discord.gateway, { mayReadContent: false, mayHearMembers: false });
    const found = await examined(made);
    expect(found.get("Discord messages")).toMatchObject({
      state: "fault",
      mend: expect.stringContaining("Message Content Intent"),
    });
    expect(found.get("Discord members")).toMatchObject({
      state: "off",
      mend: expect.stringContaining("Server Members Intent"),
    });
  });

  test("permissions that lack in a channel are named", async () => {
    const made = await furnished();
    const { world } = made.discord;
    made.desk.permission_overwrites = [
      { id: world.guild, type: 0, allow: "0", deny: String(1n << 10n) },
      { id: world.botRole.id, type: 0, allow: String(1n << 10n), deny: String((1n << 35n) | (1n << 14n)) },
      { id: world.bot.id, type: 1, allow: String(1n << 14n), deny: "0" },
    ];
    const found = await examined(made);
    expect(found.get("Discord desk")).toMatchObject({
      state: "fault",
      detail: expect.stringMatching(/denies Create Public Threads$/),
    });
    world.botRole.permissions = String(1n << 3n);
    expect((await examined(made)).get("Discord desk")?.state).toBe("ok");
  });

  test("a channel that can't be seen, is elsewhere, or is none", async () => {
    const made = await furnished();
    const { world } = made.discord;
    const desk = async (address: string) => (await examined(made, { DESK: address })).get("Discord desk");
    made.discord.rest.closed.set(made.desk.id, { status: 403, code: 50001, message: "Missing Access" });
    expect(await desk(inGuild(made.desk))).toMatchObject({
      state: "fault",
      detail: expect.stringContaining("50001"),
    });
    expect((await desk(`discord:${world.addGuild()}/${made.course.id}`))?.detail).toContain(
      "not in that server",
    );
    expect((await desk(inGuild(world.channel(2))))?.detail).toContain("no text channel");
  });

  test("staff that are nobody, a bot that is nowhere, connections that are too few", async () => {
    const made = await furnished();
    const nobody = await examined(made, { DISCORD_STAFF_ROLE: "" });
    expect(nobody.get("Discord staff")).toMatchObject({
      state: "fault",
      mend: expect.stringContaining("DISCORD_STAFF_ROLE"),
    });
    const wrong = await examined(made, { DISCORD_STAFF_ROLE: made.discord.world.id() });
    expect(wrong.get("Discord staff")?.detail).toContain("no such role");
    made.discord.gateway.advises = 4;
    made.discord.world.guilds.length = 0;
    const found = await examined(made);
    expect(found.get("Discord servers")?.mend).toContain("oauth2/authorize");
    expect(found.get("Discord connection")?.mend).toContain("DISCORD_SHARDS=auto");
    made.discord.gateway.startsLeft = 3;
    expect((await examined(made)).get("Discord connection")?.detail).toContain("only 3");
  });

  test("S35: no token stands in what it says", async () => {
    const made = await furnished();
    const said = JSON.stringify([
      ...(await examined(made)).values(),
      ...(await examined(made, { DISCORD_TOKEN: "CANARY" })).values(),
    ]);
    expect(said).not.toContain("CANARY");
    expect(said).not.toContain(made.discord.token);
  });
});
