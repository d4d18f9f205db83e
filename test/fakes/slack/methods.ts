import { fileMethods } from "./files.ts";
import { type Apps, exchanged } from "./oauth.ts";
import { callsIn, refusal, viewRefusal } from "./rules.ts";
import { type FakeChannel, type FakeMessage, shown, type Workspace } from "./workspace.ts";

export type Args = Record<string, unknown>;
export type Answer = Record<string, unknown>;

/** What a method needs to answer, and what it tells the rest of the fake. */
export type Service = {
  readonly workspace: Workspace;
  readonly now: () => number;
  readonly baseURL: () => string;
  readonly socketURL: () => string;
  /** Calls of people or channels in what the bot posted. */
  readonly called: string[];
  /** A message of the bot's appeared, changed or went. */
  readonly told: (channel: FakeChannel, event: Args) => void;
  /** The presses that may open a form, and until when; `used` once they have. */
  readonly triggers: Map<string, number | "used">;
  readonly apps: Apps;
  /** Posts into a thread that is gone land in the channel, as the service did for long. */
  orphansToRoot: boolean;
};

const no = (error: string): Answer => ({ ok: false, error });
const text = (value: unknown) => (typeof value === "string" ? value : "");

/** The scope that each method needs. https://docs.slack.dev/reference/scopes */
export const scopes: Readonly<Record<string, string>> = {
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "chat.delete": "chat:write",
  "chat.postEphemeral": "chat:write",
  "assistant.threads.setStatus": "chat:write",
  "conversations.history": "*:history",
  "conversations.replies": "*:history",
  "conversations.open": "im:write",
  "conversations.info": "*:read",
  "conversations.members": "*:read",
  "users.conversations": "im:read",
  "users.info": "users:read",
  "usergroups.users.list": "usergroups:read",
  "reactions.add": "reactions:write",
  "reactions.remove": "reactions:write",
  "files.info": "files:read",
  "files.getUploadURLExternal": "files:write",
  "files.completeUploadExternal": "files:write",
  "files.delete": "files:write",
};

/** The Web API's methods, as far as they are used: https://docs.slack.dev/reference/methods */
export const methods: Readonly<Record<string, (args: Args, service: Service) => Answer>> = {
  "auth.test": (_args, { workspace }) => ({
    ok: true,
    team: "Fake",
    user: "deskmate",
    team_id: workspace.team,
    user_id: workspace.bot.user,
    bot_id: workspace.bot.bot,
    url: "https://fake.slack.com/",
  }),
  "oauth.v2.access": (args, { apps, now }) => exchanged(args, apps, now()),
  "apps.connections.open": (_args, { socketURL }) => ({ ok: true, url: socketURL() }),

  "chat.postMessage"(args, service) {
    const { workspace, called, told } = service;
    const channel = workspace.channels.get(text(args["channel"]));
    if (!channel) return no("channel_not_found");
    if (!channel.members.has(workspace.bot.user)) return no("not_in_channel");
    if (channel.archived) return no("is_archived");
    const refused = refusal(args);
    if (refused) return no(refused);
    const thread = args["thread_ts"] === undefined ? undefined : text(args["thread_ts"]);
    const hasThread = thread !== undefined && channel.messages.some(({ ts }) => ts === thread);
    if (thread !== undefined && !hasThread && !service.orphansToRoot) return no("thread_not_found");
    called.push(...callsIn(args["text"]), ...callsIn(args["blocks"]));
    const message = workspace.put(channel, {
      user: workspace.bot.user,
      bot_id: workspace.bot.bot,
      app_id: workspace.bot.app,
      text: text(args["text"]).slice(0, 40_000),
      blocks: kept(args["blocks"]),
      metadata: args["metadata"],
      ...(hasThread && { thread_ts: thread }),
    });
    told(channel, { ...shown(message, false) });
    return { ok: true, channel: channel.id, ts: message.ts, message: shown(message, true) };
  },

  "chat.update"(args, { workspace, called, told }) {
    const channel = workspace.channels.get(text(args["channel"]));
    const message = workspace.message(text(args["channel"]), text(args["ts"]));
    if (!channel) return no("channel_not_found");
    if (!message) return no("message_not_found");
    if (message.user !== workspace.bot.user) return no("cant_update_message");
    const refused = refusal(args);
    if (refused) return no(refused);
    called.push(...callsIn(args["text"]), ...callsIn(args["blocks"]));
    const before = { ...message };
    Object.assign(message, { text: text(args["text"]), blocks: kept(args["blocks"]) });
    told(channel, changed(message, before));
    return { ok: true, channel: channel.id, ts: message.ts };
  },

  "chat.delete"(args, { workspace, told }) {
    const channel = workspace.channels.get(text(args["channel"]));
    if (!channel) return no("channel_not_found");
    const index = channel.messages.findIndex(({ ts }) => ts === args["ts"]);
    const message = channel.messages[index];
    if (!message) return no("message_not_found");
    if (message.user !== workspace.bot.user) return no("cant_delete_message");
    channel.messages.splice(index, 1);
    told(channel, {
      type: "message",
      subtype: "message_deleted",
      deleted_ts: message.ts,
      ts: message.ts,
      previous_message: message,
    });
    return { ok: true };
  },

  /** https://docs.slack.dev/reference/methods/chat.postEphemeral */
  "chat.postEphemeral"(args, { workspace, called }) {
    const channel = workspace.channels.get(text(args["channel"]));
    const user = text(args["user"]);
    if (!channel) return no("channel_not_found");
    if (!channel.members.has(workspace.bot.user)) return no("not_in_channel");
    if (channel.archived) return no("is_archived");
    if (!channel.members.has(user)) return no("user_not_in_channel");
    const refused = refusal(args);
    if (refused) return no(refused);
    called.push(...callsIn(args["text"]), ...callsIn(args["blocks"]));
    const thread = args["thread_ts"] === undefined ? {} : { thread: text(args["thread_ts"]) };
    const ts = workspace.ts();
    const shown = { text: text(args["text"]), blocks: kept(args["blocks"]) };
    workspace.whispers.push({ channel: channel.id, user, ts, ...thread, ...shown });
    return { ok: true, message_ts: ts };
  },

  /** https://docs.slack.dev/reference/methods/views.open */
  "views.open"(args, { workspace, triggers, now }) {
    const trigger = text(args["trigger_id"]);
    const until = triggers.get(trigger);
    if (until === undefined) return no("invalid_trigger_id");
    if (until === "used") return no("exchanged_trigger_id");
    if (until < now()) return no("expired_trigger_id");
    const view = args["view"] as Args;
    const refused = viewRefusal(view);
    if (refused) return no(refused);
    triggers.set(trigger, "used");
    const id = `V${workspace.views.length + 1}`;
    workspace.views.push({ id, view });
    return { ok: true, view: { id } };
  },

  "conversations.history": (args, service) =>
    page(args, service, (message) => !message.thread_ts || message.thread_ts === message.ts),

  "conversations.replies"(args, service) {
    const thread = text(args["ts"]);
    if (!service.workspace.message(text(args["channel"]), thread)) return no("thread_not_found");
    return page(args, service, ({ ts, thread_ts }) => ts === thread || thread_ts === thread, thread);
  },

  "conversations.open"(args, { workspace }) {
    const user = text(args["users"]);
    if (!workspace.users.has(user)) return no("users_not_found");
    return { ok: true, channel: { id: workspace.direct(user).id } };
  },

  "conversations.info"(args, { workspace }) {
    const channel = workspace.channels.get(text(args["channel"]));
    if (!channel) return no("channel_not_found");
    const { id, archived, members } = channel;
    return {
      ok: true,
      channel: {
        id,
        name: id.toLowerCase(),
        is_archived: archived === true,
        is_member: members.has(workspace.bot.user),
      },
    };
  },

  "conversations.members"(args, { workspace }) {
    const channel = workspace.channels.get(text(args["channel"]));
    if (!channel) return no("channel_not_found");
    const members = [...channel.members];
    const from = Number(args["cursor"] ?? 0);
    const next = from + 100 < members.length ? String(from + 100) : "";
    return { ok: true, members: members.slice(from, from + 100), response_metadata: { next_cursor: next } };
  },

  "users.conversations": (_args, { workspace }) => ({
    ok: true,
    channels: [...workspace.channels.keys()].filter((id) => id.startsWith("D")).map((id) => ({ id })),
  }),

  "users.info"(args, { workspace }) {
    const user = workspace.users.get(text(args["user"]));
    if (!user) return no("user_not_found");
    const { locale, ...rest } = user;
    const profile = { display_name: user.name, real_name: user.name };
    return { ok: true, user: { ...rest, profile, ...(args["include_locale"] === "true" && { locale }) } };
  },

  "usergroups.users.list"(args, { workspace }) {
    const group = workspace.groups.get(text(args["usergroup"]));
    return group ? { ok: true, users: [...group] } : no("no_such_subteam");
  },

  "reactions.add"(args, { workspace }) {
    const message = workspace.message(text(args["channel"]), text(args["timestamp"]));
    if (!message) return no("message_not_found");
    const name = text(args["name"]);
    if (message.reactions.some((one) => one.name === name)) return no("already_reacted");
    message.reactions.push({ name, user: workspace.bot.user });
    return { ok: true };
  },

  "reactions.remove"(args, { workspace }) {
    const message = workspace.message(text(args["channel"]), text(args["timestamp"]));
    if (!message) return no("message_not_found");
    const index = message.reactions.findIndex(({ name }) => name === args["name"]);
    if (index < 0) return no("no_reaction");
    message.reactions.splice(index, 1);
    return { ok: true };
  },

  "assistant.threads.setStatus": () => ({ ok: true }),

  ...fileMethods,
};

function page(
  args: Args,
  { workspace, now }: Service,
  belongs: (message: FakeMessage) => boolean,
  parent?: string,
): Answer {
  const channel = workspace.channels.get(text(args["channel"]));
  if (!channel) return no("channel_not_found");
  const oldest = Number(args["oldest"] ?? 0);
  const limit = Math.min(Number(args["limit"] ?? 100), 1000);
  const all = channel.messages.filter(
    (message) =>
      belongs(message) &&
      message.visibleAt <= now() &&
      (Number(message.ts) > oldest || message.ts === parent),
  );
  const ordered = parent === undefined ? all.toReversed() : all;
  const from = Number(args["cursor"] ?? 0);
  const next = from + limit < ordered.length ? String(from + limit) : "";
  const messages = ordered
    .slice(from, from + limit)
    .map((one) => shown(one, args["include_all_metadata"] === "true"));
  return { ok: true, messages, has_more: next !== "", response_metadata: { next_cursor: next } };
}

export function changed(message: FakeMessage, before: FakeMessage): Args {
  return {
    type: "message",
    subtype: "message_changed",
    hidden: true,
    ts: message.ts,
    message: shown(message, false),
    previous_message: shown(before, false),
  };
}

/** https://docs.slack.dev/reference/block-kit/blocks/markdown-block: the block_id is not retained. */
function kept(blocks: unknown): Record<string, unknown>[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.map((block: Record<string, unknown>, index) => {
    const { block_id, ...rest } = block;
    return {
      ...rest,
      block_id: block["type"] === "markdown" || block_id === undefined ? `auto${index}` : block_id,
    };
  });
}
