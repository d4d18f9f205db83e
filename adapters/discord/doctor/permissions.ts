import { z } from "zod";
import { permissions } from "../manifest.ts";

const bits = z.string().regex(/^\d+$/).transform(BigInt);
export const role = z.object({ id: z.string(), name: z.string(), permissions: bits });
export const channel = z.object({
  name: z.string().optional(),
  type: z.number(),
  guild_id: z.string().optional(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), type: z.number(), allow: bits, deny: bits }))
    .default([]),
});

type Where = {
  readonly guild: string;
  readonly bot: string;
  /** All of the server's. */
  readonly roles: readonly z.output<typeof role>[];
  /** The ids of those that the bot has. */
  readonly has: readonly string[];
  readonly channel: z.output<typeof channel>;
};

const ADMINISTRATOR = 1n << 3n;
const FOR_ROLE = 0;

/**
 * The names of the permissions that the bot lacks in a channel, as its server's settings show them.
 * https://docs.discord.com/developers/topics/permissions#permission-overwrites
 */
export function lackingIn({
  guild,
  bot,
  roles,
  has,
  channel: { permission_overwrites: all },
}: Where): readonly string[] {
  const mine = new Set([guild, ...has]);
  const base = roles.filter(({ id }) => mine.has(id)).reduce((sum, one) => sum | one.permissions, 0n);
  if (base & ADMINISTRATOR) return [];
  // For everybody first, then for the bot's roles together, then for the bot itself.
  const layers = [
    all.filter(({ id }) => id === guild),
    all.filter(({ id, type }) => type === FOR_ROLE && id !== guild && mine.has(id)),
    all.filter(({ id }) => id === bot),
  ];
  const granted = layers.reduce((sum, layer) => {
    const denied = layer.reduce((bits, { deny }) => bits | deny, 0n);
    return (sum & ~denied) | layer.reduce((bits, { allow }) => bits | allow, 0n);
  }, base);
  return Object.entries(permissions)
    .filter(([, { bit }]) => (granted & (1n << BigInt(bit))) === 0n)
    .map(([name]) => name);
}
