import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type Address, type Host, type Platform, PlatformError } from "#ports/platform.ts";
import { isDirect, type Place, place } from "./address.ts";
import { createClient } from "./calls/client.ts";
import { find, LOOK_AGAIN_MS } from "./calls/find.ts";
import type { SlackConfig } from "./config.ts";
import { type Connection, connect } from "./hearing/connect.ts";
import { render, TEXT_LIMIT } from "./render.ts";
import { speak, whispered } from "./speaking/speak.ts";
import { gone } from "./speaking/uploads.ts";
import type { Common, Workspace } from "./workspaces/workspace.ts";
import { manyWorkspaces, oneWorkspace, type Workspaces } from "./workspaces/workspaces.ts";

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

/** Slack as a platform: one workspace or several, over Socket Mode or HTTP. */
export function createSlack(
  config: SlackConfig | undefined,
  options: SlackOptions = {},
): Platform | { readonly off: string } {
  if (config === undefined)
    return { off: "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; adapters/slack/README.md shows the way" };
  const { lookAgainMs: waits = LOOK_AGAIN_MS } = options;
  const sleep = options.sleep ?? ((ms: number) => wait(ms, undefined, { ref: false }));
  let started: Started | undefined;
  const at = async (address: Address): Promise<{ readonly here: Place; readonly bot: Workspace }> => {
    if (started === undefined) throw new PlatformError("unavailable", { cause: "not started" });
    const here = place(address);
    if (here === undefined) throw new PlatformError("invalid", { cause: "not an address of Slack" });
    const bot = await started.workspaces.find([here.team]);
    if (bot === undefined) throw new PlatformError("gone", { cause: "a workspace without the bot" });
    return { here, bot };
  };

  return {
    name: "slack",
    textLimit: TEXT_LIMIT,
    async start(host) {
      started = await begin(host, config, { ...options, sleep });
    },
    async send(to, message, key) {
      const { here, bot } = await at(to);
      const sent = await speak(here, message, key, bot);
      // Nobody waits for that: the message is there.
      void bot.signs.end(here).catch(() => bot.host.log.warn("slack: a sign was not taken away"));
      return sent;
    },
    async find(to, key, since) {
      const { here, bot } = await at(to);
      if ((await bot.host.kept(whispered(key))) !== undefined) return "unknowable";
      const found = await find(bot.calls, { at: here, key, since }, { sleep, waits });
      if (typeof found === "object" && !isDirect(here.channel)) await bot.threads.makeOurs(found.repliesAt);
      return found;
    },
    async edit(to, id, message) {
      const { here, bot } = await at(to);
      await bot.calls("chat.update", { channel: here.channel, ts: id, ...render(message) }, z.object({}));
    },
    async remove(to, id) {
      const { here, bot } = await at(to);
      await bot.uploads.remove(here, id);
      await gone(bot.calls("chat.delete", { channel: here.channel, ts: id }, z.object({})));
    },
    async mark(to, id, mark) {
      const { here, bot } = await at(to);
      await bot.reactions.mark(here, id, mark);
    },
    async react(to, id, reaction) {
      const { here, bot } = await at(to);
      await bot.reactions.react(here, id, reaction);
    },
    async signal(to, signal) {
      const { here, bot } = await at(to);
      await (signal.type === "typing" ? bot.signs.show(here) : bot.drafts.show(here, signal.text));
    },
    async stop() {
      await started?.connection.close();
      started = undefined;
    },
  };
}

type Started = { readonly workspaces: Workspaces; readonly connection: Connection };

async function begin(
  host: Host,
  config: SlackConfig,
  { now = Date.now, sleep, paceMs = PACE_MS, answerMs = ANSWER_MS }: SlackOptions & Pick<Common, "sleep">,
): Promise<Started> {
  const client = await createClient(config.apiUrl, answerMs);
  const common: Common = { config, host, client, paceMs, now, sleep };
  const { access } = config;
  let connection: Connection | undefined;
  const workspaces =
    access.kind === "token"
      ? oneWorkspace(access.botToken, common)
      : await manyWorkspaces(access.app, common, (team) => connection?.joined(team));
  connection = await connect({ config, host, workspaces, now, sleep });
  return { workspaces, connection };
}
