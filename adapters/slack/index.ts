import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type Address, type Host, type Platform, PlatformError } from "#ports/platform.ts";
import { isDirect, type Place, place, repliesAt } from "./address.ts";
import { type Calls, createCalls } from "./calls/calls.ts";
import { createClient } from "./calls/client.ts";
import { find, LOOK_AGAIN_MS } from "./calls/find.ts";
import { createLimits } from "./calls/limits.ts";
import { createMarks } from "./calls/marks.ts";
import { createPeople } from "./calls/people.ts";
import { createSigns } from "./calls/signs.ts";
import { createUploads, gone, type Uploads } from "./calls/uploads.ts";
import type { SlackConfig } from "./config.ts";
import { createCatchUp } from "./hearing/catch-up.ts";
import { type Connection, createConnection } from "./hearing/connect.ts";
import { createHear } from "./hearing/hear.ts";
import { createThreads, type Threads } from "./hearing/threads.ts";
import { render, TEXT_LIMIT } from "./render.ts";

export type SlackOptions = {
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** The distance between posts to one channel. */
  readonly paceMs?: number;
  /** The waits between looks for a message that may have been sent. */
  readonly lookAgainMs?: readonly number[];
  /** How long Slack may take to answer. */
  readonly answerMs?: number;
};

/** Below the time after which the core counts a send as lost. */
const ANSWER_MS = 15_000;
const PACE_MS = 1000;

/** Slack as a platform: one workspace, over Socket Mode or HTTP. */
export function createSlack(
  config: SlackConfig | undefined,
  options: SlackOptions = {},
): Platform | { readonly off: string } {
  if (config === undefined)
    return { off: "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; adapters/slack/README.md shows the way" };
  let started: Started | undefined;
  const running = (at: Address): Started & { readonly here: Place } => {
    if (started === undefined) throw new PlatformError("unavailable", { cause: "not started" });
    const here = place(at);
    if (here === undefined) throw new PlatformError("invalid", { cause: "not an address of Slack" });
    if (started.connection.isForeign(here.team))
      throw new PlatformError("gone", { cause: "another workspace" });
    return { ...started, here };
  };

  return {
    name: "slack",
    textLimit: TEXT_LIMIT,
    async start(host) {
      started = await begin(host, config, options);
      await started.connection.open();
    },
    async send(to, message, key) {
      const { here, ...parts } = running(to);
      if (here.thread !== undefined) await parts.threads.makeOurs(to);
      const unshown = await parts.uploads.show(message.files ?? [], here, key);
      const ts = await post(parts.calls, here, render(message, { key, unshown }));
      if (message.files?.length) await parts.uploads.tie(here, ts, key);
      const replies = repliesAt(here, ts);
      if (!isDirect(here.channel)) await parts.threads.makeOurs(replies);
      return { id: ts, repliesAt: replies };
    },
    async find(to, key, since) {
      const { here, calls, threads, sleep } = running(to);
      const found = await find(
        calls,
        { at: here, key, since },
        { sleep, waits: options.lookAgainMs ?? LOOK_AGAIN_MS },
      );
      if (typeof found === "object" && !isDirect(here.channel)) await threads.makeOurs(found.repliesAt);
      return found;
    },
    async edit(at, id, message) {
      const { here, calls } = running(at);
      await calls("chat.update", { channel: here.channel, ts: id, ...render(message) }, z.object({}));
    },
    async remove(at, id) {
      const { here, calls, uploads } = running(at);
      await uploads.remove(here, id);
      await gone(calls("chat.delete", { channel: here.channel, ts: id }, z.object({})));
    },
    async mark(at, id, mark) {
      const { here, marks } = running(at);
      await marks(here, id, mark);
    },
    async signal(to) {
      const { here, signs } = running(to);
      await signs(here);
    },
    async stop() {
      await started?.connection.close();
      started = undefined;
    },
  };
}

type Started = {
  readonly calls: Calls;
  readonly threads: Threads;
  readonly uploads: Uploads;
  readonly marks: ReturnType<typeof createMarks>;
  readonly signs: ReturnType<typeof createSigns>;
  readonly connection: Connection;
  readonly sleep: (ms: number) => Promise<void>;
};

async function begin(host: Host, config: SlackConfig, options: SlackOptions): Promise<Started> {
  const now = options.now ?? Date.now;
  const sleep = options.sleep ?? ((ms: number) => wait(ms, undefined, { ref: false }));
  const client = await createClient(config.botToken, config.apiUrl, options.answerMs ?? ANSWER_MS);
  const calls = createCalls(client, { limits: createLimits(now, options.paceMs ?? PACE_MS), sleep });
  const threads = createThreads(host);
  const self = () => connection.self();
  const people = createPeople(calls, config, { team: () => self().team, now, log: host.log });
  const { deskChannel } = config;
  const hear = createHear({ host, calls, people, threads, origin: config, deskChannel, self, now, sleep });
  const catchUp = createCatchUp({ host, calls, hear, self, now, sleep });
  const connection: Connection = createConnection(() => ({ config, host, calls, hear, catchUp, now, sleep }));
  const uploads = createUploads(calls, host, config.filesOrigin);
  return {
    calls,
    threads,
    uploads,
    marks: createMarks(calls),
    signs: createSigns(calls, now),
    connection,
    sleep,
  };
}

const posted = z.object({
  ts: z.string(),
  message: z.object({ thread_ts: z.string() }).partial().optional(),
});

/** Posts once. Links show no previews, and nothing in the text is read as a link or a name. */
async function post(calls: Calls, { channel, thread }: Place, what: object): Promise<string> {
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
