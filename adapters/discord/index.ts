import { type Platform, PlatformError } from "#ports/platform.ts";
import type { DiscordConfig } from "./config.ts";
import type { Fetch } from "./hearing/download.ts";
import type { Running } from "./run.ts";

export type DiscordOptions = {
  /** Fetches files from Discord's two file hosts. */
  readonly fetch?: Fetch;
  readonly now?: () => number;
};

/** Discord as a platform, or why it is off. discord.js is loaded when it starts, not before. */
export function createDiscord(
  config: DiscordConfig | undefined,
  options: DiscordOptions = {},
): Platform | { readonly off: string } {
  if (config === undefined)
    return { off: "set DISCORD_TOKEN; adapters/discord/README.md tells how to get one" };
  let running: Running | undefined;
  const speaking = () => {
    if (running === undefined) throw new PlatformError("unavailable");
    return running.speaking;
  };
  return {
    name: "discord",
    // Discord takes 2000. A quarter is left for names, labels, sources and the signs that keep words words; what
    // still outgrows it moves into an embed.
    textLimit: 1500,
    async start(host) {
      const { run } = await import("./run.ts");
      running = await run(config, host, {
        fetch: options.fetch ?? ((url, init) => fetch(url, init)),
        now: options.now ?? Date.now,
      });
    },
    send: async (to, message, key) => speaking().send(to, message, key),
    find: async (to, key, since) => speaking().find(to, key, since),
    edit: async (at, id, message) => speaking().edit(at, id, message),
    remove: async (at, id) => speaking().remove(at, id),
    mark: async (at, id, mark) => speaking().mark(at, id, mark),
    react: async (at, id, reaction) => speaking().react(at, id, reaction),
    signal: async (to, signal) => speaking().signal(to, signal),
    async stop() {
      await running?.stop();
      running = undefined;
    },
  };
}
