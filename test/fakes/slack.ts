import { ApiServer } from "./slack/api-server.ts";
import { type Attempt, type Posting, postEvent, postOnce } from "./slack/http-events.ts";
import { changed, type Service, shown } from "./slack/methods.ts";
import { SocketMode } from "./slack/socket-mode.ts";
import {
  BOT,
  type FakeChannel,
  type FakeFile,
  type FakeMessage,
  TEAM,
  Workspace,
} from "./slack/workspace.ts";

export type FakeSlackOptions = {
  /** Where the bot listens; without it events go over the socket. */
  readonly url?: () => string;
  readonly scale?: number;
  readonly now?: () => number;
  /** After how long an envelope that was not acknowledged is sent again. */
  readonly againMs?: number;
};

type Said = { thread?: string; files?: FakeFile[]; blocks?: Record<string, unknown>[]; subtype?: string };

/**
 * Slack on loopback, for the stock SDK: the Web API, signed events with retries, Socket Mode, one workspace.
 * People act through its methods; what the bot did is in the workspace and the journals.
 */
export class FakeSlack {
  readonly workspace: Workspace;
  readonly api: ApiServer;
  readonly socket: SocketMode;
  readonly attempts: Attempt[] = [];
  /** Calls of people or channels in what the bot posted. */
  readonly called: string[] = [];
  readonly secret = "8f742231b10e8888abcd99yyyzzz85a5";
  readonly botToken = "xoxb-1-fake";
  readonly appToken = "xapp-1-fake";
  readonly #options: FakeSlackOptions;
  readonly #service: Service;
  readonly #now: () => number;
  /** What is being delivered. */
  readonly #underWay = new Set<Promise<unknown>>();
  #port = 0;
  #events = 0;
  #isStopped = false;

  private constructor(options: FakeSlackOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.workspace = new Workspace(this.#now);
    this.socket = new SocketMode(options.againMs ?? 3000);
    this.#service = {
      workspace: this.workspace,
      now: this.#now,
      baseURL: () => this.origin,
      socketURL: () => `${this.origin.replace("http", "ws")}link/?ticket=1`,
      called: this.called,
      told: (channel, event) => this.#tell(channel, event),
      orphansToRoot: false,
    };
    this.api = new ApiServer(this.#service, { bot: this.botToken, app: this.appToken }, (request, raw) =>
      this.socket.connect(request, raw),
    );
  }

  static async start(options: FakeSlackOptions = {}): Promise<FakeSlack> {
    const fake = new FakeSlack(options);
    fake.#port = await fake.api.listen();
    return fake;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  /** The settings with which a bot reaches it. */
  get settings(): Record<string, string> {
    const hearing: Record<string, string> =
      this.#options.url === undefined
        ? { SLACK_APP_TOKEN: this.appToken }
        : { SLACK_SIGNING_SECRET: this.secret };
    return { SLACK_BOT_TOKEN: this.botToken, SLACK_API_URL: `${this.origin}api/`, ...hearing };
  }

  orphansToRoot(): void {
    this.#service.orphansToRoot = true;
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    this.socket.close();
    await this.api.close();
  }

  /** Resolves when nothing is being delivered any more. */
  async delivered(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled([...this.#underWay]);
  }

  /** A person writes. Answers with the message's `ts`. */
  say(user: string, channel: string, text: string, said: Said = {}): string {
    const at = this.#channel(channel);
    const { thread, ...rest } = said;
    const message = this.workspace.put(at, {
      user,
      text,
      blocks: typed(text),
      ...(thread !== undefined && { thread_ts: thread }),
      ...(said.files && { subtype: "file_share" }),
      ...rest,
    });
    this.#tell(at, shown(message, false));
    if (text.includes(`<@${BOT.user}>`) && !channel.startsWith("D"))
      this.#tell(at, { ...shown(message, false), type: "app_mention", subtype: undefined });
    return message.ts;
  }

  edit(channel: string, ts: string, text: string): void {
    const message = this.#message(channel, ts);
    const before = { ...message };
    Object.assign(message, {
      text,
      blocks: typed(text),
      edited: { user: message.user, ts: this.workspace.ts() },
    });
    this.#tell(this.#channel(channel), changed(message, before));
  }

  /** A revision without a change of words: a preview, a count of replies. */
  touch(channel: string, ts: string, change: Record<string, unknown>): void {
    const message = this.#message(channel, ts);
    const { message: inner, ...event } = changed(message, message);
    this.#tell(this.#channel(channel), { ...event, message: { ...(inner as object), ...change } });
  }

  remove(channel: string, ts: string): void {
    const at = this.#channel(channel);
    const [message] = at.messages.splice(at.messages.indexOf(this.#message(channel, ts)), 1);
    this.#tell(at, {
      type: "message",
      subtype: "message_deleted",
      hidden: true,
      ts: this.workspace.ts(),
      deleted_ts: ts,
      previous_message: message && shown(message, false),
    });
  }

  /** Clicks the button with this action on a message. */
  async press(user: string, channel: string, ts: string, action: string): Promise<unknown> {
    const message = this.#message(channel, ts);
    const button = buttons(message).find(({ action_id }) => action_id === action);
    if (!button) throw new Error(`no button ${action} on the message`);
    return this.interact({
      type: "block_actions",
      team: { id: TEAM },
      user: { id: user, name: user, team_id: TEAM },
      api_app_id: BOT.app,
      channel: { id: channel },
      container: { type: "message", message_ts: ts, channel_id: channel },
      message: shown(message, false),
      trigger_id: `${this.workspace.ts()}.t`,
      actions: [
        {
          type: "button",
          action_id: action,
          block_id: "b",
          value: button.value,
          action_ts: this.workspace.ts(),
        },
      ],
    });
  }

  async shortcut(user: string, channel: string, ts: string, callback: string): Promise<unknown> {
    return this.interact({
      type: "message_action",
      callback_id: callback,
      team: { id: TEAM },
      user: { id: user },
      channel: { id: channel },
      trigger_id: `${this.workspace.ts()}.t`,
      action_ts: this.workspace.ts(),
      message: shown(this.#message(channel, ts), false),
    });
  }

  async command(user: string, command: string, text = ""): Promise<unknown> {
    const trigger_id = `${this.workspace.ts()}.t`;
    const body = { command, text, team_id: TEAM, user_id: user, channel_id: "C0ANY", trigger_id, token: "x" };
    if (this.#options.url === undefined) return this.#track(this.socket.deliver("slash_commands", body));
    return this.#track(postOnce("/slack/commands", body, this.#posting()));
  }

  async interact(payload: Record<string, unknown>): Promise<unknown> {
    if (this.#options.url === undefined) return this.#track(this.socket.deliver("interactive", payload));
    return this.#track(postOnce("/slack/actions", { payload: JSON.stringify(payload) }, this.#posting()));
  }

  /** Sends an event as it is, as often as it is called. */
  event(event: Record<string, unknown>, envelope: Record<string, unknown> = {}): Promise<unknown> {
    this.#events += 1;
    const body = {
      type: "event_callback",
      team_id: TEAM,
      api_app_id: BOT.app,
      event_id: `Ev${this.#events}`,
      authorizations: [{ team_id: TEAM, user_id: BOT.user, is_bot: true }],
      event,
      ...envelope,
    };
    if (this.#options.url === undefined) return this.#track(this.socket.deliver("events_api", body));
    return this.#track(postEvent(JSON.stringify(body), this.#posting()));
  }

  /** Texts that stand in a channel or thread, oldest first. */
  texts(channel: string, thread?: string): readonly string[] {
    return this.messages(channel, thread).map(({ text }) => text);
  }

  messages(channel: string, thread?: string): readonly FakeMessage[] {
    const all = this.#channel(channel).messages;
    return thread === undefined
      ? all
      : all.filter(({ ts, thread_ts }) => ts === thread || thread_ts === thread);
  }

  #tell(channel: FakeChannel, event: Record<string, unknown>): void {
    if (!channel.members.has(BOT.user)) return;
    const channel_type = channel.id.startsWith("D") ? "im" : "channel";
    void this.event({ channel: channel.id, channel_type, ...event }).catch(() => undefined);
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    return work.finally(() => this.#underWay.delete(work));
  }

  #posting(): Posting {
    return {
      url: this.#options.url?.() ?? "",
      secret: this.secret,
      scale: this.#options.scale ?? 0.01,
      attempts: this.attempts,
      now: this.#now,
      isStopped: () => this.#isStopped,
    };
  }

  #channel(id: string): FakeChannel {
    const channel = this.workspace.channels.get(id);
    if (!channel) throw new Error(`no channel ${id}`);
    return channel;
  }

  #message(channel: string, ts: string): FakeMessage {
    const message = this.workspace.message(channel, ts);
    if (!message) throw new Error(`no message ${ts}`);
    return message;
  }
}

export function buttons(message: FakeMessage): readonly { action_id: string; value: string }[] {
  const found = (message.blocks ?? []).filter(({ type }) => type === "actions");
  return found.flatMap(({ elements }) => elements as { action_id: string; value: string }[]);
}

/** What Slack's own clients send for plain words. */
function typed(text: string): Record<string, unknown>[] {
  const elements = text.split(/(<@\w+>)/).flatMap((piece): Record<string, unknown>[] => {
    const [, user_id] = /^<@(\w+)>$/.exec(piece) ?? [];
    if (user_id !== undefined) return [{ type: "user", user_id }];
    return piece === "" ? [] : [{ type: "text", text: piece }];
  });
  return [{ type: "rich_text", block_id: "u1", elements: [{ type: "rich_text_section", elements }] }];
}
