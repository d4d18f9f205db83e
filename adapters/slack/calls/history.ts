import { z } from "zod";
import type { Place } from "../address.ts";
import { message } from "../payload.ts";
import type { Calls } from "./calls.ts";

const page = z.object({
  messages: z.array(message),
  response_metadata: z.object({ next_cursor: z.string() }).partial().optional(),
});

/** One page of what stands at a place since a time, in ms. */
export async function read(
  calls: Calls,
  { channel, thread }: Place,
  {
    since,
    cursor,
    limit = 200,
  }: { readonly since: number; readonly cursor?: string | undefined; readonly limit?: number },
): Promise<z.output<typeof page>> {
  const common = {
    channel,
    oldest: (Math.max(0, since) / 1000).toFixed(6),
    limit,
    include_all_metadata: true,
    ...(cursor !== undefined && { cursor }),
  };
  return thread === undefined
    ? calls("conversations.history", common, page)
    : calls("conversations.replies", { ...common, ts: thread }, page);
}
