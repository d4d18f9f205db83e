import type { Action } from "#ports/controls.ts";

/** What a typed command asks for: something to be done, or an answer to the words behind it. */
export type Command =
  | { readonly action: Action; readonly value: ""; readonly fields?: { readonly text: string } }
  | { readonly ask: string };

/** Teams has no slash commands for bots. Staff call the bot and say one of these. */
const staff: Readonly<Record<string, Action>> = {
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

/** What the bot's menu types for a student; that somebody wants a person, the core reads in their words. */
const student: Readonly<Record<string, Action>> = {
  "open a ticket": "ticket",
  提交工单: "ticket",
  "my tickets": "tickets",
  我的工单: "tickets",
};

/** The action that staff's words ask for, if they are nothing but a command. */
export function staffCommand(text: string): Command | undefined {
  return named(staff, text.replace(/^\//, ""));
}

/** The same for a student: a line of the menu, or a command with a slash as on other platforms. */
export function studentCommand(text: string): Command | undefined {
  const [, word, rest = ""] = /^\/(ask|tickets|ticket|human)(?:\s+([\s\S]*))?$/i.exec(text.trim()) ?? [];
  switch (word?.toLowerCase()) {
    case undefined:
      return named(student, text);
    case "ask":
      return rest === "" ? undefined : { ask: rest };
    case "tickets":
      return { action: "tickets", value: "" };
    case "human":
      return { action: "person", value: "", ...(rest !== "" && { fields: { text: rest } }) };
    default:
      return { action: "ticket", value: "", ...(rest !== "" && { fields: { text: rest } }) };
  }
}

function named(table: Readonly<Record<string, Action>>, text: string): Command | undefined {
  const words = text.trim().replace(/\s+/g, " ").toLowerCase();
  const action = Object.hasOwn(table, words) ? table[words] : undefined;
  return action && { action, value: "" };
}
