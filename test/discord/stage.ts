import { onTestFinished } from "vitest";
import { type Address, type Fault, type Platform, PlatformError } from "#ports/platform.ts";
import { discordSettings } from "../../adapters/discord/config.ts";
import { createDiscord, type DiscordOptions } from "../../adapters/discord/index.ts";
import { createFakeDiscord, type FakeDiscord } from "../fakes/discord/discord.ts";
import type { Channel, Message, User } from "../fakes/discord/world.ts";
import { KeepingHost } from "./host.ts";

/** A server with a course channel, a channel that is listened to, a desk, and three people. */
export type Stage = {
  readonly discord: FakeDiscord;
  readonly host: KeepingHost;
  readonly platform: Platform;
  readonly course: Channel;
  readonly listened: Channel;
  readonly desk: Channel;
  readonly mia: User;
  readonly ben: User;
  readonly anna: User;
  readonly staffRole: string;
  /** A platform as the next process would start it. */
  next(change?: { readonly token?: string; readonly now?: () => number; readonly shards?: string }): Platform;
};

export async function stage(options: DiscordOptions = {}): Promise<Stage> {
  const discord = await createFakeDiscord();
  const { world } = discord;
  const staffRole = world.id();
  const [course, listened, desk] = [world.channel(), world.channel(), world.channel()];
  const [mia, ben, anna] = [world.member("Mia"), world.member("Ben"), world.member("Anna", [staffRole])];
  const host = new KeepingHost();
  const platforms: Platform[] = [];
  const next: Stage["next"] = (change = {}) => {
    const config = discordSettings.parse({
      DISCORD_TOKEN: change.token ?? discord.token,
      DISCORD_STAFF_ROLE: staffRole,
      DISCORD_LISTEN_CHANNELS: listened.id,
      DISCORD_API_URL: discord.apiUrl,
      ...(change.shards && { DISCORD_SHARDS: change.shards }),
    });
    const made = createDiscord(config, {
      fetch: discord.fetch,
      ...options,
      ...(change.now && { now: change.now }),
    });
    if ("off" in made) throw new Error(made.off);
    platforms.push(made);
    return made;
  };
  const platform = next();
  onTestFinished(async () => {
    for (const one of platforms) await one.stop();
    await discord.close();
  });
  return { discord, host, platform, course, listened, desk, mia, ben, anna, staffRole, next };
}

/** The stage with the bot connected. */
export async function live(options: DiscordOptions = {}): Promise<Stage> {
  const made = await stage(options);
  await made.platform.start(made.host);
  await connected(made);
  return made;
}

export async function connected({ discord }: Pick<Stage, "discord">): Promise<void> {
  await until(() => discord.gateway.connected === 1 && discord.rest.requests("PUT", /commands$/).length > 0);
  await pause(20);
}

/** Waits until it is so. Throws after a while. */
export async function until(is: () => boolean | Promise<boolean>, ms = 8000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`not so after ${ms} ms: ${is}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const direct = (channel: Channel): Address => `discord:dm/${channel.id}` as Address;
export const inGuild = (channel: Channel): Address => `discord:${channel.guild_id}/${channel.id}` as Address;
export const threadOf = (message: Message): Address =>
  `discord:${message.guild_id}/${message.channel_id}/${message.id}` as Address;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The fault with which something fails. Throws when it does not. */
export async function faultOf(
  work: Promise<unknown>,
): Promise<{ fault: Fault; retryAfterMs: number | undefined }> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw new Error(`no PlatformError: ${error}`);
  return { fault: error.fault, retryAfterMs: error.retryAfterMs };
}
