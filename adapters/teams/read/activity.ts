import { z } from "zod";

const text = z.string().optional().catch(undefined);
const account = z.object({
  id: z.string().min(1),
  name: text,
  aadObjectId: text,
  role: text,
});
const reactions = z
  .array(z.object({ type: z.string().min(1) }))
  .optional()
  .catch(undefined);

/** What we read of an activity that the Bot Connector sends; everything else in it is left alone. */
const schema = z.object({
  type: z.string().min(1),
  id: text,
  name: text,
  /** Of an installation: `add` or `remove`, some clients add `-upgrade`. */
  action: text,
  channelId: z.string(),
  serviceUrl: z.string().min(1),
  timestamp: text,
  locale: text,
  localTimezone: text,
  text,
  from: account.optional().catch(undefined),
  conversation: z.object({ id: z.string().min(1), conversationType: text, tenantId: text }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional().catch(undefined),
      channel: z.object({ id: z.string() }).optional().catch(undefined),
      eventType: text,
    })
    .optional()
    .catch(undefined),
  entities: z
    .array(
      z.object({
        type: z.string().catch(""),
        text,
        mentioned: z.object({ id: z.string(), name: text }).optional().catch(undefined),
        locale: text,
        timezone: text,
      }),
    )
    .optional()
    .catch(undefined),
  attachments: z
    .array(
      z.object({
        contentType: z.string().catch(""),
        contentUrl: text,
        name: text,
        content: z.unknown().optional(),
      }),
    )
    .optional()
    .catch(undefined),
  replyToId: text,
  reactionsAdded: reactions,
  reactionsRemoved: reactions,
  membersRemoved: z.array(account).optional().catch(undefined),
  value: z.unknown().optional(),
});

export type Activity = z.output<typeof schema>;

/** `undefined` for what is no activity. */
export function readActivity(body: unknown): Activity | undefined {
  return schema.safeParse(body).data;
}

/** One activity for each reaction and each member that it tells of, since one event tells of one. */
export function oneByOne(activity: Activity): readonly Activity[] {
  const { reactionsAdded = [], reactionsRemoved = [], membersRemoved = [], ...rest } = activity;
  const parts: readonly Partial<Activity>[] = [
    ...reactionsAdded.map((reaction) => ({ reactionsAdded: [reaction] })),
    ...reactionsRemoved.map((reaction) => ({ reactionsRemoved: [reaction] })),
    ...membersRemoved.map((member) => ({ membersRemoved: [member] })),
  ];
  return parts.length < 2 ? [activity] : parts.map((part) => ({ ...rest, ...part }));
}
