import { z } from "zod";

/**
 * What Slack sends, as far as it is read here. Whatever is not listed is dropped, whatever is missing that need
 * not be there is absent.
 */
const inline = z.object({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  user_id: z.string().optional(),
  usergroup_id: z.string().optional(),
  channel_id: z.string().optional(),
  range: z.string().optional(),
  name: z.string().optional(),
  unicode: z.string().optional(),
  style: z
    .object({ bold: z.boolean(), italic: z.boolean(), strike: z.boolean(), code: z.boolean() })
    .partial()
    .optional(),
});
export type InlineIn = z.output<typeof inline>;

const rich = z.object({
  type: z.string(),
  style: z.string().optional(),
  language: z.string().optional(),
  indent: z.number().optional(),
  offset: z.number().optional(),
  elements: z.array(z.union([z.object({ type: z.string(), elements: z.array(inline) }), inline])).default([]),
});
export type RichIn = z.output<typeof rich>;

const block = z.object({
  type: z.string(),
  block_id: z.string().optional(),
  elements: z.unknown().optional(),
});
export const richBlock = z.object({ type: z.literal("rich_text"), elements: z.array(rich) });

const file = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  mode: z.string().nullish(),
  file_access: z.string().nullish(),
  is_external: z.boolean().nullish(),
  url_private: z.string().nullish(),
});
export type FileIn = z.output<typeof file>;

/** A message, in an event as in a channel's history. */
export const message = z.object({
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  parent_user_id: z.string().optional(),
  blocks: z.array(block).optional(),
  files: z.array(file).nullish(),
  edited: z.object({ ts: z.string() }).optional(),
  metadata: z
    .object({ event_payload: z.record(z.string(), z.unknown()) })
    .partial()
    .optional(),
});
export type MessageIn = z.output<typeof message>;

const written = message.extend({
  type: z.enum(["message", "app_mention"]),
  channel: z.string(),
  channel_type: z.string().optional(),
  message: message.optional(),
  previous_message: message.optional(),
  deleted_ts: z.string().optional(),
});
export type WrittenIn = z.output<typeof written>;

const reacted = z.object({
  type: z.enum(["reaction_added", "reaction_removed"]),
  user: z.string(),
  reaction: z.string(),
  item_user: z.string().optional(),
  item: z.object({ type: z.literal("message"), channel: z.string(), ts: z.string() }),
  event_ts: z.string(),
});
export type ReactedIn = z.output<typeof reacted>;

/** Of all that changes about people and channels, that somebody is not there any more. */
const userChanged = z.object({
  type: z.literal("user_change"),
  user: z.object({ id: z.string(), deleted: z.boolean().optional() }),
});
const channelLeft = z.object({
  type: z.literal("member_left_channel"),
  user: z.string(),
  channel: z.string(),
});
/** The bot itself is not there any more. */
const appEnded = z.object({
  type: z.enum(["app_uninstalled", "tokens_revoked"]),
  tokens: z
    .object({ bot: z.array(z.string()) })
    .partial()
    .optional(),
});

const envelope = z.object({
  type: z.literal("event_callback"),
  team_id: z.string().nullish(),
  event_id: z.string().optional(),
  event_time: z.number().optional(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
  event: z.discriminatedUnion("type", [written, reacted, userChanged, channelLeft, appEnded]),
});
export type EnvelopeIn = z.output<typeof envelope>;

const ids = z.object({ id: z.string() });
const element = z.object({ action_id: z.string(), action_ts: z.string() });
const pressed = z.object({
  type: z.literal("block_actions"),
  team: ids,
  user: ids,
  channel: ids,
  /** Messages that one person alone sees come without it. */
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  container: z.object({ message_ts: z.string(), thread_ts: z.string().optional() }),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  actions: z
    .array(
      z.discriminatedUnion("type", [
        element.extend({ type: z.literal("button"), value: z.string().default("") }),
        element.extend({
          type: z.literal("static_select"),
          selected_option: z.object({ value: z.string() }),
        }),
      ]),
    )
    .min(1),
});
export type PressedIn = z.output<typeof pressed>;

const shortcut = z.object({
  type: z.literal("message_action"),
  callback_id: z.string(),
  team: ids,
  user: ids,
  trigger_id: z.string(),
  action_ts: z.string().optional(),
  message,
});
const submitted = z.object({
  type: z.literal("view_submission"),
  team: ids,
  user: ids,
  view: z.object({
    id: z.string(),
    private_metadata: z.string(),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});
const command = z
  .object({
    command: z.string(),
    text: z.string().default(""),
    team_id: z.string(),
    user_id: z.string(),
    trigger_id: z.string(),
  })
  .transform((body) => ({ type: "command" as const, ...body }));

export const payload = z.union([
  z.discriminatedUnion("type", [envelope, pressed, shortcut, submitted]),
  command,
]);
export type Payload = z.output<typeof payload>;

/** The workspaces that Slack sent it for; ours is among them. */
export function teamsOf(body: Payload): readonly string[] {
  switch (body.type) {
    case "event_callback": {
      const { team_id, authorizations } = body;
      // A message from a shared channel carries its author's workspace; it was sent for those that are authorized.
      const teams = authorizations?.length ? authorizations.map((one) => one.team_id) : [team_id];
      return teams.filter((team) => typeof team === "string");
    }
    case "command":
      return [body.team_id];
    default:
      return [body.team.id];
  }
}

/** The text and files of a message, which are all that makes a revision; `at` tells revisions apart. */
export function isRevised(before: MessageIn | undefined, after: MessageIn): boolean {
  if (before === undefined) return after.edited !== undefined;
  return contentOf(before) !== contentOf(after);
}

function contentOf({ text, files }: MessageIn): string {
  return JSON.stringify([text ?? "", (files ?? []).map(({ id }) => id).sort()]);
}
