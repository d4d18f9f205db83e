import type { Address } from "#ports/platform.ts";
import {
  type Conversation,
  newTicket,
  type Person,
  type Say,
  type State,
  type Step,
  type Turn,
} from "../../src/conversation/conversation.ts";
import type { Context } from "../../src/conversation/input.ts";
import { alwaysOpen } from "../../src/desk/roster.ts";

/** A conversation in each state, and the shortest way to write down what a step answered. */

export const noon = Date.parse("2026-11-23T12:00:00Z");
export const minute = 60_000;
export const hour = 60 * minute;

export const mia: Person = { id: "mia", name: "Mia" };
export const anna: Person = { id: "anna", name: "Anna" };
export const lee: Person = { id: "lee", name: "Lee" };
export const bo: Person = { id: "bo", name: "Bo" };

export const states = {
  bot: { name: "bot", misses: 0 },
  waiting: { name: "waiting", reason: "asked", since: noon, reminders: 0 },
  human: { name: "human", staff: anna, since: noon, reminders: 0 },
  resolved: { name: "resolved", by: "staff", at: noon, of: "staff", had: "Anna" },
} satisfies { [name in State["name"]]: Extract<State, { name: name }> };

export function conversationIn(state: State, change: Partial<Conversation> = {}): Conversation {
  return {
    number: 7,
    student: mia,
    studentAt: "web:student/mia" as Address,
    deskAt: state.name === "bot" ? undefined : ("web:desk/7" as Address),
    language: "en",
    timeZone: undefined,
    opened: noon,
    ticket: newTicket,
    state,
    wakeAt: state.name === "resolved" ? undefined : noon + hour,
    ...change,
  };
}

export function turnOf(by: Turn["by"], change: Partial<Turn> = {}): Turn {
  const author = { student: mia, bot: { id: "bot", name: "" }, staff: anna }[by];
  const side = by === "staff" ? "desk" : "student";
  return { number: 1, side, by, author, text: "words", internal: false, files: [], time: noon, ...change };
}

export function contextAt(now: number, turns: readonly Turn[] = [turnOf("student")]): Context {
  return { now, turns, ahead: 0, earlier: [], deskLanguage: "en", roster, replies, colleagues: [] };
}

/** Always open, and lines leave at once. */
export const roster = { ...alwaysOpen("web:desk" as Address), holdMs: 0 };
export const replies: Context["replies"] = { list: () => [{ id: "hello", title: "Hello" }] };

/** `waiting asked: >status desk:card`, or `·` when nothing changed and nothing is said. `>` goes to the student. */
export function written(before: Conversation, { conversation, says }: Step): string {
  const said = says.map(writtenSay).join(" ");
  const same = JSON.stringify(conversation.state) === JSON.stringify(before.state);
  if (same && said === "") return "·";
  return same ? said : `${writtenState(conversation.state)}: ${said}`.trim();
}

function writtenState(state: State): string {
  switch (state.name) {
    case "bot":
      return `bot ${state.misses}`;
    case "waiting":
      return `waiting ${state.reason}${state.reminders > 0 ? ` ${state.reminders}` : ""}${resting(state)}`;
    case "human": {
      const waits = state.since === undefined ? "" : " waits";
      return `${state.staff.id}${waits}${state.reminders > 0 ? ` ${state.reminders}` : ""}${resting(state)}`;
    }
    case "resolved":
      return `resolved ${state.by}`;
  }
}

function resting(state: { readonly pause?: { readonly why: string } }): string {
  return state.pause ? ` ${state.pause.why}` : "";
}

export function writtenSay(say: Say): string {
  const side = (to: "student" | "desk") => (to === "student" ? ">" : "desk:");
  switch (say.type) {
    case "mark":
      return say.mark;
    case "react":
    case "remind":
    case "draft":
    case "rate":
      return say.type;
    case "endDraft":
      return say.sent === undefined ? "dropped" : "sent";
    case "unbutton":
      return "rated";
    case "remove":
      return `${side(say.to)}remove`;
    case "post": {
      const { message, slot, onlyReplace } = say;
      const kind = slot === "card" ? "card" : (message.tone ?? "line");
      const only = message.only === undefined ? "" : `${message.only}:`;
      return `${side(say.to)}${only}${kind}${onlyReplace || (say.isTurn && slot) ? "~" : ""}`;
    }
  }
}
