import { describe, expect, test } from "vitest";
import { direct, inGuild, live, pause, threadOf, until } from "../stage.ts";

describe("what is heard", () => {
  test("a direct message, with the name and the side that Discord proves", async () => {
    const { discord, host, anna } = await live();
    const channel = discord.direct(anna);
    const message = discord.say(anna, channel, "How do loops work?");
    await until(() => host.events.length === 1);
    expect(host.events[0]).toMatchObject({
      id: message.id,
      at: direct(channel),
      from: { id: anna.id, name: "Anna", kind: "student" },
      type: "message",
      message: message.id,
      text: "How do loops work?",
    });
  });

  test("a mention in a channel, at the thread that it will open", async () => {
    const { discord, host, course, mia } = await live();
    discord.say(mia, course, "nobody is asked");
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> what is a loop`);
    await until(() => host.events.length === 1);
    expect(host.events[0]).toMatchObject({ at: threadOf(asked), text: "what is a loop" });
  });

  test("what is said to all in a channel that is listened to, not what students say to each other", async () => {
    const { discord, host, listened, mia, ben } = await live();
    discord.say(mia, listened, `<@${ben.id}> did you sleep?`);
    discord.say(mia, listened, "are you there?", { type: 19 });
    discord.say(mia, listened, "循环是什么？ 🙏");
    discord.say(mia, listened, "What is a loop?");
    discord.say(mia, listened, `<@${discord.world.bot.id}> and an array?`);
    await until(() => host.events.length === 3);
    expect(host.events.map((one) => one.type === "message" && [one.text, one.overheard])).toEqual([
      ["循环是什么？ 🙏", true],
      ["What is a loop?", true],
      ["and an array?", undefined],
    ]);
  });

  test("every line in a thread that the bot opened, and none in others'", async () => {
    const { discord, host, platform, course, mia, ben, anna } = await live();
    const asked = discord.say(mia, course, `<@${discord.world.bot.id}> what is a loop`);
    await until(() => host.events.length === 1);
    await platform.send(threadOf(asked), { text: "It repeats." }, "k1");
    const thread = discord.world.channels.get(asked.id);
    expect(thread).toMatchObject({ name: "what is a loop", owner_id: discord.world.bot.id });
    const other = discord.world.thread(discord.say(ben, course, "chat"), "chat", ben.id);
    discord.gateway.dispatch("THREAD_CREATE", other);
    discord.say(ben, other, "nothing for you");
    if (thread) discord.say(anna, thread, "and for arrays?");
    await until(() => host.events.length === 2);
    expect(host.events[1]).toMatchObject({
      at: threadOf(asked),
      text: "and for arrays?",
      from: { kind: "staff" },
    });
  });

  test("nothing from itself, other bots, webhooks, joins and pins", async () => {
    const { discord, host, platform, mia } = await live();
    const channel = discord.direct(mia);
    const other = discord.world.user("Other", true);
    discord.say(other, channel, "beep?");
    discord.say(mia, channel, "hook", { webhook_id: discord.world.id() });
    discord.say(mia, channel, "", { type: 7 });
    discord.say(mia, channel, "", { type: 6 });
    await platform.send(direct(channel), { text: "hello?" }, "k1");
    discord.say(mia, channel, "last");
    await until(() => host.events.length > 0);
    expect(host.texts()).toEqual(["last"]);
  });

  test("S04: edits by people, deletions with their author; a preview is no edit", async () => {
    const { discord, host, mia } = await live();
    const channel = discord.direct(mia);
    const message = discord.say(mia, channel, "What is a lop? https://example.org");
    discord.unfurl(message);
    discord.edit(message, "What is a loop? https://example.org");
    discord.unfurl(message);
    discord.remove(message);
    await until(() => host.events.length === 3);
    expect(host.events.map(({ type, id }) => [type, id])).toEqual([
      ["message", message.id],
      ["edited", `${message.id}+${message.edited_timestamp}`],
      ["deleted", `${message.id}+x`],
    ]);
    expect(host.events[2]).toMatchObject({ from: { id: mia.id, kind: "student" }, message: message.id });
  });
});

describe("S10: commands and buttons", () => {
  test("a question by command gets a thread of its own, in the reader's language", async () => {
    const { discord, host, platform, course, mia } = await live();
    const asked = discord.command(mia, course, "ask", [{ name: "question", value: "What is @everyone?" }]);
    await until(() => host.events.length === 1 && asked.original?.content !== "");
    const at = inGuild(course);
    expect(host.events[0]).toMatchObject({
      id: asked.id,
      at: `${at}/${asked.original?.id}`,
      text: "What is @everyone?",
      from: { id: mia.id, locale: "en-US" },
    });
    expect(asked.original?.content).toContain("**Mia** asks:");
    expect(asked.original?.pinged).toEqual([]);
    const sent = await platform.send(host.events[0]?.at ?? at, { text: "All of you." }, "k1");
    expect(discord.world.standing(asked.original?.id ?? "").map(({ id }) => id)).toEqual([sent.id]);
  });

  test("a message is asked about, a person is asked for", async () => {
    const { discord, host, course, mia, ben } = await live();
    const said = discord.say(ben, course, "I wonder about loops");
    discord.menu(mia, said, "Ask about this");
    await until(() => host.events.length === 1);
    expect(host.events[0]).toMatchObject({
      type: "message",
      text: "I wonder about loops",
      from: { id: mia.id },
    });
    discord.command(mia, discord.direct(mia), "human");
    await until(() => host.events.length === 2);
    expect(host.events[1]).toMatchObject({
      type: "action",
      action: "person",
      at: direct(discord.direct(mia)),
    });
    discord.command(mia, course, "ticket");
    await until(() => host.events.length === 3);
  });

  test("a click is acknowledged after it is stored, once", async () => {
    const { discord, host, platform, mia } = await live();
    const channel = discord.direct(mia);
    const button = { action: "helpful", label: "Helpful", value: "7" } as const;
    await platform.send(direct(channel), { text: "It repeats.", buttons: [button] }, "k1");
    const [message] = discord.world.standing(channel.id);
    if (!message) throw new Error("nothing sent");
    let stored = false;
    host.beforeAccept = async () => {
      await pause(50);
      stored = discord.interactions.all.every(({ acknowledged }) => acknowledged === undefined);
    };
    const click = discord.press(mia, message, "Helpful");
    await until(() => click.acknowledged !== undefined);
    expect(stored).toBe(true);
    expect(click.acknowledged).toBe(6);
    expect(host.events[0]).toMatchObject({ id: click.id, action: "helpful", value: "7", on: message.id });
  });

  test("while the store stalls, the sign comes in time and alone", async () => {
    const { discord, host, platform, mia } = await live();
    const channel = discord.direct(mia);
    const button = { action: "person", label: "Talk", value: "7" } as const;
    await platform.send(direct(channel), { text: "Hm.", buttons: [button] }, "k1");
    const [message] = discord.world.standing(channel.id);
    if (!message) throw new Error("nothing sent");
    host.beforeAccept = () => pause(4000);
    const click = discord.press(mia, message, "Talk");
    await until(() => host.events.length === 1);
    expect(click.ackedAfterMs).toBeLessThan(2500);
    await pause(50);
    expect(discord.rest.requests("POST", /callback$/)).toHaveLength(1);
  });

  test("a sign whose receipt was lost is not given a second time", async () => {
    const { discord, host, course, mia } = await live();
    discord.rest.trouble("POST", /callback$/, "takes and resets");
    const asked = discord.command(mia, course, "ask", [{ name: "question", value: "What is a loop?" }]);
    await until(() => host.events.length === 1 && asked.original?.content !== "");
    expect(discord.world.standing(course.id).map(({ id }) => id)).toEqual([asked.original?.id]);
    expect(host.events[0]?.at).toBe(`${inGuild(course)}/${asked.original?.id}`);
  });

  test("a command in a place without threads is told so, and nothing is heard", async () => {
    const { discord, host, mia } = await live();
    const voice = discord.world.channel(2);
    const asked = discord.command(mia, voice, "ask", [{ name: "question", value: "What is a loop?" }]);
    await until(() => asked.original?.content.includes("can't answer in this channel") === true);
    expect(host.offered).toEqual([]);
  });

  test("a command that came too late is shown in a message of the bot's own", async () => {
    const { discord, host, course, mia } = await live();
    discord.interactions.signMs = -1;
    discord.command(mia, course, "ask", [{ name: "question", value: "What is a loop?" }]);
    await until(() => host.events.length === 1);
    const shown = discord.world.standing(course.id);
    expect(shown.map(({ content }) => content)).toEqual([expect.stringContaining("**Mia** asks:")]);
    expect(host.events[0]?.at).toBe(threadOf(shown[0] as never));
  });
});
