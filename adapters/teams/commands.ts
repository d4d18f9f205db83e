import type { Action } from "#ports/platform.ts";

/** Teams has no slash commands for bots. Staff call the bot and say one of these; students' words the core reads. */
const commands: Readonly<Record<string, Action>> = {
  claim: "claim",
  领取: "claim",
  release: "release",
  放回: "release",
  "hand back": "handBack",
  handback: "handBack",
  交还: "handBack",
  resolve: "resolve",
  解决: "resolve",
};

/** The action that staff's words ask for, if they are nothing but a command. */
export function command(text: string): Action | undefined {
  const words = text.trim().replace(/^\//, "").replace(/\s+/g, " ").toLowerCase();
  return Object.hasOwn(commands, words) ? commands[words] : undefined;
}
