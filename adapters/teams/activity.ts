import { z } from "zod";

const text = z.string().optional().catch(undefined);
const account = z.object({
  id: z.string().min(1),
  name: text,
  aadObjectId: text,
  role: text,
});

/** What we read of an activity that the Bot Connector sends; everything else in it is left alone. */
const schema = z.object({
  type: z.string().min(1),
  id: text,
  name: text,
  channelId: z.string(),
  serviceUrl: z.string().min(1),
  timestamp: text,
  locale: text,
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
  value: z.unknown().optional(),
});

export type Activity = z.output<typeof schema>;

/** `undefined` for what is no activity. */
export function readActivity(body: unknown): Activity | undefined {
  return schema.safeParse(body).data;
}
