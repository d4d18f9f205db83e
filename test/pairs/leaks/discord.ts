import { discordSeat } from "../../dialogues/runner/seats/discord.ts";
import type { Channel, Message, User } from "../../fakes/discord/world.ts";
import { type CreateStage, type Scene, staff } from "./way.ts";

type Writing = {
  readonly canary: string;
  readonly user: User;
  readonly thread: Channel;
  readonly scene: Scene;
};

/** Discord: what its people can do in a thread besides typing, and all that the bot requested. */
export const discordStage: CreateStage = async (clock) => {
  const seat = await discordSeat(clock);
  const { discord } = seat;
  const { world } = discord;
  const guest = world.member("Guest");
  const machine = world.user("Machine", true);

  const way = (write: (writing: Writing) => unknown) => async (scene: Scene) => {
    const { thread, writer, canary } = scene;
    await write({ canary, scene, user: seat.userOf(staff(writer)), thread: seat.channelAt(thread) });
  };
  const said = (text: (canary: string) => string, more: (canary: string) => Partial<Message>) =>
    way(({ canary, user, thread }) => discord.say(user, thread, text(canary), more(canary)));
  const by = (user: User, change: Partial<Message> = {}) =>
    way(({ canary, thread }) => discord.say(user, thread, canary, change));
  const file = (filename: string) => {
    const path = `/attachments/1/2/${filename}`;
    discord.files.set(path, Buffer.from(filename));
    const url = `https://cdn.discordapp.com${path}`;
    return { id: world.id(), filename, size: filename.length, content_type: "text/plain", url };
  };
  const menu = (name: string) =>
    way(({ canary, user, thread }) => discord.menu(user, discord.say(user, thread, `// ${canary}`), name));
  /** What other people said, as Discord shows it under a reply or a forward. */
  const about = (canary: string, thread: Channel) => world.message(thread, guest, { content: canary });

  return {
    seat,
    lines: {
      "a file only": said(
        () => "",
        (canary) => ({ attachments: [file(`${canary}.txt`)] }),
      ),
      "a file with a comment": said(
        (canary) => canary,
        () => ({ attachments: [file("log.txt")] }),
      ),
      "a reply to a message": said(
        (canary) => canary,
        () => ({ type: 19 }),
      ),
      "@everyone": said(
        (canary) => `@everyone ${canary}`,
        () => ({}),
      ),
      "a mention of the bot": said(
        (canary) => `<@${world.bot.id}> ${canary}`,
        () => ({}),
      ),
      "a mention of somebody": said(
        (canary) => `<@${guest.id}> ${canary}`,
        () => ({}),
      ),
      "a silent message": said(
        (canary) => canary,
        () => ({ flags: 1 << 12 }),
      ),
      "a forwarded message": way(({ canary, user, thread }) => {
        const forwarded = { message_snapshots: [{ message: about(canary, thread) }] };
        discord.say(user, thread, "", forwarded as Partial<Message>);
      }),
    },
    notes: {
      "a note with a file": said(
        () => "// see",
        (canary) => ({ attachments: [file(`${canary}.txt`)] }),
      ),
      "a note under a message": said(
        (canary) => `// ${canary}`,
        () => ({ type: 19 }),
      ),
      "a line under a message that holds it": way(({ canary, user, thread }) => {
        const shown = { type: 19, referenced_message: about(canary, thread) };
        discord.say(user, thread, "// this one", shown as Partial<Message>);
      }),
      "the channel, not the thread": way(({ canary, user, thread }) => {
        const desk = world.channels.get(thread.parent_id ?? "");
        if (desk) discord.say(user, desk, canary);
      }),
      "a thread that people opened": way(({ canary, user, thread }) => {
        const desk = world.channels.get(thread.parent_id ?? "");
        const first = desk && discord.say(user, desk, "lunch?");
        if (first) discord.say(user, world.thread(first, "lunch", user.id), canary);
      }),
      "another channel": way(({ canary, user }) => discord.say(user, world.channel(), canary)),
      "a guest": by(guest),
      "another bot": by(machine),
      "a webhook": by(machine, { webhook_id: "900000000000000001" }),
      "a webhook in a person's name": by(guest, { webhook_id: "900000000000000002" }),
      "a system message": by(guest, { type: 6 }),
      "a preview under a note": way(({ canary, user, thread }) => {
        const message = discord.say(user, thread, "// https://example.com");
        Object.assign(message, { embeds: [{ type: "link", title: canary }] });
        discord.unfurl(message);
      }),
      "a reaction of that name": way(({ canary, user, thread }) =>
        discord.react(user, discord.say(user, thread, "// hm"), `:${canary}:`),
      ),
      "a reaction of that name on the bot's message": way(({ canary, user, thread }) => {
        const [message] = world.standing(thread.id);
        if (message) discord.react(user, message, `:${canary}:`);
      }),
      "/ticket": way(({ canary, user, thread }) =>
        discord.command(user, thread, "ticket", [{ name: "text", value: canary }]),
      ),
      "/ask": way(({ canary, user, thread }) =>
        discord.command(user, thread, "ask", [{ name: "question", value: `${canary}?` }]),
      ),
      "“Open a ticket” on a note": menu("Open a ticket"),
      "“Ask about this” on a note": menu("Ask about this"),
    },
    sent: () =>
      [
        ...discord.rest.seen.map(({ path, body }) => [path, body]),
        ...[...world.messages.values()].flat().filter(({ author }) => author.id === world.bot.id),
      ].map((one) => JSON.stringify(one)),
  };
};
