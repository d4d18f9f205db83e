import type { Conversation, State, Step } from "./conversation.ts";
import type { Context, Input } from "./input.ts";
import { reacted } from "./reactions.ts";
import { staffPressed } from "./staff/pressed.ts";
import { staffEdited, staffWrote } from "./staff/words.ts";
import { studentAsked } from "./student/asked.ts";
import { studentDeleted, studentEdited, studentFailed } from "./student/changes.ts";
import { studentPressed } from "./student/pressed.ts";
import { left, undelivered, woke } from "./time.ts";
import { moved } from "./transitions.ts";

/**
 * The state machine: the only place that decides who speaks to whom. Pure and total: every state has a result
 * for every input. Nothing from the desk reaches the student but the claimer's lines, and the bot answers in
 * its own state only.
 */
export function step(conversation: Conversation, input: Input, context: Context): Step {
  switch (input.type) {
    case "asked":
      return studentAsked(conversation, input, context);
    case "failed":
      return studentFailed(conversation, input, context);
    case "wrote":
      return staffWrote(conversation, input, context);
    case "edited":
      return input.turn.side === "student"
        ? studentEdited(conversation, input, context)
        : staffEdited(conversation, input, context);
    case "deleted":
      return input.turn.side === "student"
        ? studentDeleted(conversation, input, context)
        : { conversation, says: [{ type: "remove", to: "student", slot: `turn:${input.turn.number}` }] };
    case "reacted":
      return reacted(conversation, input);
    case "pressed":
      return input.by === "student"
        ? studentPressed(conversation, input, context)
        : staffPressed(conversation, input, context);
    case "woke":
      return woke(conversation, context);
    case "moved":
      return moved(conversation, context);
    case "left":
      return left(conversation, context);
    case "undelivered":
      return undelivered(conversation, input, context);
  }
}

/** Whether the bot may answer now. Decided here, by state, before any answer is thought of. */
export function botMayAnswer(state: State): boolean {
  return state.name === "bot";
}
