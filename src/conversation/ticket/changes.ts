import type { Conversation, Person, State } from "../conversation.ts";
import type { Input } from "../input.ts";

/** Who did something: `bot` also for what time did. */
export type Actor = { readonly by: "student" | "staff" | "bot"; readonly person?: Person };

/** One line of a ticket's audit log. */
export type Change = {
  readonly what: "opened" | "state" | "staff" | "category" | "priority" | "pause" | "crisis";
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** What a step changed of a ticket. `before` is undefined for a case that is new. */
export function changesBetween(before: Conversation | undefined, after: Conversation): readonly Change[] {
  if (!before) return [{ what: "opened", before: undefined, after: stateOf(after.state) }];
  const pairs = [
    ["state", stateOf(before.state), stateOf(after.state)],
    ["staff", staffOf(before.state), staffOf(after.state)],
    ["category", before.ticket.category, after.ticket.category],
    ["priority", before.ticket.priority, after.ticket.priority],
    ["pause", pauseOf(before.state), pauseOf(after.state)],
    ["crisis", before.ticket.crisis, after.ticket.crisis],
  ] as const;
  return pairs.flatMap(([what, from, to]) => (from === to ? [] : [{ what, before: from, after: to }]));
}

/** Whose deed an input is. */
export function actorOf(input: Input, conversation: Conversation): Actor {
  switch (input.type) {
    case "asked":
    case "failed":
    case "left":
      return { by: "student", person: conversation.student };
    case "wrote":
      return { by: "staff", person: input.staff };
    case "edited":
    case "deleted":
      return { by: input.turn.side === "desk" ? "staff" : "student", person: input.turn.author };
    case "pressed":
    case "reacted":
      return { by: input.by, person: input.person };
    case "woke":
    case "moved":
    case "undelivered":
      return { by: "bot" };
  }
}

function stateOf(state: State): string {
  if (state.name === "waiting") return `waiting: ${state.reason}`;
  return state.name === "resolved" ? `resolved: ${state.by}` : state.name;
}

function staffOf(state: State): string | undefined {
  return state.name === "human" ? state.staff.name : undefined;
}

function pauseOf(state: State): string | undefined {
  const pause = "pause" in state ? state.pause : undefined;
  return pause && `${pause.why} until ${new Date(pause.until).toISOString()}`;
}
