import { describe, expect, test } from "vitest";
import type { Choice, Form } from "#ports/controls.ts";
import type { Message } from "../../fakes/discord/world.ts";
import { direct, inGuild, live, pause, type Stage, stage, threadOf, until } from "../stage.ts";

async function standing({ discord }: Stage, channel: string): Promise<Message> {
  await until(() => discord.world.standing(channel).length > 0);
  const message = discord.world.standing(channel).at(-1);
  if (!message) throw new Error("nothing stands there");
  return message;
}

describe("reactions", () => {
  test("on the bot's answer, given and taken back, by whom Discord proves", async () => {
    const made = await live();
    const { discord, host, platform, mia } = made;
    const channel = discord.direct(mia);
    await platform.send(direct(channel), { text: "It repeats." }, "k1");
    const message = await standing(made, channel.id);
    discord.react(mia, message, "👍");
    discord.react(mia, message, "👍", false);
    discord.react(mia, message, "👍");
    await until(() => host.events.length === 3);
    const base = { type: "reaction", message: message.id, emoji: "👍", at: direct(channel) };
    expect(host.events).toMatchObject([
      { ...base, added: true, from: { id: mia.id, name: "Mia", kind: "student" } },
      { ...base, added: false },
      { ...base, added: true },
    ]);
    expect(new Set(host.events.map(({ id }) => id)).size).toBe(3);
  });

  test("on somebody's message in a channel, with what it says, at its thread; asked for once", async () => {
    const { discord, host, course, mia, ben, anna } = await live();
    const said = discord.say(ben, course, "my grade is missing");
    const old = discord.world.post(course, anna, { content: "from before the start" });
    discord.react(anna, said, "🎫");
    for (const one of [mia, ben]) discord.react(one, old, "👀");
    await until(() => host.events.length === 3);
    expect(host.events[0]).toMatchObject({
      at: threadOf(said),
      from: { id: anna.id, kind: "staff" },
      emoji: "🎫",
      about: { message: said.id, text: "my grade is missing", from: { id: ben.id, kind: "student" } },
    });
    expect(host.events[1]).toMatchObject({
      about: { text: "from before the start", from: { kind: "staff" } },
    });
    expect(discord.rest.requests("GET", /messages\/\d+$/)).toHaveLength(1);
  });

  test("Discord repeats them after a lost line: each counts once", async () => {
    const made = await live();
    const { discord, host, platform, mia } = made;
    const channel = discord.direct(mia);
    const message = discord.say(mia, channel, "hello");
    await until(() => host.events.length === 1);
    discord.react(mia, message, "👍");
    await until(() => host.events.length === 2);
    await platform.stop();
    const kept = JSON.parse(host.values.get("session/0") ?? "{}");
    host.values.set("session/0", JSON.stringify({ ...kept, seq: 2 }));
    await made.next().start(host);
    await until(() => host.offered.length === 4);
    expect(host.events).toHaveLength(2);
  });

  test("the bot's own are shown and not heard; a server's own emoji is not the bot's to give", async () => {
    const { discord, host, platform, mia } = await live();
    const channel = discord.direct(mia);
    const message = discord.say(mia, channel, "hello");
    await until(() => host.events.length === 1);
    await platform.react(direct(channel), message.id, { emoji: "👀", added: true });
    await platform.react(direct(channel), message.id, { emoji: "❤️", added: true });
    await platform.react(direct(channel), message.id, { emoji: "👀", added: false });
    await platform.react(direct(channel), message.id, { emoji: ":parrot:", added: true });
    expect(message.reactions).toEqual(["❤️"]);
    await pause(30);
    expect(host.events).toHaveLength(1);
  });
});

test("typing is passed on where the bot takes part, and nowhere else", async () => {
  const { discord, host, platform, course, mia, anna } = await live();
  const channel = discord.direct(mia);
  const asked = discord.say(mia, course, `<@${discord.world.bot.id}> hm`);
  await until(() => host.events.length === 1);
  await platform.send(threadOf(asked), { text: "yes" }, "k1");
  const thread = discord.world.channels.get(asked.id);
  if (!thread) throw new Error("no thread");
  discord.type(mia, channel);
  discord.type(anna, thread);
  discord.type(mia, course);
  discord.type(discord.world.bot, channel);
  await until(() => host.typists.length === 2);
  await pause(30);
  expect(host.typists).toContainEqual({
    at: direct(channel),
    from: { id: mia.id, name: "Mia", kind: "student" },
  });
  expect(host.typists).toContainEqual({
    at: threadOf(asked),
    from: { id: anna.id, name: "Anna", kind: "staff" },
  });
  expect(host.typists).toHaveLength(2);
});

describe("somebody leaves", () => {
  test("each of their open cases is told, others' are not; who stays in another server can still be reached", async () => {
    const made = await stage();
    const { discord, host, platform, mia, ben, course } = made;
    const other = discord.world.addGuild();
    discord.world.membersOf(other)?.set(ben.id, { nick: null, roles: [] });
    const at = [mia, ben].map((one) => direct(discord.direct(one)));
    const thread = `${inGuild(course)}/${discord.world.id()}` as (typeof at)[number];
    const open = { state: "human", studentName: "x", updated: 0 } as const;
    host.cases = [...at, thread].map((student, number) => ({ ...open, number, student }));
    await platform.start(host);
    await until(() => discord.gateway.connected === 1);
    discord.say(mia, discord.direct(mia), "hello");
    discord.say(ben, discord.direct(ben), "hello");
    await until(() => host.events.length === 2);
    host.show(thread, {
      id: "1",
      time: 0,
      from: { id: mia.id, name: "Mia", kind: "student" },
      message: { text: "?" },
    });
    discord.leave(mia);
    discord.leave(ben);
    await until(() => host.events.length === 4);
    await pause(50);
    expect(host.events.slice(2)).toMatchObject([
      { type: "left", at: at[0], from: { id: mia.id, kind: "student" } },
      { type: "left", at: thread, from: { id: mia.id } },
    ]);
    expect(host.events).toHaveLength(4);
  });

  test("without the intent the bot works, and says what it does not hear", async () => {
    const made = await stage();
    const { discord, host, platform, mia } = made;
    discord.gateway.mayHearMembers = false;
    await platform.start(host);
    await until(() => discord.gateway.connected === 1);
    expect(host.lines.map(({ event }) => event).join()).toContain("Server Members Intent");
    expect(host.errors()).toEqual([]);
    discord.say(mia, discord.direct(mia), "hello");
    await until(() => host.events.length === 1);
  });
});

const reasons: Choice = {
  action: "because",
  label: "What was wrong?",
  value: "7",
  options: [
    { label: "It is out of date", value: "outdated" },
    { label: "It is wrong", value: "wrong" },
  ],
};

test("a list to choose from is shown, and what was chosen comes back", async () => {
  const made = await live();
  const { discord, host, platform, mia } = made;
  const channel = discord.direct(mia);
  await platform.send(direct(channel), { text: "Sorry.", choices: [reasons] }, "k1");
  const message = await standing(made, channel.id);
  const click = discord.choose(mia, message, "What was wrong", "outdated");
  await until(() => click.acknowledged === 6);
  expect(host.events[0]).toMatchObject({
    type: "action",
    action: "because",
    value: "7",
    fields: { choice: "outdated" },
    on: message.id,
  });
});

const note: Form = {
  title: "A note for colleagues",
  submit: "Keep",
  fields: [
    { name: "text", label: "Note", lines: "many", longest: 500 },
    { name: "until", label: "Until when", value: "tomorrow", optional: true },
  ],
};

/** A card with a button that asks for a form, delivered and known to the core. */
async function card(made: Stage, form: Form = note): Promise<Message> {
  const { host, platform, desk } = made;
  const button = { action: "note", label: "Note", value: "7", form } as const;
  const message = { text: "Mia needs help", buttons: [button] };
  const { id } = await platform.send(inGuild(desk), message, "card");
  host.delivered(inGuild(desk), id, message);
  return standing(made, desk.id);
}

describe("S10: forms", () => {
  test("a button opens its form, and counts when it comes back filled in", async () => {
    const made = await live();
    const { discord, host, desk, anna } = made;
    const message = await card(made);
    const click = discord.press(anna, message, "Note");
    await until(() => click.acknowledged !== undefined);
    expect(click.acknowledged).toBe(9);
    expect(click.form).toMatchObject({
      title: "A note for colleagues",
      components: [
        { label: "Note", component: { custom_id: "text", style: 2, required: true, max_length: 500 } },
        {
          label: "Until when",
          component: { custom_id: "until", style: 1, required: false, value: "tomorrow" },
        },
      ],
    });
    await pause(30);
    expect(host.events).toEqual([]);
    const filled = discord.submit(anna, click, { text: "Be kind.", until: "Friday" });
    await until(() => filled.acknowledged === 6);
    expect(host.events).toMatchObject([
      {
        id: filled.id,
        at: inGuild(desk),
        type: "action",
        action: "note",
        value: "7",
        fields: { text: "Be kind.", until: "Friday" },
        on: message.id,
        from: { id: anna.id, kind: "staff", locale: "en-US" },
      },
    ]);
  });

  test("a message that is not known any more, and a form that Discord can't show, count at once", async () => {
    const made = await live();
    const { discord, host, desk, anna } = made;
    const fields = Array.from({ length: 6 }, (_, n) => ({ name: `f${n}`, label: "x" }));
    const message = await card(made, { ...note, fields });
    expect((await clicked(discord.press(anna, message, "Note"))).acknowledged).toBe(6);
    host.delivered(inGuild(desk), message.id, { text: "" });
    const unknown = discord.world.post(desk, discord.world.bot, { components: message.components });
    expect((await clicked(discord.press(anna, unknown, "Note"))).acknowledged).toBe(6);
    expect(host.events).toMatchObject([{ action: "note" }, { action: "note" }]);
  });

  test("while the store stalls, the click counts without its form, in time", async () => {
    const made = await live();
    const { discord, host, anna } = made;
    const message = await card(made);
    host.beforeShown = () => pause(4000);
    const click = await clicked(discord.press(anna, message, "Note"));
    expect(click.acknowledged).toBe(6);
    expect(click.ackedAfterMs).toBeLessThan(2500);
    await until(() => host.events.length === 1);
  });
});

async function clicked<T extends { acknowledged: number | undefined }>(click: T): Promise<T> {
  await until(() => click.acknowledged !== undefined);
  return click;
}

describe("commands for oneself", () => {
  test("a ticket with words: shown without them, heard with them", async () => {
    const { discord, host, course, mia } = await live();
    const asked = discord.command(mia, course, "ticket", [{ name: "text", value: "my grade is missing" }]);
    await until(() => host.events.length === 1 && asked.original?.content !== "");
    expect(host.events[0]).toMatchObject({
      action: "ticket",
      fields: { text: "my grade is missing" },
      at: `${inGuild(course)}/${asked.original?.id}`,
    });
    expect(asked.original?.content).toBe("**Mia** wrote to the team.");
  });

  test("one's own tickets: nothing stands in the channel", async () => {
    const { discord, host, platform, course, mia } = await live();
    const asked = discord.command(mia, course, "tickets");
    await until(() => host.events.length === 1);
    expect(host.events[0]).toMatchObject({ action: "tickets", at: inGuild(course), from: { id: mia.id } });
    await platform.send(inGuild(course), { text: "Your tickets: **#7**", only: mia.id }, "k1");
    await platform.send(inGuild(course), { text: "and **#8**", only: mia.id }, "k2");
    expect(asked.alone.map(({ content }) => content)).toEqual(["Your tickets: **#7**", "and **#8**"]);
    expect(discord.world.standing(course.id)).toEqual([]);
  });

  test("a ticket about somebody's message, by its menu", async () => {
    const { discord, host, course, mia, anna } = await live();
    const said = discord.say(anna, course, "the exam is on Monday");
    const asked = discord.menu(mia, said, "Open a ticket");
    await until(() => host.events.length === 1);
    expect(host.events[0]).toMatchObject({
      action: "ticket",
      at: threadOf(said),
      from: { id: mia.id },
      about: { message: said.id, text: "the exam is on Monday", from: { id: anna.id, kind: "staff" } },
    });
    expect(asked.acknowledged).toBe(5);
    expect(discord.world.standing(course.id)).toHaveLength(1);
  });
});
