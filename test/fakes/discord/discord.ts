import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FakeGateway } from "./gateway.ts";
import { Interactions } from "./interactions.ts";
import { Limits } from "./limits.ts";
import { FakeRest } from "./rest.ts";
import { type Channel, type Message, type User, World } from "./world.ts";

export type FakeDiscord = Awaited<ReturnType<typeof createFakeDiscord>>;

/** Discord on loopback, for the stock SDK: its HTTP API, its gateway, and the people who write there. */
export async function createFakeDiscord() {
  const world = new World();
  let token = "fake.token.of-the-bot";
  const gateway = new FakeGateway(world, () => token);
  const limits = new Limits();
  const interactions = new Interactions(world);
  const rest = new FakeRest({ world, gateway, limits, interactions, token: () => token });
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
  rest.serveAt(`ws://${origin}`);
  const direct = new Map<string, Channel>();

  const memberOf = (channel: Channel, user: User): object | undefined =>
    channel.guild_id === undefined ? undefined : world.members.get(user.id);

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
    direct(user: User): Channel {
      const known = direct.get(user.id) ?? world.direct();
      direct.set(user.id, known);
      return known;
    },
    /** A person writes. */
    say(user: User, channel: Channel, content: string, change: Partial<Message> = {}): Message {
      return told(channel, world.post(channel, user, { content, ...change }));
    },
    edit(message: Message, content: string): void {
      Object.assign(message, { content, edited_timestamp: new Date().toISOString() });
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
    /** A person presses the button whose label begins so. */
    press(user: User, message: Message, label: string) {
      const button = message.components
        .flatMap((row) => row.components)
        .find((one) => one.label.startsWith(label));
      const channel = world.channels.get(message.channel_id);
      if (!button || !channel) throw new Error(`no button ${label}`);
      const interaction = interactions.make(3, channel);
      const data = { custom_id: button.custom_id, component_type: 2 };
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data, message));
      return interaction;
    },
    command(user: User, channel: Channel, name: string, options: { name: string; value: string }[] = []) {
      const interaction = interactions.make(2, channel);
      const data = { id: world.id(), name, type: 1, options };
      gateway.dispatch("INTERACTION_CREATE", interactions.payload(interaction, user, data));
      return interaction;
    },
    askAbout(user: User, message: Message) {
      const channel = world.channels.get(message.channel_id);
      if (!channel) throw new Error("no such channel");
      const interaction = interactions.make(2, channel);
      const resolved = { messages: { [message.id]: message } };
      const data = { id: world.id(), name: "Ask about this", type: 3, target_id: message.id, resolved };
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
