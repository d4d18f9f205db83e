import type { Message } from "../wire.ts";

/**
 * What a message says, as text that means the same elsewhere: names in place of ids, and without the mention
 * that only called the bot. A forwarded message says what it forwards.
 */
export function spoken(message: Message, self: string): string {
  const own = message.content ?? "";
  const forwarded = (message.message_snapshots ?? []).map(({ message: inner }) => inner.content ?? "");
  const text = [own, ...forwarded].filter((part) => part !== "").join("\n\n");
  // Everything that means something else here begins so.
  if (!text.includes("<")) return text.trim();
  const names = new Map(
    (message.mentions ?? []).map(({ id, member, global_name, username }) => [
      id,
      member?.nick || global_name || username,
    ]),
  );
  return text
    .replace(new RegExp(`[ \\t]*<@!?${self}>[ \\t]*[,:，：]?[ \\t]*`, "g"), " ")
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${names.get(id) ?? "someone"}`)
    .replace(/<@&\d+>/g, "@role")
    .replace(/<#\d+>/g, "#channel")
    .replace(/<a?(:\w+:)\d+>/g, "$1")
    .replace(/<\/([\w -]+):\d+>/g, "/$1")
    .trim();
}
