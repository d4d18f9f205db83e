import { describe, expect, test } from "vitest";
import { connected, direct, faultOf, inGuild, live, type Stage, threadOf, until } from "../stage.ts";

const button = { action: "helpful", label: "Helpful", value: "7" } as const;

/** Mia pressed something in the thread of her question. */
async function pressed(now: () => number = Date.now) {
  const made = await live({ now });
  const { discord, host, platform, course, mia } = made;
  const asked = discord.say(mia, course, `<@${discord.world.bot.id}> hm`);
  await until(() => host.events.length === 1);
  const at = threadOf(asked);
  const { id } = await platform.send(at, { text: "yes", buttons: [button] }, "k1");
  const message = discord.world.find(asked.id, id);
  if (!message) throw new Error("nothing sent");
  const click = discord.press(mia, message, "Helpful");
  await until(() => click.acknowledged === 6);
  return { ...made, at, click, thread: asked.id };
}

const privately = ({ discord, mia }: Stage) => discord.world.standing(discord.direct(mia).id);

describe("for one person only", () => {
  test("who pressed lately sees it where they pressed, and nobody else", async () => {
    const made = await pressed();
    const { discord, platform, at, click, mia, thread } = made;
    const sent = await platform.send(at, { text: "Your **code**: 7", only: mia.id }, "k2");
    expect(click.alone).toMatchObject([{ id: sent.id, content: "Your **code**: 7", flags: 68 }]);
    expect(sent.repliesAt).toBe(at);
    expect(discord.world.standing(thread)).toHaveLength(1);
    expect(privately(made)).toEqual([]);
  });

  test("who pressed nothing, or another place, has it in direct messages", async () => {
    const made = await pressed();
    const { discord, platform, at, click, ben, course, mia } = made;
    const sent = await platform.send(at, { text: "for Ben", only: ben.id }, "k2");
    expect(discord.world.standing(discord.direct(ben).id)).toMatchObject([
      { id: sent.id, content: "for Ben" },
    ]);
    expect(sent.repliesAt).toBe(direct(discord.direct(ben)));
    await platform.send(inGuild(course), { text: "for Mia", only: mia.id }, "k3");
    expect(privately(made)).toHaveLength(1);
    expect(click.alone).toEqual([]);
  });

  test("S10: after fifteen minutes it goes to direct messages, never both", async () => {
    let ahead = 0;
    const made = await pressed(() => Date.now() + ahead);
    const { platform, at, click, mia } = made;
    ahead = 15 * 60_000;
    await platform.send(at, { text: "late", only: mia.id }, "k2");
    expect(privately(made)).toHaveLength(1);
    expect(click.alone).toEqual([]);
  });

  test("S10: a token that Discord no longer takes: direct messages", async () => {
    const made = await pressed();
    const { discord, platform, at, click, mia } = made;
    discord.interactions.tokenMs = -1;
    await platform.send(at, { text: "late", only: mia.id }, "k2");
    expect(privately(made)).toHaveLength(1);
    expect(click.alone).toEqual([]);
    discord.interactions.tokenMs = 15 * 60_000;
    expect(await platform.find(at, "k2", Date.now())).toMatchObject({ id: privately(made)[0]?.id });
  });

  test("S12: a follow-up that may have arrived is not said again, nor after a restart", async () => {
    const made = await pressed();
    const { discord, host, platform, at, mia } = made;
    discord.rest.trouble("POST", /webhooks/, "takes and resets");
    expect((await faultOf(platform.send(at, { text: "x", only: mia.id }, "k2"))).fault).toBe("ambiguous");
    expect(await platform.find(at, "k2", Date.now())).toBe("unknowable");
    await platform.stop();
    const later = made.next();
    await later.start(host);
    await connected(made);
    expect(await later.find(at, "k2", Date.now())).toBe("unknowable");
    expect(discord.rest.requests("POST", /webhooks/)).toHaveLength(1);
  });

  test("S12: the first answer to a command may be repeated: it changes the same message", async () => {
    const made = await live();
    const { discord, host, platform, course, mia } = made;
    const asked = discord.command(mia, course, "tickets");
    await until(() => host.events.length === 1);
    discord.rest.trouble("PATCH", /@original/, "takes and resets");
    const say = () => platform.send(inGuild(course), { text: "none", only: mia.id }, "k1");
    expect((await faultOf(say())).fault).toBe("ambiguous");
    expect(await platform.find(inGuild(course), "k1", Date.now())).toBe("absent");
    await say();
    expect(asked.alone.map(({ content }) => content)).toEqual(["none"]);
    expect(privately(made)).toEqual([]);
  });

  test("S12: one that went to direct messages is found there", async () => {
    const made = await pressed();
    const { discord, platform, at, ben } = made;
    discord.rest.trouble("POST", /channels\/\d+\/messages$/, "takes and resets");
    expect((await faultOf(platform.send(at, { text: "x", only: ben.id }, "k2"))).fault).toBe("ambiguous");
    const sent = await platform.send(at, { text: "x", only: ben.id }, "k2");
    expect(discord.world.standing(discord.direct(ben).id).map(({ id }) => id)).toEqual([sent.id]);
  });

  test("S16: who takes no direct messages is said so", async () => {
    const { discord, platform, at, ben } = await pressed();
    const refusal = { status: 403, code: 50007, message: "Cannot send messages to this user" };
    discord.rest.closed.set(discord.direct(ben).id, refusal);
    expect((await faultOf(platform.send(at, { text: "x", only: ben.id }, "k2"))).fault).toBe("denied");
  });
});
