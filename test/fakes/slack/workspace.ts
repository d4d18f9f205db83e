/** What stands in the pretended workspace: people, channels, messages, files. */

export type FakeUser = {
  readonly id: string;
  readonly name: string;
  readonly is_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly deleted?: boolean;
  readonly team_id?: string;
  readonly locale?: string;
};

export type FakeMessage = {
  ts: string;
  type: "message";
  user: string;
  text: string;
  subtype?: string;
  bot_id?: string;
  app_id?: string;
  thread_ts?: string;
  parent_user_id?: string;
  blocks?: Record<string, unknown>[];
  metadata?: unknown;
  files?: FakeFile[];
  edited?: { user: string; ts: string };
  reactions: { name: string; user: string }[];
  /** When the history shows it. */
  visibleAt: number;
};

export type FakeFile = {
  id: string;
  name: string;
  mimetype: string;
  size: number;
  mode: string;
  url_private?: string;
  is_external?: boolean;
  file_access?: string;
  shares?: Record<string, Record<string, unknown[]>>;
};

export type FakeChannel = {
  readonly id: string;
  readonly members: Set<string>;
  readonly messages: FakeMessage[];
  archived?: boolean;
};

export const TEAM = "T01";
export const BOT = { user: "U0BOT", bot: "B0BOT", app: "A0BOT" };

export class Workspace {
  readonly users = new Map<string, FakeUser>([[BOT.user, { id: BOT.user, name: "deskmate", is_bot: true }]]);
  readonly channels = new Map<string, FakeChannel>();
  readonly groups = new Map<string, Set<string>>();
  readonly files = new Map<string, { file: FakeFile; bytes: Uint8Array }>();
  /** How long a message stays out of the history. */
  historyDelayMs = 0;
  readonly #now: () => number;
  #last = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  user(id: string, change: Partial<FakeUser> = {}): FakeUser {
    const user = { id, name: id.toLowerCase(), team_id: TEAM, locale: "en-US", ...change };
    this.users.set(id, user);
    return user;
  }

  channel(id: string, members: readonly string[] = []): FakeChannel {
    const channel: FakeChannel = { id, members: new Set([BOT.user, ...members]), messages: [] };
    this.channels.set(id, channel);
    return channel;
  }

  /** The direct message of a person with the bot. */
  direct(user: string): FakeChannel {
    const id = `D${user.slice(1)}`;
    return this.channels.get(id) ?? this.channel(id, [user]);
  }

  /** Unique in the workspace and rising, as Slack's are in a channel. */
  ts(): string {
    this.#last = Math.max(this.#last + 1, this.#now() * 1000);
    return `${Math.floor(this.#last / 1e6)}.${String(this.#last % 1e6).padStart(6, "0")}`;
  }

  put(
    channel: FakeChannel,
    message: Omit<FakeMessage, "ts" | "type" | "reactions" | "visibleAt">,
  ): FakeMessage {
    const parent = channel.messages.find(({ ts }) => ts === message.thread_ts);
    const put: FakeMessage = {
      type: "message",
      ts: this.ts(),
      ...message,
      ...(parent && { parent_user_id: parent.user }),
      reactions: [],
      visibleAt: this.#now() + this.historyDelayMs,
    };
    channel.messages.push(put);
    return put;
  }

  message(channel: string, ts: string): FakeMessage | undefined {
    return this.channels.get(channel)?.messages.find((one) => one.ts === ts);
  }
}
