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
  readonly tz?: string;
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

/** What one person alone was shown: in no history. */
export type FakeWhisper = {
  readonly channel: string;
  readonly user: string;
  readonly thread?: string;
  readonly ts: string;
  readonly text: string;
  readonly blocks: Record<string, unknown>[];
};

/** A form that stands open before somebody. */
export type FakeView = { readonly id: string; readonly view: Record<string, unknown> };

export class Workspace {
  readonly team: string;
  readonly bot: { readonly user: string; readonly bot: string; readonly app: string };
  readonly users: Map<string, FakeUser>;
  readonly whispers: FakeWhisper[] = [];
  readonly views: FakeView[] = [];
  readonly channels = new Map<string, FakeChannel>();
  readonly groups = new Map<string, Set<string>>();
  readonly files = new Map<string, { file: FakeFile; bytes: Uint8Array }>();
  /** How long a message stays out of the history. */
  historyDelayMs = 0;
  readonly #now: () => number;
  #last = 0;

  constructor(now: () => number, team = TEAM, bot = BOT) {
    this.#now = now;
    this.team = team;
    this.bot = bot;
    this.users = new Map([[bot.user, { id: bot.user, name: "deskmate", is_bot: true }]]);
  }

  user(id: string, change: Partial<FakeUser> = {}): FakeUser {
    const defaults = { name: id.toLowerCase(), team_id: this.team, locale: "en-US", tz: "Europe/Berlin" };
    const user = { id, ...defaults, ...change };
    this.users.set(id, user);
    return user;
  }

  channel(id: string, members: readonly string[] = []): FakeChannel {
    const channel: FakeChannel = { id, members: new Set([this.bot.user, ...members]), messages: [] };
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

/** A message as events and histories show it. */
export function shown(
  { visibleAt: _, reactions, metadata, ...message }: FakeMessage,
  withMetadata: boolean,
): Record<string, unknown> {
  return {
    ...message,
    ...(reactions.length > 0 && { reactions }),
    ...(withMetadata && metadata !== undefined && { metadata }),
  };
}
