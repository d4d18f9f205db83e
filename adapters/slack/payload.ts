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

const envelope = z.object({
  type: z.literal("event_callback"),
  team_id: z.string().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
  event: written,
});
const pressed = z.object({
  type: z.literal("block_actions"),
  team: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }),
  trigger_id: z.string().optional(),
  actions: z
    .array(
      z.object({
        type: z.string(),
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().default(""),
      }),
    )
    .min(1),
});
const shortcut = z.object({
  type: z.literal("message_action"),
  callback_id: z.string(),
  team: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
  action_ts: z.string().optional(),
  message,
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

export const payload = z.union([z.discriminatedUnion("type", [envelope, pressed, shortcut]), command]);
export type Payload = z.output<typeof payload>;

/** The text and files of a message, which are all that makes a revision; `at` tells revisions apart. */
export function isRevised(before: MessageIn | undefined, after: MessageIn): boolean {
  if (before === undefined) return after.edited !== undefined;
  return contentOf(before) !== contentOf(after);
}

function contentOf({ text, files }: MessageIn): string {
  return JSON.stringify([text ?? "", (files ?? []).map(({ id }) => id).sort()]);
}
