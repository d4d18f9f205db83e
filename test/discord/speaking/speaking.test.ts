import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { split } from "../../../src/engine/split.ts";
import {
  connected,
  direct,
  faultOf,
  inGuild,
  live,
  pause,
  type Stage,
  stage,
  threadOf,
  until,
} from "../stage.ts";

const posts = ({ discord }: Stage) => discord.rest.requests("POST", /\/messages$/);

describe("S12: a message that may have arrived", () => {
  test.each(["takes and resets", "takes and fails"] as const)(
    "%s: sent again it stands once",
    async (trouble) => {
      const made = await live();
      const { discord, platform, mia } = made;
      const to = direct(discord.direct(mia));
      discord.gateway.drop();
      discord.rest.trouble("POST", /messages$/, trouble);
      expect(await faultOf(platform.send(to, { text: "hello" }, "k1"))).toMatchObject({ fault: "ambiguous" });
      expect(await platform.find(to, "k1", Date.now())).toBe("absent");
      const sent = await platform.send(to, { text: "hello" }, "k1");
      expect(discord.world.standing(discord.direct(mia).id).map(({ id }) => id)).toEqual([sent.id]);
    },
  );

  test("its own echo is the receipt", async () => {
    const { discord, platform, mia } = await live();
    const channel = discord.direct(mia);
    discord.rest.trouble("POST", /messages$/, "takes and resets");
    await faultOf(platform.send(direct(channel), { text: "hello" }, "k1"));
    const [standing] = discord.world.standing(channel.id);
    await until(async () => typeof (await platform.find(direct(channel), "k1", Date.now())) === "object");
    expect(await platform.find(direct(channel), "k1", Date.now())).toMatchObject({ id: standing?.id });
  });

  test("long after, it is found among what nobody knows of, by the next process", async () => {
    const made = await live();
    const { discord, platform, host, mia } = made;
    const channel = discord.direct(mia);
    const to = direct(channel);
    const known = await platform.send(to, { text: "before" }, "k0");
    host.delivered(to, known.id, { text: "before" });
    discord.rest.trouble("POST", /messages$/, "takes and resets");
    const since = Date.now();
    await faultOf(platform.send(to, { text: "hello" }, "k1"));
    await platform.stop();
    discord.rest.forgetNonces();
    const later = await stageLater(made);
    expect(await later.find(to, "k1", since)).toMatchObject({
      id: discord.world.standing(channel.id)[1]?.id,
    });
    expect(await later.find(to, "k2", since + 60_000)).toBe("absent");
  });

  test("long after, a card among other cards is found by the key under its buttons, and gets its thread", async () => {
    const made = await live();
    const { discord, platform, desk } = made;
    const card = (ticket: number) => ({
      text: "What is a loop?",
      card: { ticket, state: "waiting", title: `#${ticket} · Mia`, facts: [] } as const,
      buttons: [{ action: "claim", label: "Claim", value: String(ticket) } as const],
    });
    const since = Date.now();
    discord.rest.trouble("POST", /messages$/, "takes and resets", 2);
    await Promise.all([1, 2].map((n) => faultOf(platform.send(inGuild(desk), card(n), `card${n}`))));
    await platform.stop();
    const later = await stageLater(made);
    const found = await later.find(inGuild(desk), "card2", since);
    const second = discord.world
      .standing(desk.id)
      .find(({ components }) => components[0]?.components[0]?.custom_id.startsWith("claim:2"));
    expect(found).toEqual({ id: second?.id, repliesAt: `${inGuild(desk)}/${second?.id}` });
    expect(discord.world.channels.has(second?.id ?? "")).toBe(true);
  });

  test("deleted meanwhile, it counts as delivered", async () => {
    const { discord, platform, mia } = await live();
    const channel = discord.direct(mia);
    const sent = await platform.send(direct(channel), { text: "hello" }, "k1");
    discord.world.drop(channel.id, sent.id);
    const again = await platform.send(direct(channel), { text: "hello" }, "k1");
    expect(discord.world.standing(channel.id)).toEqual([]);
    await platform.remove(direct(channel), again.id);
    expect(await faultOf(platform.edit(direct(channel), again.id, { text: "x" }))).toMatchObject({
      fault: "gone",
    });
  });
});

/** Another process, three minutes on. */
async function stageLater(made: Stage) {
  const later = made.next({ now: () => Date.now() + 180_000 });
  await later.start(made.host);
  await connected(made);
  return later;
}

test("S14: one request for each attempt, whatever comes of it", async () => {
  const made = await live();
  const { discord, platform, mia } = made;
  const to = direct(discord.direct(mia));
  const troubles = [
    "fails",
    "takes and fails",
    "takes and resets",
    { status: 400, code: 50035, message: "" },
  ] as const;
  for (const [n, trouble] of troubles.entries()) {
    discord.rest.trouble("POST", /messages$/, trouble, 10);
    const before = posts(made).length;
    await faultOf(platform.send(to, { text: "hello" }, `k${n}`));
    await pause(30);
    expect(posts(made).length - before, String(trouble)).toBe(1);
    discord.rest.calm();
  }
});

describe("S16: refusals", () => {
  test.each([
    [50007, 403, "denied"],
    [50001, 403, "denied"],
    [50013, 403, "denied"],
    [10003, 404, "gone"],
    [50035, 400, "invalid"],
  ] as const)("%i is said once, as it is", async (code, status, fault) => {
    const made = await live();
    const { discord, platform, mia } = made;
    const channel = discord.direct(mia);
    discord.rest.closed.set(channel.id, { status, code, message: "no" });
    expect(await faultOf(platform.send(direct(channel), { text: "hello" }, "k1"))).toMatchObject({ fault });
    expect(posts(made)).toHaveLength(1);
  });

  test("a refused token stops all sending and keeps the queue; a new one sends again", async () => {
    const made = await live();
    const { discord, platform, host, mia, next } = made;
    const to = direct(discord.direct(mia));
    discord.rotateToken("another.token");
    expect(await faultOf(platform.send(to, { text: "1" }, "k1"))).toMatchObject({ fault: "denied" });
    const seen = discord.rest.seen.length;
    for (const key of ["k1", "k2", "k3"])
      expect(await faultOf(platform.send(to, { text: key }, key))).toMatchObject({ fault: "unavailable" });
    expect(discord.rest.seen.length).toBe(seen);
    expect(host.errors().join()).toContain("DISCORD_TOKEN");
    await platform.stop();
    const renewed = next({ token: "another.token" });
    await renewed.start(host);
    await renewed.send(to, { text: "1" }, "k1");
  });

  test("a token that is wrong from the start stops with the mend, and no loop", async () => {
    const { discord, host, next } = await stage();
    const platform = next({ token: "wrong" });
    await platform.start(host);
    await until(() => host.errors().length > 0);
    expect(host.errors().join()).toContain("DISCORD_TOKEN");
    await pause(100);
    expect(discord.rest.seen.length).toBe(1);
    expect(discord.gateway.identifies).toBe(0);
  });
});

test("S17: long texts arrive whole and in order, with their fences and joined emoji", async () => {
  const { discord, platform, mia } = await live();
  const channel = discord.direct(mia);
  const family = "👩‍👩‍👧‍👦";
  for (const [n, length] of [2001, 13_298, 40_001].entries()) {
    const code = `\`\`\`python\n${"x = 1  # eins\n".repeat(Math.ceil(length / 40))}\`\`\``;
    const text = `${`${`${family} wörter *und* `.repeat(Math.ceil(length / 30))}\n\n${code}`.slice(0, length - 4)}\n\`\`\``;
    const parts = split(text, platform.textLimit);
    for (const [part, words] of parts.entries())
      await platform.send(direct(channel), { text: words }, `${n}.${part}`);
    const standing = discord.world.standing(channel.id).slice(-parts.length);
    const shown = standing.map(
      ({ content, embeds }) => content || (embeds[0] as { description: string }).description,
    );
    for (const one of shown) expect((one.match(/```/g) ?? []).length % 2).toBe(0);
    const count = (all: readonly string[], what: string) => all.join("\n").split(what).length;
    expect(count(shown, family)).toBe(count([text], family));
    expect(count(shown, "x = 1")).toBe(count([text], "x = 1"));
  }
});

describe("S21: places that are folded away, locked or gone", () => {
  test("an archived thread opens again, also for a change", async () => {
    const { discord, platform, course, mia } = await live();
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> hm`);
    const sent = await platform.send(threadOf(asked), { text: "yes" }, "k1");
    const thread = discord.world.channels.get(asked.id);
    if (!thread?.thread_metadata) throw new Error("no thread");
    thread.thread_metadata.archived = true;
    await platform.edit(threadOf(asked), sent.id, { text: "no" });
    thread.thread_metadata.archived = true;
    await platform.send(threadOf(asked), { text: "more" }, "k2");
    expect(discord.world.standing(asked.id).map(({ content }) => content)).toEqual(["no", "more"]);
    thread.thread_metadata.locked = true;
    expect(await faultOf(platform.send(threadOf(asked), { text: "more" }, "k3"))).toMatchObject({
      fault: "denied",
    });
  });

  test("a deleted thread is gone, and the channel above stays quiet", async () => {
    const { discord, platform, host, course, mia } = await live();
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> hm`);
    await until(() => host.events.length === 1);
    await platform.send(threadOf(asked), { text: "yes" }, "k1");
    discord.remove(asked);
    const thread = discord.world.channels.get(asked.id);
    discord.world.channels.delete(asked.id);
    if (thread) discord.gateway.dispatch("THREAD_DELETE", thread);
    await until(() => host.events.length === 2);
    expect(await faultOf(platform.send(threadOf(asked), { text: "more" }, "k2"))).toMatchObject({
      fault: "gone",
    });
    expect(discord.world.standing(course.id)).toEqual([]);
  });
});

test("marks are reactions, a later one takes the place of the first; typing lasts without repeating", async () => {
  const { discord, platform, mia } = await live();
  const channel = discord.direct(mia);
  const message = discord.say(mia, channel, "note");
  await platform.mark(direct(channel), message.id, "internal");
  await platform.mark(direct(channel), message.id, "delivered");
  expect(message.reactions).toEqual(["✅"]);
  for (const text of ["a", "ab", "abc"]) await platform.signal(direct(channel), { type: "draft", text });
  await platform.signal(direct(channel), { type: "typing" });
  expect(discord.rest.requests("POST", /typing$/)).toHaveLength(1);
  expect(discord.world.standing(channel.id)).toHaveLength(1);
});

test("S20: files go along, too large ones are named", async () => {
  const { discord, platform, host, mia } = await live();
  const channel = discord.direct(mia);
  const small = await host.keepFile({
    name: "../../loop.py",
    type: "text/x-python",
    bytes: Buffer.from("pass"),
  });
  const empty = await host.keepFile({ name: "empty.txt", type: "text/plain", bytes: new Uint8Array() });
  const large = { id: "large", name: "film.mp4", type: "video/mp4", size: 26 * 1024 * 1024 };
  await platform.send(direct(channel), { text: "here", as: "Anna", files: [small, empty, large] }, "k1");
  const [message] = discord.world.standing(channel.id);
  expect(message?.attachments).toMatchObject([
    { filename: "loop.py", size: 4 },
    { filename: "empty.txt", size: 0 },
  ]);
  expect(message?.content).toBe("**Anna**\nhere\n-# 📎 film.mp4 (26 MB, too large for Discord)");
});

test("S35: errors and log lines hold no token, text or address, whatever is asked and however it fails", async () => {
  const { discord, platform, host, mia } = await live();
  const to = direct(discord.direct(mia));
  const said = discord.say(mia, discord.direct(mia), "CANARY");
  const { id } = await platform.send(to, { text: "CANARY" }, "k0");
  const errors: unknown[] = [];
  const ask = async (work: Promise<unknown>) => {
    errors.push(await work.catch((error: unknown) => error));
  };
  const troubles = [
    "fails",
    "takes and fails",
    "takes and resets",
    ...[400, 403, 404, 409, 413, 500, 502].map((status) => ({ status, code: 50007, message: "CANARY" })),
  ] as const;
  for (const [n, trouble] of troubles.entries()) {
    for (const method of ["GET", "POST", "PATCH", "PUT", "DELETE"])
      discord.rest.trouble(method, /channels/, trouble, 20);
    await ask(platform.send(to, { text: "CANARY", as: "CANARY" }, `k${n + 1}`));
    await ask(platform.find(to, `k${n + 1}`, 0));
    await ask(platform.edit(to, id, { text: "CANARY" }));
    await ask(platform.remove(to, id));
    await ask(platform.mark(to, said.id, "failed"));
    await ask(platform.react(to, said.id, { emoji: "👍", added: true }));
    await ask(platform.signal(to, { type: "draft", text: "CANARY" }));
    discord.rest.calm();
  }
  const click = discord.command(mia, discord.direct(mia), "human");
  await until(() => click.acknowledged !== undefined);
  discord.rotateToken("another");
  await ask(platform.send(to, { text: "CANARY" }, "last"));
  const thrown = errors.filter((error) => error instanceof Error);
  expect(thrown.length).toBeGreaterThan(40);
  const told = inspect([host.lines, thrown], { depth: 12 });
  for (const secret of ["CANARY", discord.token, "fake.token", click.token, "127.0.0.1"])
    expect(told).not.toContain(secret);
});
