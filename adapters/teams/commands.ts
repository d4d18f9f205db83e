import type { Action } from "#ports/platform.ts";

/** Teams has no slash commands for bots: its menu of commands types words like these. */
const student: Readonly<Record<string, Action>> = {
  human: "person",
  person: "person",
  "talk to a person": "person",
  转人工: "person",
  simpler: "simpler",
  solved: "solved",
  已解决: "solved",
};
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

/** The action that a message asks for if it is nothing but a command, said to the bot by whom it is for. */
export function command(text: string, kind: "student" | "staff"): Action | undefined {
  const words = text.trim().replace(/^\//, "").replace(/\s+/g, " ").toLowerCase();
  const known = kind === "staff" ? staff : student;
  return Object.hasOwn(known, words) ? known[words] : undefined;
}
