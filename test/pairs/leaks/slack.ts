import { slackSeat } from "../../dialogues/runner/seats/slack.ts";
import type { FakeFile } from "../../fakes/slack/workspace.ts";
import { type CreateStage, type Scene, staff } from "./way.ts";

type Writing = {
  readonly scene: Scene;
  readonly user: string;
  readonly channel: string;
  readonly thread: string;
};

/** Slack: what its people can do in a thread besides typing, and all that the bot called, answered and uploaded. */
export const slackStage: CreateStage = async (clock) => {
  const seat = await slackSeat(clock);
  const { fake } = seat;
  const { workspace, api } = fake;
  const other = workspace.channel("C0OTHER");

  const way = (write: (writing: Writing) => unknown) => async (scene: Scene) => {
    const { channel, thread = "" } = seat.channelOf(scene.thread);
    await write({ scene, user: seat.idOf(staff(scene.writer)), channel, thread });
  };
  /** A message in the thread that is more than its text, or other than a person's. */
  const said = (text: (canary: string) => string, more: (canary: string) => object) =>
    way(({ scene: { canary }, user, channel, thread }) =>
      fake.say(user, channel, text(canary), { thread, ...more(canary) }),
    );
  const by = (id: string, change: object, text = (canary: string) => canary) =>
    way(({ scene: { canary }, channel, thread }) => {
      workspace.user(id, { name: "Guest", ...change });
      workspace.channels.get(channel)?.members.add(id);
      fake.say(id, channel, text(canary), { thread });
    });
  const file = (name: string, mode = "hosted"): FakeFile => {
    const id = `F0${workspace.files.size}`;
    const bytes = new TextEncoder().encode(name);
    const url_private = `${fake.origin}files-pri/${id}/${name}`;
    const made = { id, name, mimetype: "text/plain", size: bytes.length, mode, url_private };
    workspace.files.set(id, { file: made, bytes });
    return made;
  };
  const rich = (type: string, text: string) => ({
    blocks: [{ type: "rich_text", block_id: "u1", elements: [{ type, elements: [{ type: "text", text }] }] }],
  });
  const menu = (callback: string) =>
    way(async ({ scene: { canary }, user, channel, thread }) => {
      const ts = fake.say(user, channel, `// ${canary}`, { thread });
      await fake.shortcut(user, channel, ts, callback);
    });

  return {
    seat,
    lines: {
      "a line that is sent to the channel too": said(
        (canary) => canary,
        () => ({ subtype: "thread_broadcast" }),
      ),
      "/me": said(
        (canary) => canary,
        () => ({ subtype: "me_message" }),
      ),
      "@channel": said(
        (canary) => `<!channel> ${canary}`,
        () => ({}),
      ),
      "a mention of the bot": said(
        (canary) => `<@U0BOT> ${canary}`,
        () => ({}),
      ),
      "a mention of a colleague": said(
        (canary) => `<@U0BO> ${canary}`,
        () => ({}),
      ),
      "a quote as a block": said(
        (canary) => `> ${canary}`,
        (canary) => rich("rich_text_quote", canary),
      ),
      "code as a block": said(
        (canary) => canary,
        (canary) => rich("rich_text_preformatted", canary),
      ),
      "a file only": said(
        () => "",
        (canary) => ({ files: [file(`${canary}.txt`)] }),
      ),
      "a file with a comment": said(
        (canary) => canary,
        () => ({ files: [file("log.txt")] }),
      ),
      "a snippet": said(
        () => "",
        (canary) => ({ files: [file(`${canary}.py`, "snippet")] }),
      ),
      "a file that is stored elsewhere": said(
        () => "",
        (canary) => ({
          files: [{ ...file(`${canary}.pdf`, "external"), is_external: true }],
        }),
      ),
    },
    notes: {
      "a note that is sent to the channel too": said(
        (canary) => `// ${canary}`,
        () => ({ subtype: "thread_broadcast" }),
      ),
      "a note with a file": said(
        () => "// see",
        (canary) => ({ files: [file(`${canary}.txt`)] }),
      ),
      "the channel, not the thread": way(({ scene: { canary }, user, channel }) =>
        fake.say(user, channel, canary),
      ),
      "another thread of the channel": way(({ scene: { canary }, user, channel }) => {
        const thread = fake.say(user, channel, "lunch?");
        fake.say(user, channel, canary, { thread });
      }),
      "a thread of the same ts in another channel": way(({ scene: { canary }, user, thread }) => {
        other.members.add(user);
        fake.say(user, other.id, canary, { thread });
      }),
      "a guest": by("U0GUEST", { is_restricted: true }),
      "a guest's !reply": by("U0GUEST", { is_restricted: true }, (canary) => `!reply ${canary}`),
      "somebody of another company": by("U0STRANGER", { is_stranger: true, team_id: "T0ELSE" }),
      "somebody whose account ended": by("U0GONE", { deleted: true }),
      "another bot": said(
        (canary) => canary,
        () => ({ user: "U0OTHERBOT", bot_id: "B0OTHER", subtype: "bot_message" }),
      ),
      "a workflow": said(
        (canary) => canary,
        () => ({ bot_id: "B0FLOW", app_id: "A0FLOW" }),
      ),
      "a message scheduled by an app in the writer's name": said(
        (canary) => canary,
        () => ({ bot_id: "B0LATER" }),
      ),
      "a preview under a note": way(({ scene: { canary }, user, channel, thread }) => {
        const ts = fake.say(user, channel, "// https://example.com", { thread });
        fake.touch(channel, ts, { attachments: [{ text: canary }] });
      }),
      "a preview under a reply": way(({ scene: { canary }, user, channel, thread }) => {
        const ts = fake.say(user, channel, "https://example.com", { thread });
        fake.touch(channel, ts, {
          attachments: [{ text: canary, title: canary }],
          text: "https://example.com",
        });
      }),
      "a reaction of that name": way(({ scene: { canary }, user, channel, thread }) => {
        fake.react(user, channel, thread, canary);
        fake.react(user, channel, fake.say(user, channel, "// hm", { thread }), canary);
      }),
      "/ticket": way(({ scene: { canary }, user }) => fake.command(user, "/ticket", canary)),
      "/ask": way(({ scene: { canary }, user }) => fake.command(user, "/ask", `${canary}?`)),
      "“Open a ticket” on a note": menu("open_ticket"),
      "“Ask about this” on a note": menu("ask_about_this"),
      "a note form that is closed": way(({ scene: { canary }, user }) =>
        fake
          .interact({
            ...fake.interaction(user),
            type: "view_closed",
            is_cleared: false,
            view: { id: "V0CLOSED", state: { values: { words: { words: { value: canary } } } } },
          })
          .catch(() => undefined),
      ),
    },
    sent: () =>
      [
        ...api.calls.map(({ args }) => args),
        ...api.responses,
        ...[...workspace.files.values()].map(({ file, bytes }) => [file, Buffer.from(bytes).toString()]),
      ].map((one) => JSON.stringify(one)),
  };
};
