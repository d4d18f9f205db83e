import { changed } from "./slack/methods.ts";
import { type FakeSlackOptions, SlackService } from "./slack/service.ts";
import { type FakeFile, type FakeMessage, shown } from "./slack/workspace.ts";

type Said = { thread?: string; files?: FakeFile[]; blocks?: Record<string, unknown>[]; subtype?: string };

/**
 * Slack on loopback, for the stock SDK: the Web API, signed events with retries, Socket Mode, one workspace.
 * People act through its methods; what the bot did is in the workspace and the journals.
 */
export class FakeSlack extends SlackService {
  static async start(options: FakeSlackOptions = {}): Promise<FakeSlack> {
    const fake = new FakeSlack(options);
    await fake.listen();
    return fake;
  }

  /** A person writes. Answers with the message's `ts`. */
  say(user: string, channel: string, text: string, said: Said = {}): string {
    const at = this.channel(channel);
    const { thread, ...rest } = said;
    const message = this.workspace.put(at, {
      user,
      text,
      blocks: typed(text),
      ...(thread !== undefined && { thread_ts: thread }),
      ...(said.files && { subtype: "file_share" }),
      ...rest,
    });
    this.tell(at, shown(message, false));
    if (text.includes(`<@${this.workspace.bot.user}>`) && !channel.startsWith("D"))
      this.tell(at, { ...shown(message, false), type: "app_mention", subtype: undefined });
    return message.ts;
  }

  edit(channel: string, ts: string, text: string): void {
    const message = this.message(channel, ts);
    const before = { ...message };
    Object.assign(message, {
      text,
      blocks: typed(text),
      edited: { user: message.user, ts: this.workspace.ts() },
    });
    this.tell(this.channel(channel), changed(message, before));
  }

  /** A revision without a change of words: a preview, a count of replies. */
  touch(channel: string, ts: string, change: Record<string, unknown>): void {
    const message = this.message(channel, ts);
    const { message: inner, ...event } = changed(message, message);
    this.tell(this.channel(channel), { ...event, message: { ...(inner as object), ...change } });
  }

  remove(channel: string, ts: string): void {
    const at = this.channel(channel);
    const [message] = at.messages.splice(at.messages.indexOf(this.message(channel, ts)), 1);
    this.tell(at, {
      type: "message",
      subtype: "message_deleted",
      hidden: true,
      ts: this.workspace.ts(),
      deleted_ts: ts,
      previous_message: message && shown(message, false),
    });
  }

  /** Clicks the button with this action on a message; of several, the one with this value. */
  async press(
    user: string,
    channel: string,
    ts: string,
    action: string,
    { value, ...more }: { readonly value?: string; readonly response_url?: string } = {},
  ): Promise<unknown> {
    const message = this.message(channel, ts);
    const button = buttons(message).find(
      (one) => one.action_id.split("/")[0] === action && (value === undefined || one.value === value),
    );
    if (!button) throw new Error(`no button ${action} on the message`);
    const { action_id } = button;
    const clicked = { type: "button", action_id, value: button.value };
    return this.#pressed(user, message, channel, clicked, more);
  }

  /** Takes one of several. */
  async choose(user: string, channel: string, ts: string, action: string, value: string): Promise<unknown> {
    const message = this.message(channel, ts);
    const select = buttons(message).find(({ action_id }) => action_id.startsWith(`${action}/`));
    const option = select?.options?.find((one) => one.value === value);
    if (!select || !option) throw new Error(`no choice ${action} on the message`);
    const { action_id } = select;
    return this.#pressed(user, message, channel, {
      type: "static_select",
      action_id,
      selected_option: option,
    });
  }

  /** Clicks on what was shown to one person alone: Slack does not send the message along. */
  async pressWhispered(ts: string, action: string): Promise<unknown> {
    const whisper = this.workspace.whispers.find((one) => one.ts === ts);
    const button = whisper && buttons(whisper).find(({ action_id }) => action_id === action);
    if (!whisper || !button) throw new Error(`no button ${action} on the message`);
    const { user, channel, thread } = whisper;
    const place = { message_ts: ts, channel_id: channel, is_ephemeral: true };
    return this.interact({
      ...this.interaction(user),
      type: "block_actions",
      channel: { id: channel },
      container: { type: "message", ...place, ...(thread !== undefined && { thread_ts: thread }) },
      actions: [{ type: "button", block_id: "b", ...button, action_ts: this.workspace.ts() }],
    });
  }

  /** Fills in the form that was opened last, and sends it. */
  async submit(user: string, answers: Record<string, string>): Promise<unknown> {
    const { id, view } = this.workspace.views.at(-1) ?? {};
    if (id === undefined || view === undefined) throw new Error("no form is open");
    const blocks = view["blocks"] as { type: string; block_id: string; element: { action_id: string } }[];
    const inputs = blocks.filter(({ type }) => type === "input");
    const values = Object.fromEntries(
      inputs.map(({ block_id, element }) => [
        block_id,
        { [element.action_id]: { type: "plain_text_input", value: answers[block_id] ?? null } },
      ]),
    );
    const { trigger_id: _, ...who } = this.interaction(user);
    return this.interact({ ...who, type: "view_submission", view: { id, ...view, state: { values } } });
  }

  react(user: string, channel: string, ts: string, reaction: string, type = "reaction_added"): void {
    const item = { type: "message", channel, ts };
    const item_user = this.message(channel, ts).user;
    this.tell(this.channel(channel), {
      type,
      user,
      reaction,
      item_user,
      item,
      event_ts: this.workspace.ts(),
    });
  }

  leave(user: string, channel: string): void {
    const at = this.channel(channel);
    at.members.delete(user);
    this.tell(at, { type: "member_left_channel", user, channel_type: "C", team: this.workspace.team });
  }

  /** The person's account ends. */
  async deactivate(user: string): Promise<void> {
    const known = this.workspace.user(user, { ...this.workspace.users.get(user), deleted: true });
    await this.event({ type: "user_change", user: known, event_ts: this.workspace.ts() });
  }

  #pressed(
    user: string,
    message: FakeMessage,
    channel: string,
    action: Record<string, unknown>,
    more: Record<string, unknown> = {},
  ): Promise<unknown> {
    const container = { type: "message", message_ts: message.ts, channel_id: channel };
    return this.interact({
      ...this.interaction(user),
      type: "block_actions",
      channel: { id: channel },
      container,
      message: shown(message, false),
      actions: [{ block_id: "b", ...action, action_ts: this.workspace.ts() }],
      ...more,
    });
  }

  async shortcut(user: string, channel: string, ts: string, callback: string): Promise<unknown> {
    return this.interact({
      ...this.interaction(user),
      type: "message_action",
      callback_id: callback,
      channel: { id: channel },
      action_ts: this.workspace.ts(),
      message: shown(this.message(channel, ts), false),
    });
  }

  async command(user: string, command: string, text = ""): Promise<unknown> {
    const { trigger_id, response_url, team } = this.interaction(user);
    const who = { team_id: team.id, user_id: user, channel_id: "C0ANY", token: "x" };
    const body = { command, text, ...who, trigger_id, response_url };
    return this.give(body);
  }
}

type Pressable = {
  readonly action_id: string;
  readonly value: string;
  readonly options?: readonly { readonly value: string }[];
};

/** The buttons and choices on a message. */
export function buttons({ blocks = [] }: Pick<FakeMessage, "blocks">): readonly Pressable[] {
  const found = blocks.filter(({ type }) => type === "actions");
  return found.flatMap(({ elements }) => elements as Pressable[]);
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
