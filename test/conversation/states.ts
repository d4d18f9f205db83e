import type { Address } from "#ports/platform.ts";
import type { Conversation, Person, Say, State, Step, Turn } from "../../src/conversation/conversation.ts";
import type { Context } from "../../src/conversation/input.ts";

/** A conversation in each state, and the shortest way to write down what a step answered. */

export const noon = Date.parse("2026-11-23T12:00:00Z");
export const minute = 60_000;
export const hour = 60 * minute;

export const mia: Person = { id: "mia", name: "Mia" };
export const anna: Person = { id: "anna", name: "Anna" };
export const bo: Person = { id: "bo", name: "Bo" };

export const states = {
  bot: { name: "bot", misses: 0 },
  waiting: { name: "waiting", reason: "asked", since: noon, reminders: 0 },
  human: { name: "human", staff: anna, since: noon, reminders: 0 },
  resolved: { name: "resolved", by: "staff" },
} satisfies { [name in State["name"]]: Extract<State, { name: name }> };

export function conversationIn(state: State, change: Partial<Conversation> = {}): Conversation {
  return {
    number: 7,
    student: mia,
    studentAt: "web:student/mia" as Address,
    deskAt: state.name === "bot" ? undefined : ("web:desk/7" as Address),
    language: "en",
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
  return { now, turns, ahead: 0, deskLanguage: "en" };
}

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
      return `waiting ${state.reason}${state.reminders > 0 ? ` ${state.reminders}` : ""}`;
    case "human": {
      const waits = state.since === undefined ? "" : " waits";
      return `${state.staff.id}${waits}${state.reminders > 0 ? ` ${state.reminders}` : ""}`;
    }
    case "resolved":
      return `resolved ${state.by}`;
  }
}

export function writtenSay(say: Say): string {
  const side = (to: "student" | "desk") => (to === "student" ? ">" : "desk:");
  switch (say.type) {
    case "mark":
      return say.mark;
    case "unbutton":
      return "rated";
    case "remove":
      return `${side(say.to)}remove`;
    case "post": {
      const { message, slot, onlyReplace } = say;
      const kind = slot === "card" ? "card" : (message.tone ?? "line");
      return `${side(say.to)}${kind}${onlyReplace || (say.isTurn && slot) ? "~" : ""}`;
    }
  }
}
