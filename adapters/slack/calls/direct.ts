import { z } from "zod";
import type { Calls } from "./calls.ts";

const opened = z.object({ channel: z.object({ id: z.string() }) });

/**
 * The channel in which one person and the bot are alone.
 * https://docs.slack.dev/reference/methods/conversations.open: gives the one that exists, or makes it.
 */
export async function openDirect(calls: Calls, user: string): Promise<string> {
  const { channel } = await calls("conversations.open", { users: user }, opened);
  return channel.id;
}
