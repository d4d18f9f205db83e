import { describe, expect, test } from "vitest";
import type { Address, Platform } from "#ports/platform.ts";
import { connected, direct, faultOf, live, pause, type Stage, threadOf, until } from "../stage.ts";

/** A stage whose adapter's clock is turned by hand. */
async function clocked(): Promise<Stage & { turn(ms: number): void }> {
  let ahead = 0;
  const made = await live({ now: () => Date.now() + ahead });
  return {
    ...made,
    turn: (ms) => {
      ahead += ms;
    },
  };
}

const words = "A loop repeats a block of code until its condition no longer holds.".split(" ");
const begun = (count: number) => words.slice(0, count).join(" ");
const half = (text: string) => `${text}\n-# ✍️ …`;
const draft = (platform: Platform, to: Address, text: string) => platform.signal(to, { type: "draft", text });

const answer = {
  text: `${words.join(" ")} [1]`,
  basis: "course",
  buttons: [{ action: "helpful", label: "👍", value: "7" }],
} as const;

describe("an answer as it forms", () => {
  test("one message grows, and becomes the answer with its sources and buttons", async () => {
    const made = await clocked();
    const { discord, platform, mia, turn } = made;
    const channel = discord.direct(mia);
    const to = direct(channel);
    const seen: string[] = [];
    for (let count = 1; count <= words.length; count++) {
      await draft(platform, to, begun(count));
      const [standing] = discord.world.standing(channel.id);
      if (standing && standing.content !== seen.at(-1)) seen.push(standing.content);
      turn(600);
    }
    expect(seen.length).toBeGreaterThan(3);
    expect(seen[0]).toBe(half(begun(3)));
    const [grown] = discord.world.standing(channel.id);
    const sent = await platform.send(to, answer, "k1");
    expect(sent).toEqual({ id: grown?.id, repliesAt: to });
    expect(discord.world.standing(channel.id)).toHaveLength(1);
    expect(grown?.content).toBe(`${words.join(" ")} [1]\n-# 📖 From the course material`);
    expect(grown?.components[0]?.components[0]?.label).toBe("👍");
    await platform.send(to, { text: "and the second part" }, "k2");
    expect(discord.world.standing(channel.id)).toHaveLength(2);
  });

  test("an answer that is there at once is posted at once: no message changes under the reader's eyes", async () => {
    const { discord, platform, mia } = await clocked();
    const channel = discord.direct(mia);
    await draft(platform, direct(channel), begun(3));
    await draft(platform, direct(channel), begun(9));
    await platform.send(direct(channel), answer, "k1");
    expect(discord.rest.requests("PATCH", /messages/)).toHaveLength(0);
    expect(discord.world.standing(channel.id)).toHaveLength(1);
  });

  test("drafts keep within five changes in five seconds, and the answer always has room", async () => {
    const { discord, platform, mia } = await live();
    const channel = discord.direct(mia);
    discord.limits.set((route) => ({ requests: /messages(\/\*)?$/.test(route) ? 5 : 100, perMs: 5000 }));
    const end = Date.now() + 6000;
    for (let n = 0; Date.now() < end; n++) {
      await draft(platform, direct(channel), `${begun(5)} ${n}`);
      await pause(20);
    }
    const sent = await platform.send(direct(channel), answer, "k1");
    expect(discord.world.standing(channel.id)).toMatchObject([{ id: sent.id }]);
    expect(discord.limits.violations).toBe(0);
    expect(discord.rest.requests("PATCH", /messages/).length).toBeGreaterThan(3);
  });

  test("in a channel the thread opens with the draft", async () => {
    const { discord, host, platform, course, mia, turn } = await clocked();
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> what is a loop`);
    await until(() => host.events.length === 1);
    await draft(platform, threadOf(asked), begun(1));
    turn(1100);
    await draft(platform, threadOf(asked), begun(4));
    expect(discord.world.standing(asked.id).map(({ content }) => content)).toEqual([half(begun(4))]);
    await platform.send(threadOf(asked), answer, "k1");
    expect(discord.world.standing(asked.id)).toHaveLength(1);
  });

  test("a draft that outgrows a message stays readable, whatever it holds", async () => {
    const { discord, platform, mia, turn } = await clocked();
    const channel = discord.direct(mia);
    for (const text of [
      `\`\`\`py\n${"x = 1\n".repeat(20)}`,
      "*@everyone* <@1> ".repeat(400),
      "👩‍👩‍👧‍👦".repeat(900),
    ]) {
      await draft(platform, direct(channel), "a");
      turn(2000);
      await draft(platform, direct(channel), text);
      turn(2000);
    }
    const [standing] = discord.world.standing(channel.id);
    expect(standing?.content.endsWith("✍️ …")).toBe(true);
    expect(standing?.pinged).toEqual([]);
  });
});

/** A draft stands, the answer is on its way. */
async function halfSaid(): Promise<Stage & { at: Address; channel: string; turn(ms: number): void }> {
  const made = await clocked();
  const { discord, platform, mia, turn } = made;
  const channel = discord.direct(mia);
  await draft(platform, direct(channel), begun(1));
  turn(1100);
  await draft(platform, direct(channel), begun(4));
  return { ...made, at: direct(channel), channel: channel.id };
}

describe("S18: a stream that is cut", () => {
  test.each(["takes and resets", "takes and fails", "fails"] as const)(
    "the change into the answer %s: found or repeated, it stands once",
    async (trouble) => {
      const { discord, platform, at, channel } = await halfSaid();
      discord.rest.trouble("PATCH", /messages/, trouble);
      expect((await faultOf(platform.send(at, answer, "k1"))).fault).toBe("ambiguous");
      const found = await platform.find(at, "k1", Date.now());
      const arrived = trouble !== "fails";
      expect(typeof found === "object").toBe(arrived);
      if (!arrived) await platform.send(at, answer, "k1");
      expect(discord.world.standing(channel)).toHaveLength(1);
      expect(discord.world.standing(channel)[0]?.content).toContain("From the course material");
    },
  );

  test("the process dies after the change: the next one finds the answer, and does not say it twice", async () => {
    const made = await halfSaid();
    const { discord, host, platform, at, channel } = made;
    discord.rest.trouble("PATCH", /messages/, "takes and resets");
    await faultOf(platform.send(at, answer, "k1"));
    // As it stood on the disk when the process died.
    const disk = new Map(host.values);
    await platform.stop();
    host.values.clear();
    for (const [key, value] of disk) host.values.set(key, value);
    const later = made.next();
    await later.start(host);
    await connected(made);
    const [standing] = discord.world.standing(channel);
    expect(await later.find(at, "k1", Date.now())).toMatchObject({ id: standing?.id });
    expect(discord.world.standing(channel)).toHaveLength(1);
  });

  test("the process dies before the answer: the half answer is taken away at the next start", async () => {
    const made = await halfSaid();
    const { discord, host, platform, channel } = made;
    const other = discord.world.post(discord.direct(made.ben), discord.world.bot, {
      content: half("of others"),
    });
    await platform.stop();
    await made.next().start(host);
    await until(() => discord.world.standing(channel).length === 0);
    await pause(50);
    expect(discord.world.standing(other.channel_id)).toHaveLength(1);
    expect(JSON.parse(host.values.get("drafts") ?? "")).toEqual([]);
  });

  test("a draft whose receipt was lost is the one that becomes the answer", async () => {
    const { discord, platform, mia, turn } = await clocked();
    const channel = discord.direct(mia);
    await draft(platform, direct(channel), begun(1));
    turn(1100);
    discord.rest.trouble("POST", /messages$/, "takes and resets");
    await faultOf(draft(platform, direct(channel), begun(4)));
    await platform.send(direct(channel), answer, "k1");
    expect(discord.world.standing(channel.id)).toHaveLength(1);
    expect(discord.world.standing(channel.id)[0]?.content).toContain("From the course material");
  });

  test("a draft that somebody took away: the answer is posted", async () => {
    const { discord, platform, at, channel } = await halfSaid();
    discord.world.drop(channel, discord.world.standing(channel)[0]?.id ?? "");
    await platform.send(at, answer, "k1");
    expect(discord.world.standing(channel).map(({ content }) => content)).toEqual([
      expect.stringContaining("From the course material"),
    ]);
  });

  test("an answer that Discord refuses leaves no half of it behind", async () => {
    const { discord, platform, at, channel } = await halfSaid();
    discord.rest.trouble("PATCH", /messages/, { status: 400, code: 50035, message: "no" });
    expect((await faultOf(platform.send(at, answer, "k1"))).fault).toBe("invalid");
    expect(discord.world.standing(channel)).toEqual([]);
  });

  test("a disk that is full lets no answer be said that could come twice", async () => {
    const { discord, host, platform, at, channel } = await halfSaid();
    host.isFull = true;
    expect((await faultOf(platform.send(at, answer, "k1"))).fault).toBe("unavailable");
    host.isFull = false;
    await platform.send(at, answer, "k1");
    expect(discord.world.standing(channel)).toHaveLength(1);
  });
});
