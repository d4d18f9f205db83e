import { z } from "zod";
import { type Host, type OutboundMessage, PlatformError, type Sent } from "#ports/platform.ts";
import { address, isDirect, type Place, repliesAt, userOf } from "../address.ts";
import type { Calls } from "../calls/calls.ts";
import { openDirect } from "../calls/direct.ts";
import { read } from "../calls/history.ts";
import { wordOf } from "../faults.ts";
import type { Places } from "../hearing/places.ts";
import type { Threads } from "../hearing/threads.ts";
import { render } from "../render.ts";
import type { Drafts } from "./drafts.ts";
import type { Uploads } from "./uploads.ts";

type Parts = {
  readonly host: Host;
  readonly calls: Calls;
  readonly threads: Threads;
  readonly places: Places;
  readonly uploads: Uploads;
  readonly drafts: Drafts;
};

/** Posts a message once; a draft at the place becomes it. Throws PlatformError. */
export async function speak(to: Place, message: OutboundMessage, key: string, parts: Parts): Promise<Sent> {
  const { only } = message;
  if (only !== undefined && !isDirect(to.channel)) return whisper(to, { ...message, only }, key, parts);
  const { threads, places, uploads, drafts } = parts;
  if (to.thread !== undefined) await threads.makeOurs(address(to));
  const unshown = await uploads.show(message.files ?? [], to, key);
  const ts = await appear(to, render(message, { key, unshown }), parts);
  await drafts.done(to);
  if (message.files?.length) await uploads.tie(to, ts, key);
  const replies = repliesAt(to, ts);
  places.stands(to.channel, ts, address(to));
  if (!isDirect(to.channel)) await threads.makeOurs(replies);
  return { id: ts, repliesAt: replies };
}

async function appear(to: Place, what: object, { calls, drafts }: Parts): Promise<string> {
  const draft = await drafts.take(to);
  try {
    const replaced = draft === undefined ? undefined : await replace(calls, to.channel, draft, what);
    return replaced ?? (await post(calls, to, what));
  } catch (error) {
    drafts.release(to);
    throw error;
  }
}

/** The name under which the host remembers that a message can't be found again. */
export function whispered(key: string): string {
  return `only:${key}`;
}

const ephemeral = z.object({ message_ts: z.string() });

/**
 * Shows a message to one person in a shared place; to who is not there, and with files, directly. Nobody can look
 * for it afterwards. https://docs.slack.dev/reference/methods/chat.postEphemeral
 */
async function whisper(
  to: Place,
  { only, ...message }: OutboundMessage & { readonly only: string },
  key: string,
  parts: Parts,
): Promise<Sent> {
  const { calls, host, places } = parts;
  const user = userOf(only);
  const directly = async () => {
    const channel = await openDirect(calls, user);
    await host.keep(whispered(key), "1");
    return speak({ team: to.team, channel }, message, key, parts);
  };
  if (message.files?.length) return directly();
  // In a thread without replies nobody would see it.
  const thread = to.thread !== undefined && (await hasReplies(calls, to)) ? to.thread : undefined;
  const target = { channel: to.channel, user, ...(thread !== undefined && { thread_ts: thread }) };
  await host.keep(whispered(key), "1");
  try {
    const { message_ts } = await calls("chat.postEphemeral", { ...target, ...render(message) }, ephemeral);
    places.stands(to.channel, message_ts, address(to));
    return { id: message_ts, repliesAt: address(to) };
  } catch (error) {
    if (wordOf(error) !== "user_not_in_channel") throw error;
    return directly();
  }
}

async function hasReplies(calls: Calls, at: Place): Promise<boolean> {
  const { messages } = await read(calls, at, { since: 0, limit: 2 });
  return messages.length > 1;
}

const posted = z.object({
  ts: z.string(),
  message: z.object({ thread_ts: z.string() }).partial().optional(),
});

/** Posts once. Links show no previews, and nothing in the text is read as a link or a name. */
export async function post(calls: Calls, { channel, thread }: Place, what: object): Promise<string> {
  const { ts, message } = await calls(
    "chat.postMessage",
    {
      channel,
      ...(thread !== undefined && { thread_ts: thread }),
      ...what,
      unfurl_links: false,
      unfurl_media: false,
      parse: "none",
    },
    posted,
  );
  if (thread === undefined || message === undefined || message.thread_ts === thread) return ts;
  // The thread is gone and Slack showed the message to the whole channel.
  await calls("chat.delete", { channel, ts }, z.object({}));
  throw new PlatformError("gone", { cause: "thread_not_found" });
}

/** Turns one message into another; `undefined` when somebody took it away. */
async function replace(calls: Calls, channel: string, ts: string, what: object): Promise<string | undefined> {
  try {
    await calls("chat.update", { channel, ts, ...what }, z.object({}));
    return ts;
  } catch (error) {
    if (wordOf(error) === "message_not_found") return undefined;
    throw error;
  }
}
