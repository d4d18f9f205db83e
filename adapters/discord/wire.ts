import { z } from "zod";

/** Discord's objects, as far as the adapter reads them; what comes from the gateway is checked against these. */

const id = z.string().regex(/^\d{1,20}$/);

const user = z.object({
  id,
  username: z.string().optional(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});
export type User = z.output<typeof user>;

const member = z.object({
  user: user.optional(),
  nick: z.string().nullish(),
  roles: z.array(id).optional(),
});
export type Member = z.output<typeof member>;

const attachment = z.object({
  id,
  filename: z.string(),
  url: z.string(),
  size: z.number(),
  content_type: z.string().optional(),
});
export type Attachment = z.output<typeof attachment>;

const message = z.object({
  id,
  channel_id: id,
  guild_id: id.optional(),
  type: z.number().optional(),
  author: user.optional(),
  member: member.optional(),
  webhook_id: id.optional(),
  content: z.string().optional(),
  timestamp: z.string().optional(),
  edited_timestamp: z.string().nullish(),
  nonce: z.union([z.string(), z.number()]).optional(),
  mentions: z.array(user.extend({ member: member.optional() })).optional(),
  attachments: z.array(attachment).optional(),
  message_snapshots: z
    .array(
      z.object({
        message: z.object({ content: z.string().optional(), attachments: z.array(attachment).optional() }),
      }),
    )
    .optional(),
  interaction_metadata: z.object({}).optional(),
  components: z
    .array(z.object({ components: z.array(z.object({ custom_id: z.string().optional() })).optional() }))
    .optional(),
});
export type Message = z.output<typeof message>;

const rawChannel = z.object({
  id,
  type: z.number(),
  guild_id: id.optional(),
  parent_id: id.nullish(),
  owner_id: id.optional(),
  last_message_id: id.nullish(),
});
export type RawChannel = z.output<typeof rawChannel>;

const interaction = z.object({
  id,
  token: z.string(),
  application_id: id,
  channel_id: id,
  guild_id: id.optional(),
  member: member.optional(),
  user: user.optional(),
  locale: z.string().optional(),
});
const on = z.object({ id }).optional();

/** A click on a button, or what was chosen from a list. */
const press = interaction.extend({
  type: z.literal(3),
  data: z.object({ custom_id: z.string(), values: z.array(z.string()).optional() }),
  message: on,
});
export type Press = z.output<typeof press>;

const input = z.object({ custom_id: z.string(), value: z.string().optional() });

/** A form that was filled in. */
const submission = interaction.extend({
  type: z.literal(5),
  data: z.object({ custom_id: z.string(), components: z.array(z.object({ component: input })) }),
  message: on,
});
export type Submission = z.output<typeof submission>;

/** A slash command, or a command from a message's menu. */
const command = interaction.extend({
  type: z.literal(2),
  data: z.object({
    name: z.string(),
    options: z.array(z.object({ name: z.string(), value: z.unknown().optional() })).optional(),
    target_id: id.optional(),
    resolved: z.object({ messages: z.record(z.string(), message).optional() }).optional(),
  }),
});
export type Command = z.output<typeof command>;
export type Interaction = Press | Submission | Command;

const place = z.object({ channel_id: id, guild_id: id.optional() });

const reaction = place.extend({
  user_id: id,
  message_id: id,
  member: member.optional(),
  message_author_id: id.optional(),
  emoji: z.object({ id: id.nullish(), name: z.string().nullish() }),
});
export type Reaction = z.output<typeof reaction>;

const typing = place.extend({ user_id: id, member: member.optional() });
export type Typing = z.output<typeof typing>;

const departure = z.object({ guild_id: id, user });
export type Departure = z.output<typeof departure>;

const server = z.object({
  id,
  channels: z.array(rawChannel).optional(),
  threads: z.array(rawChannel).optional(),
});

/** What the gateway tells, by the names that it gives. */
const schemas = {
  MESSAGE_CREATE: message,
  MESSAGE_UPDATE: message,
  MESSAGE_DELETE: place.extend({ id }),
  MESSAGE_DELETE_BULK: place.extend({ ids: z.array(id) }),
  MESSAGE_REACTION_ADD: reaction,
  MESSAGE_REACTION_REMOVE: reaction,
  INTERACTION_CREATE: z.discriminatedUnion("type", [press, submission, command]),
  TYPING_START: typing,
  GUILD_MEMBER_REMOVE: departure,
  READY: z.object({ guilds: z.array(z.object({ id })) }),
  GUILD_CREATE: server,
  GUILD_DELETE: z.object({ id, unavailable: z.boolean().optional() }),
  THREAD_LIST_SYNC: z.object({ guild_id: id, threads: z.array(rawChannel) }),
  CHANNEL_CREATE: rawChannel,
  CHANNEL_UPDATE: rawChannel,
  CHANNEL_DELETE: rawChannel,
  THREAD_CREATE: rawChannel,
  THREAD_UPDATE: rawChannel,
  THREAD_DELETE: rawChannel,
} as const;
type Schemas = typeof schemas;

/** Something that the gateway told, understood. */
export type Told = {
  [T in keyof Schemas]: { readonly t: T; readonly d: z.output<Schemas[T]> };
}[keyof Schemas];

/** The tellings that can become events. */
export type Dispatch = Extract<
  Told,
  {
    t:
      | "MESSAGE_CREATE"
      | "MESSAGE_UPDATE"
      | "MESSAGE_DELETE"
      | "MESSAGE_REACTION_ADD"
      | "MESSAGE_REACTION_REMOVE"
      | "INTERACTION_CREATE"
      | "GUILD_MEMBER_REMOVE";
  }
>;

/** Reads what came from the gateway; `undefined` for what is of no use here. Throws when it is not as documented. */
export function readTold(t: string, d: unknown): Told | undefined {
  if (!Object.hasOwn(schemas, t)) return undefined;
  const schema = schemas[t as keyof Schemas];
  return { t, d: schema.parse(d) } as Told;
}
