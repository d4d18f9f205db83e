import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FakeGateway, INTENT } from "./gateway.ts";
import { type Interaction, Interactions } from "./interactions.ts";
import { Limits } from "./limits.ts";
import { FakeRest } from "./rest.ts";
import { Routes } from "./routes.ts";
import { type Channel, type Control, type Message, type User, World } from "./world.ts";

export type FakeDiscord = Awaited<ReturnType<typeof createFakeDiscord>>;

/** Discord on loopback, for the stock SDK: its HTTP API, its gateway, and the people who write there. */
export async function createFakeDiscord() {
  const world = new World();
  let token = "fake.token.of-the-bot";
  const gateway = new FakeGateway(world, () => token);
  const limits = new Limits();
  const interactions = new Interactions(world);
  const routes = new Routes({ world, gateway, interactions }, () => `ws://${origin}`);
  const rest = new FakeRest({ routes, limits, token: () => token });
  const files = new Map<string, Buffer>();
  const http = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    if (file) return response.writeHead(200, { "content-type": "application/octet-stream" }).end(file);
    if (request.url?.startsWith("/moved"))
      return response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    if (!request.url?.startsWith("/api/v10/")) return response.writeHead(404).end();
    rest.serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  const origin = `127.0.0.1:${port}`;
  gateway.attach(http, `ws://${origin}`);

  const memberOf = (channel: Channel, user: User): object | undefined =>
    world.membersOf(channel.guild_id)?.get(user.id);
  const channelOf = (message: Message): Channel => {
    const channel = world.channels.get(message.channel_id);
    if (!channel) throw new Error("no such channel");
    return channel;
  };

  function told(channel: Channel, message: Message): Message {
    gateway.message("MESSAGE_CREATE", message, memberOf(channel, message.author));
    return message;
  }

  return {
    world,
    gateway,
    rest,
    limits,
    interactions,
    files,
    apiUrl: `http://${origin}/api`,
    origin: `http://${origin}`,
    get token() {
      return token;
    },
    rotateToken(next: string) {
      token = next;
    },
    /** The channel of direct messages between a person and the bot. */
    direct: (user: User): Channel => world.direct(user),
    /** A person writes. */
    say(user: User, channel: Channel, content: string, change: Partial<Message> = {}): Message {
      return told(channel, world.post(channel, user, { content, ...change }));
    },
    edit(message: Message, content: string): void {
      Object.assign(message, { content, edited_timestamp: new Date(world.now()).toISOString() });
      const channel = world.channels.get(message.channel_id);
      gateway.message("MESSAGE_UPDATE", message, channel && memberOf(channel, message.author));
    },
    /** A preview appears under a message: a change that nobody made. */
    unfurl(message: Message): void {
      Object.assign(message, { embeds: [{ type: "link" }] });
      gateway.message("MESSAGE_UPDATE", message);
    },
    remove(message: Message): void {
      world.drop(message.channel_id, message.id);
      gateway.deleted(message.channel_id, message.id, message.guild_id);
    },
    /** A person reacts, or takes it back. */
    react(user: User, message: Message, sign: string, added = true): void {
      const channel = channelOf(message);
      const isDirect = channel.guild_id === undefined;
      const [, custom] = /^:(\w+):$/.exec(sign) ?? [];
      const emoji = custom === undefined ? { id: null, name: sign } : { id: world.id(), name: custom };
      const base = {
        user_id: user.id,
        channel_id: channel.id,
        message_id: message.id,
        emoji,
        burst: false,
        type: 0,
        ...(!isDirect && { guild_id: channel.guild_id }),
      };
      const member = memberOf(channel, user);
      const more = { message_author_id: message.author.id, ...(member && { member: { ...member, user } }) };
      gateway.dispatch(
        added ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE",
        { ...base, ...(added && more) },
        isDirect ? INTENT.directReactions : INTENT.reactions,
      );
    },
    type(user: User, channel: Channel): void {
      const isDirect = channel.guild_id === undefined;
      const member = memberOf(channel, user);
      const where = { channel_id: channel.id, ...(!isDirect && { guild_id: channel.guild_id }) };
      gateway.dispatch(
        "TYPING_START",
        {
          ...where,
          user_id: user.id,
          timestamp: Math.floor(world.now() / 1000),
          ...(member && { member: { ...member, user } }),
        },
        isDirect ? INTENT.directTyping : INTENT.typing,
      );
    },
    leave(user: User, guild: string = world.guild): void {
      world.membersOf(guild)?.delete(user.id);
      gateway.dispatch("GUILD_MEMBER_REMOVE", { guild_id: guild, user }, INTENT.members);
    },
    /** A person presses the button whose label begins so. */
    press(user: User, message: Message, label: string) {
      const control = controlOf(message, label);
      const interaction = interactions.make(3, channelOf(message), message);
      const data = { custom_id: control.custom_id, component_type: 2 };
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data, message));
      return interaction;
    },
    /** A person chooses from the list whose label begins so. */
    choose(user: User, message: Message, label: string, value: string) {
      const control = controlOf(message, label);
      const interaction = interactions.make(3, channelOf(message), message);
      const data = { custom_id: control.custom_id, component_type: 3, values: [value] };
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data, message));
      return interaction;
    },
    /** A person fills in the form that a button opened. */
    submit(user: User, { form, message, channel }: Interaction, fields: Readonly<Record<string, string>>) {
      if (!form) throw new Error("no form opened");
      const interaction = interactions.make(5, channel, message);
      const components = form.components.map(({ component }, n) => ({
        type: 18,
        id: n,
        component: {
          type: 4,
          id: 10 + n,
          custom_id: component.custom_id,
          value: fields[component.custom_id] ?? "",
        },
      }));
      const data = { custom_id: form.custom_id, components };
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data, message));
      return interaction;
    },
    command(user: User, channel: Channel, name: string, options: { name: string; value: string }[] = []) {
      const interaction = interactions.make(2, channel);
      const data = { id: world.id(), name, type: 1, options };
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data));
      return interaction;
    },
    /** A person takes a command from the menu of a message. */
    menu(user: User, message: Message, name: string) {
      const interaction = interactions.make(2, channelOf(message));
      const resolved = { messages: { [message.id]: message } };
      const data = { id: world.id(), name, type: 3, target_id: message.id, resolved };
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data));
      return interaction;
    },
    /** Fetches what lies with Discord's file hosts from here. */
    fetch: (url: string, init: RequestInit): Promise<Response> => {
      const { pathname } = new URL(url);
      return fetch(`http://${origin}${pathname}`, init);
    },
    async close(): Promise<void> {
      gateway.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

function controlOf(message: Message, label: string): Control {
  const controls = message.components.flatMap((row) => row.components);
  const found = controls.find((one) => (one.label ?? one.placeholder ?? "").startsWith(label));
  if (!found) throw new Error(`nothing called ${label} to press`);
  return found;
}
