import type { Request } from "./request.ts";
import type { Refusal } from "./rules.ts";
import type { Channel, World } from "./world.ts";

/** https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags */
const BIT = {
  administrator: 3,
  addReactions: 6,
  view: 10,
  send: 11,
  embed: 14,
  attach: 15,
  history: 16,
  createThreads: 35,
  sendInThreads: 38,
} as const;

/** What a request to a channel takes, by the pages of the resources that it touches. In direct messages, nothing. */
export function needed({ method, path, body, files }: Request, channel: Channel): readonly number[] {
  if (channel.guild_id === undefined) return [];
  const [, , , second, , fourth] = path.split("/");
  const writes = channel.type === 11 ? BIT.sendInThreads : BIT.send;
  const at = `${method} ${fourth ?? second ?? ""}`;
  // https://docs.discord.com/developers/resources/channel#modify-channel: what is archived but not locked opens for who may write
  if (at === "PATCH " || at === "POST typing") return [BIT.view, writes];
  if (at === "POST threads") return [BIT.view, BIT.createThreads];
  if (at === "PUT reactions") return [BIT.view, BIT.history, BIT.addReactions];
  if (method === "GET" && second === "messages") return [BIT.view, BIT.history];
  if (at !== "POST messages") return [BIT.view];
  const shown = body.embeds?.length ? [BIT.embed] : [];
  return [BIT.view, writes, ...shown, ...(files.length > 0 ? [BIT.attach] : [])];
}

/** Which of the bits the bot lacks in a channel, as a refusal. */
export function lacking(world: World, channel: Channel, bits: readonly number[]): Refusal | undefined {
  const granted = permissionsIn(world, channel);
  const has = (bit: number) => (granted & (1n << BigInt(bit))) !== 0n;
  if (bits.length === 0 || has(BIT.administrator)) return undefined;
  if (!has(BIT.view)) return { status: 403, code: 50001, message: "Missing Access" };
  return bits.every(has) ? undefined : { status: 403, code: 50013, message: "Missing Permissions" };
}

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites */
function permissionsIn(world: World, channel: Channel): bigint {
  const above = channel.type === 11 ? world.channels.get(channel.parent_id ?? "") : channel;
  const mine = [world.guild, ...(world.members.get(world.bot.id)?.roles ?? [])];
  const base = world.roles
    .filter(({ id }) => mine.includes(id))
    .reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  const all = above?.permission_overwrites ?? [];
  const everyone = all.filter(({ id }) => id === world.guild);
  const roles = all.filter(({ id, type }) => type === 0 && id !== world.guild && mine.includes(id));
  const self = all.filter(({ id, type }) => type === 1 && id === world.bot.id);
  return [everyone, roles, self].reduce((sum, layer) => {
    const denied = layer.reduce((bits, { deny }) => bits | BigInt(deny), 0n);
    const allowed = layer.reduce((bits, { allow }) => bits | BigInt(allow), 0n);
    return (sum & ~denied) | allowed;
  }, base);
}
