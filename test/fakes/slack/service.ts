import { ApiServer } from "./api-server.ts";
import { type Attempt, type Posting, postEvent, postOnce } from "./http-events.ts";
import type { Service } from "./methods.ts";
import { type Apps, createApps } from "./oauth.ts";
import { SocketMode } from "./socket-mode.ts";
import { type FakeChannel, type FakeMessage, Workspace } from "./workspace.ts";

export type FakeSlackOptions = {
  /** Where the bot listens; without it events go over the socket. */
  readonly url?: () => string;
  readonly scale?: number;
  readonly now?: () => number;
  /** After how long an envelope that was not acknowledged is sent again. */
  readonly againMs?: number;
  /** How long a press may open a form. https://docs.slack.dev/reference/methods/views.open */
  readonly triggerMs?: number;
};

/** The service without its people: the Web API, signed events with retries, Socket Mode, installations. */
export class SlackService {
  readonly workspace: Workspace;
  readonly api: ApiServer;
  readonly socket: SocketMode;
  readonly attempts: Attempt[] = [];
  /** Calls of people or channels in what the bot posted. */
  readonly called: string[] = [];
  /** The kinds of events that were sent. */
  readonly sent = new Set<string>();
  readonly apps: Apps = createApps();
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

  constructor(options: FakeSlackOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.workspace = new Workspace(this.#now);
    this.apps.tokens.set(this.botToken, this.workspace);
    this.socket = new SocketMode(options.againMs ?? 3000);
    this.#service = {
      workspace: this.workspace,
      now: this.#now,
      baseURL: () => this.origin,
      socketURL: () => `${this.origin.replace("http", "ws")}link/?ticket=1`,
      called: this.called,
      told: (channel, event) => this.tell(channel, event),
      triggers: new Map(),
      apps: this.apps,
      orphansToRoot: false,
    };
    this.api = new ApiServer(this.#service, this.appToken, (request, raw) =>
      this.socket.connect(request, raw),
    );
  }

  async listen(): Promise<void> {
    this.#port = await this.api.listen();
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

  /** The settings for an app that workspaces install, in place of the token. */
  get appSettings(): Record<string, string> {
    const { SLACK_BOT_TOKEN: _, ...rest } = this.settings;
    const { clientId, clientSecret } = this.apps;
    return { ...rest, SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret };
  }

  /** Another workspace, which has not let the app in. */
  another(team: string): Workspace {
    return new Workspace(this.#now, team, { user: `U0BOT${team}`, bot: `B0BOT${team}`, app: "A0BOT" });
  }

  /** Somebody agrees on the page that the address leads to; answers with where Slack sends them. */
  agree(authorizeUrl: string, workspace: Workspace): URL {
    const asked = new URL(authorizeUrl).searchParams;
    const redirectUri = asked.get("redirect_uri") ?? "";
    const code = `code-${this.apps.codes.size}-${this.apps.issued}`;
    this.apps.codes.set(code, { workspace, redirectUri });
    const to = new URL(redirectUri);
    to.searchParams.set("code", code);
    to.searchParams.set("state", asked.get("state") ?? "");
    return to;
  }

  /** The workspace throws the app out: its tokens end, and both events are sent. */
  async uninstall(workspace = this.workspace): Promise<void> {
    for (const [token, one] of this.apps.tokens) if (one === workspace) this.api.revoked.add(token);
    const { team } = workspace;
    const envelope = { team_id: team, authorizations: [{ team_id: team, user_id: workspace.bot.user }] };
    await this.event({ type: "tokens_revoked", tokens: { oauth: [], bot: [workspace.bot.user] } }, envelope);
    await this.event({ type: "app_uninstalled" }, envelope);
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

  /** Who acted, and with what it may be answered. */
  interaction(user: string) {
    const { team, bot } = this.workspace;
    const trigger_id = `${this.workspace.ts()}.t`;
    this.#service.triggers.set(trigger_id, this.#now() + (this.#options.triggerMs ?? 3000));
    return {
      team: { id: team },
      user: { id: user, name: user, team_id: team },
      api_app_id: bot.app,
      trigger_id,
      response_url: `${this.origin}hooks/${trigger_id}`,
    };
  }

  /** A slash command. */
  async give(body: Record<string, string>): Promise<unknown> {
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
    this.sent.add(String(event["type"]));
    const { team, bot } = this.workspace;
    const body = {
      type: "event_callback",
      team_id: team,
      api_app_id: bot.app,
      event_id: `Ev${this.#events}`,
      event_time: Math.floor(this.#now() / 1000),
      authorizations: [{ team_id: team, user_id: bot.user, is_bot: true }],
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
    const all = this.channel(channel).messages;
    return thread === undefined
      ? all
      : all.filter(({ ts, thread_ts }) => ts === thread || thread_ts === thread);
  }

  tell(channel: FakeChannel, event: Record<string, unknown>): void {
    if (!channel.members.has(this.workspace.bot.user)) return;
    const channel_type = channel.id.startsWith("D") ? "im" : "channel";
    void this.event({ channel: channel.id, channel_type, ...event }).catch(() => undefined);
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    return work.finally(() => this.#underWay.delete(work));
  }

  #posting(): Posting {
    return {
      url: this.#options.url ?? (() => ""),
      secret: this.secret,
      scale: this.#options.scale ?? 0.01,
      attempts: this.attempts,
      now: this.#now,
      isStopped: () => this.#isStopped,
    };
  }

  channel(id: string): FakeChannel {
    const channel = this.workspace.channels.get(id);
    if (!channel) throw new Error(`no channel ${id}`);
    return channel;
  }

  message(channel: string, ts: string): FakeMessage {
    const message = this.workspace.message(channel, ts);
    if (!message) throw new Error(`no message ${ts}`);
    return message;
  }
}
