import type { Conversation, Step } from "./conversation.ts";
import type { InputOf } from "./input.ts";
import { hasIt } from "./staff/words.ts";

/** A reaction on a line of the other side is shown there, if the line came from there and who reacts may speak. */
export function reacted(conversation: Conversation, input: InputOf<"reacted">): Step {
  const { turn, by, person, reaction } = input;
  const { state } = conversation;
  const mayBeSeen =
    by === "student" ? turn.by === "staff" && !turn.internal : turn.by === "student" && hasIt(state, person);
  if (!mayBeSeen) return { conversation, says: [] };
  return { conversation, says: [{ type: "react", turn: turn.number, reaction }] };
}
