/** What stands on the fake: people, servers, channels, messages, as Discord's own objects. */

export type User = { id: string; username: string; global_name: string | null; bot?: boolean };
export type Member = { user?: User; nick: string | null; roles: string[] };
export type Channel = {
  id: string;
  type: number;
  guild_id?: string;
  parent_id?: string;
  owner_id?: string;
  name?: string;
  last_message_id?: string | null;
  thread_metadata?: { archived: boolean; locked: boolean };
  permission_overwrites?: { id: string; type: 0 | 1; allow: string; deny: string }[];
};
export type Role = { id: string; name: string; permissions: string };
/** A button, or a list to choose from. */
export type Control = {
  type: number;
  custom_id: string;
  label?: string;
  placeholder?: string;
  options?: { label: string; value: string }[];
};
export type Message = {
  id: string;
  channel_id: string;
  guild_id?: string;
  type: number;
  author: User;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  mentions: User[];
  attachments: object[];
  embeds: object[];
  components: { type: number; components: Control[] }[];
  flags: number;
  nonce?: string;
  webhook_id?: string;
  reactions: string[];
  interaction_metadata?: object;
  /** Whom the message pinged: what `allowed_mentions` let through. */
  pinged: string[];
};

const EPOCH = 1_420_070_400_000;

export class World {
  readonly users = new Map<string, User>();
  readonly members = new Map<string, Member>();
  readonly channels = new Map<string, Channel>();
  readonly messages = new Map<string, Message[]>();
  readonly bot: User;
  readonly application: string;
  readonly guild: string;
  /** All servers that the bot is in. */
  readonly guilds: string[] = [];
  /** What the bot may do in the first one. https://docs.discord.com/developers/topics/permissions */
  readonly roles: Role[] = [];
  readonly botRole: Role;
  readonly #others = new Map<string, Map<string, Member>>();
  readonly #direct = new Map<string, Channel>();
  /** The clock that ids and times go by. */
  now: () => number = Date.now;
  #last = 0n;

  constructor() {
    this.guild = this.id();
    this.guilds.push(this.guild);
    this.application = this.id();
    this.bot = this.user("Deskmate", true);
    this.botRole = { id: this.id(), name: "Deskmate", permissions: "309237763136" };
    this.roles.push({ id: this.guild, name: "@everyone", permissions: "0" }, this.botRole);
    this.members.set(this.bot.id, { nick: null, roles: [this.botRole.id] });
  }

  /** https://docs.discord.com/developers/reference#snowflakes */
  id(time: number = this.now()): string {
    const least = BigInt(time - EPOCH) << 22n;
    this.#last = least > this.#last ? least : this.#last + 1n;
    return String(this.#last);
  }

  user(name: string, bot = false): User {
    const user = { id: this.id(), username: name.toLowerCase(), global_name: name, ...(bot && { bot }) };
    this.users.set(user.id, user);
    return user;
  }

  member(name: string, roles: string[] = []): User {
    const user = this.user(name);
    this.members.set(user.id, { nick: null, roles });
    return user;
  }

  /** Another server. Its members are its own. */
  addGuild(id: string = this.id()): string {
    this.guilds.push(id);
    this.#others.set(id, new Map());
    return id;
  }

  membersOf(guild: string | undefined): Map<string, Member> | undefined {
    if (guild === undefined) return undefined;
    return guild === this.guild ? this.members : this.#others.get(guild);
  }

  channel(type = 0, guild: string = this.guild): Channel {
    return this.#add({ id: this.id(), type, guild_id: guild, last_message_id: null });
  }

  /** The channel of direct messages between a person and the bot: there is one. */
  direct(user: User): Channel {
    const known = this.#direct.get(user.id) ?? this.#add({ id: this.id(), type: 1, last_message_id: null });
    this.#direct.set(user.id, known);
    return known;
  }

  /** https://docs.discord.com/developers/resources/channel#start-thread-from-message: the id is the message's. */
  thread(message: Message, name: string, owner: string): Channel {
    return this.#add({
      id: message.id,
      type: 11,
      guild_id: this.guild,
      parent_id: message.channel_id,
      owner_id: owner,
      name,
      last_message_id: null,
      thread_metadata: { archived: false, locked: false },
    });
  }

  #add(channel: Channel): Channel {
    this.channels.set(channel.id, channel);
    this.messages.set(channel.id, []);
    return channel;
  }

  /** A message that stands nowhere yet. */
  message(channel: Channel, author: User, change: Partial<Message>): Message {
    const content = change.content ?? "";
    return {
      id: this.id(),
      channel_id: channel.id,
      ...(channel.guild_id !== undefined && { guild_id: channel.guild_id }),
      type: 0,
      author,
      timestamp: new Date(this.now()).toISOString(),
      edited_timestamp: null,
      mentions: this.mentioned(content),
      attachments: [],
      embeds: [],
      components: [],
      flags: 0,
      reactions: [],
      pinged: [],
      ...change,
      content,
    };
  }

  post(channel: Channel, author: User, change: Partial<Message>): Message {
    const message = this.message(channel, author, change);
    this.messages.get(channel.id)?.push(message);
    channel.last_message_id = message.id;
    // https://docs.discord.com/developers/topics/threads#active--archived-threads: sending unarchives.
    if (channel.thread_metadata) channel.thread_metadata.archived = false;
    return message;
  }

  mentioned(content: string): User[] {
    const ids = [...content.matchAll(/<@!?(\d+)>/g)].map(([, id = ""]) => id);
    return [...new Set(ids)].flatMap((id) => this.users.get(id) ?? []);
  }

  find(channel: string, id: string): Message | undefined {
    return this.messages.get(channel)?.find((message) => message.id === id);
  }

  drop(channel: string, id: string): boolean {
    const list = this.messages.get(channel) ?? [];
    const at = list.findIndex((message) => message.id === id);
    if (at >= 0) list.splice(at, 1);
    return at >= 0;
  }

  /** What stands in a channel, oldest first. */
  standing(channel: string): readonly Message[] {
    return this.messages.get(channel) ?? [];
  }
}
