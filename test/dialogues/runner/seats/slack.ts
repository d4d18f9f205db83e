import type { Address } from "#ports/platform.ts";
import { place } from "../../../../adapters/slack/address.ts";
import { slackSettings } from "../../../../adapters/slack/config.ts";
import { createSlack } from "../../../../adapters/slack/index.ts";
import { emojiName } from "../../../../adapters/slack/text/emoji.ts";
import { BOT, TEAM } from "../../../fakes/slack/workspace.ts";
import { FakeSlack } from "../../../fakes/slack.ts";
import { until } from "../../../slack/serve.ts";
import type { CreateSeat, Person, Pressed } from "../seat.ts";

const DESK = `slack:${TEAM}/C0DESK` as Address;

/** People in a Slack workspace, over Socket Mode: students in direct messages, staff in the desk's channel. */
export const slackSeat = (async (clock) => {
  const fake = await FakeSlack.start({ now: () => clock.now() });
  const { workspace } = fake;
  const desk = workspace.channel("C0DESK");
  const config = slackSettings.parse({ DESK, ...fake.settings });
  const platform = createSlack(config, {
    now: () => clock.now(),
    sleep: async () => undefined,
    paceMs: 0,
    lookAgainMs: [1, 1, 1],
  });
  if ("off" in platform) throw new Error(platform.off);

  const idOf = ({ name, isStaff }: Person): string => {
    const id = `U0${name.toUpperCase().replace(/\W+/g, "")}`;
    if (!workspace.users.has(id)) workspace.user(id, { name });
    if (isStaff) desk.members.add(id);
    else workspace.direct(id);
    return id;
  };
  // Who is in the channel is asked once while the clock stands still.
  for (const name of ["Anna", "Bo"]) idOf({ name, isStaff: true });
  const channelOf = (at: Address): { channel: string; thread?: string | undefined } => {
    const where = place(at);
    if (where === undefined) throw new Error(`not a place in Slack: ${at}`);
    return where;
  };

  /** A click on a message that stands nowhere. */
  const forge = async (user: string, at: Address, { action, value }: Pressed): Promise<void> => {
    const { channel, thread } = channelOf(at);
    const ts = workspace.ts();
    await fake.interact({
      type: "block_actions",
      team: { id: TEAM },
      user: { id: user, name: user, team_id: TEAM },
      api_app_id: BOT.app,
      channel: { id: channel },
      container: { type: "message", message_ts: ts, channel_id: channel },
      message: { type: "message", ts, user: BOT.user, text: "", ...(thread && { thread_ts: thread }) },
      trigger_id: `${ts}.t`,
      actions: [{ type: "button", action_id: action, block_id: "b", value, action_ts: ts }],
    });
  };

  return {
    platform,
    fake,
    idOf,
    channelOf,
    desk: DESK,
    serveAt: () => undefined,
    connected: async () => undefined,
    talk: (student) => `slack:${TEAM}/D${idOf({ name: student, isStaff: false }).slice(1)}` as Address,
    async say(person, at, text) {
      const { channel, thread } = channelOf(at);
      return fake.say(idOf(person), channel, text, thread === undefined ? {} : { thread });
    },
    async attach(person, at, text, { name, text: content }) {
      const { channel, thread } = channelOf(at);
      const bytes = new TextEncoder().encode(content);
      const id = `F0${workspace.files.size}`;
      const url_private = `${fake.origin}files-pri/${id}/${name}`;
      const file = { id, name, mimetype: "text/plain", size: bytes.length, mode: "hosted", url_private };
      workspace.files.set(id, { file, bytes });
      return fake.say(idOf(person), channel, text, { files: [file], ...(thread && { thread }) });
    },
    async edit(_person, at, message, text) {
      fake.edit(channelOf(at).channel, message, text);
    },
    async remove(_person, at, message) {
      fake.remove(channelOf(at).channel, message);
    },
    async press(person, at, message, { action, value, fields }) {
      const { channel } = channelOf(at);
      const user = idOf(person);
      if (message === undefined && action === "ticket")
        return void (await fake.command(user, "/ticket", fields?.["text"]));
      if (message === undefined) return forge(user, at, { action, value });
      const { choice, ...filled } = fields ?? {};
      if (choice !== undefined) return void (await fake.choose(user, channel, message, action, choice));
      const forms = workspace.views.length;
      await fake.press(user, channel, message, action, { value });
      if (fields === undefined) return;
      await until(() => workspace.views.length > forms);
      await fake.submit(user, filled);
    },
    async react(person, at, message, { emoji, added }) {
      const type = added ? "reaction_added" : "reaction_removed";
      fake.react(idOf(person), channelOf(at).channel, message, emojiName(emoji) ?? emoji, type);
    },
    leave: (person) => fake.deactivate(idOf(person)),
    close: () => fake.close(),
  };
}) satisfies CreateSeat;
