import type { Address } from "#ports/platform.ts";
import { holderOf, place } from "../../../../adapters/discord/address.ts";
import { discordSettings } from "../../../../adapters/discord/config.ts";
import { createDiscord } from "../../../../adapters/discord/index.ts";
import { connected, until } from "../../../discord/stage.ts";
import { createFakeDiscord } from "../../../fakes/discord/discord.ts";
import type { Channel, Message, User } from "../../../fakes/discord/world.ts";
import type { CreateSeat, Person } from "../seat.ts";

/** People on a Discord server: students in direct messages, staff by their role in the desk's channel. */
export const discordSeat = (async (clock) => {
  const discord = await createFakeDiscord();
  const { world, gateway, interactions } = discord;
  world.now = () => clock.now();
  // The clock stands still in a dialogue; the limits are tested by themselves.
  discord.limits.set(() => ({ requests: 1e6, perMs: 1 }));
  discord.limits.global = { requests: 1e6, perMs: 1 };
  const staffRole = world.id();
  const desk = world.channel();
  const platform = createDiscord(
    discordSettings.parse({
      DISCORD_TOKEN: discord.token,
      DISCORD_STAFF_ROLE: staffRole,
      DISCORD_API_URL: discord.apiUrl,
    }),
    { fetch: discord.fetch, now: () => clock.now() },
  );
  if ("off" in platform) throw new Error(platform.off);
  const people = new Map<string, User>();

  const userOf = ({ name, isStaff }: Person): User => {
    const known = people.get(name) ?? world.member(name, isStaff ? [staffRole] : []);
    people.set(name, known);
    return known;
  };
  const where = (at: Address) => {
    const found = place(at);
    if (found === undefined) throw new Error(`not a place on Discord: ${at}`);
    return found;
  };
  const channelAt = (at: Address): Channel => {
    const channel = world.channels.get(where(at).channel);
    if (!channel) throw new Error(`no channel at ${at}`);
    return channel;
  };
  const messageAt = (at: Address, id: string): Message => {
    const message = world.messages.get(holderOf(where(at), id))?.find((one) => one.id === id);
    if (!message) throw new Error(`no message ${id}`);
    return message;
  };

  return {
    platform,
    discord,
    userOf,
    channelAt,
    desk: `discord:${world.guild}/${desk.id}` as Address,
    serveAt: () => undefined,
    connected: () => connected({ discord }),
    talk: (student) =>
      `discord:dm/${discord.direct(userOf({ name: student, isStaff: false })).id}` as Address,
    async say(person, at, text) {
      return discord.say(userOf(person), channelAt(at), text).id;
    },
    async attach(person, at, text, { name: filename, text: content }) {
      const path = `/attachments/1/2/${filename}`;
      discord.files.set(path, Buffer.from(content));
      const url = `https://cdn.discordapp.com${path}`;
      const size = Buffer.byteLength(content);
      const attachment = { id: world.id(), filename, size, content_type: "text/plain", url };
      return discord.say(userOf(person), channelAt(at), text, { attachments: [attachment] }).id;
    },
    async edit(_person, at, message, text) {
      discord.edit(messageAt(at, message), text);
    },
    async remove(_person, at, message) {
      discord.remove(messageAt(at, message));
    },
    async press(person, at, message, { action, value, fields }) {
      const channel = channelAt(at);
      const user = userOf(person);
      const { choice, text } = fields ?? {};
      if (message === undefined && action === "ticket") {
        discord.command(user, channel, "ticket", text === undefined ? [] : [{ name: "text", value: text }]);
        return;
      }
      const kind = choice === undefined ? ":" : "=";
      const shown = message === undefined ? undefined : messageAt(at, message);
      const control = shown?.components
        .flatMap((row) => row.components)
        .find(({ custom_id }) => custom_id.split("~")[0] === `${action}${kind}${value}`);
      if (shown && !control) throw new Error(`Discord shows nothing for ${action}`);
      const on = shown ?? world.post(channel, world.bot, {});
      const data = {
        custom_id: control?.custom_id ?? `${action}:${value}`,
        ...(choice === undefined ? { component_type: 2 } : { component_type: 3, values: [choice] }),
      };
      const interaction = interactions.make(3, channel, on);
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data, on));
      if (shown === undefined || fields === undefined || choice !== undefined) return;
      await until(() => interaction.form !== undefined);
      discord.submit(user, interaction, fields);
    },
    async react(person, at, message, { emoji, added }) {
      discord.react(userOf(person), messageAt(at, message), emoji, added);
    },
    async leave(person) {
      discord.leave(userOf(person));
    },
    close: () => discord.close(),
  };
}) satisfies CreateSeat;
