import type { Conversation, Step } from "./conversation.ts";
import type { Context, InputOf } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { policy } from "./policy.ts";
import { note, relay } from "./say.ts";
import { claim, handBack, release, resolve, wait } from "./transitions.ts";

/** What follows from staff's words and buttons. Everything stays inside unless the claimer means it to go out. */

export function staffWrote(conversation: Conversation, input: InputOf<"wrote">, context: Context): Step {
  const { state } = conversation;
  const inside: Step = { conversation, says: [{ type: "mark", turn: input.turn, mark: "internal" }] };
  const words = phrases(context.deskLanguage).desk;
  if (isNote(input.text)) return inside;
  switch (state.name) {
    case "human": {
      if (state.staff.id !== input.staff.id) return inside;
      const answered = wait(
        { ...conversation, state: { ...state, since: undefined, reminders: 0 } },
        context.now,
      );
      return { conversation: answered, says: [relay("student", input, state.staff.name)] };
    }
    case "waiting":
      return inside;
    case "bot":
      return { conversation, says: [...inside.says, note(words.withBot)] };
    case "resolved":
      return { conversation, says: [...inside.says, note(words.closed)] };
  }
}

/**
 * What reached the student changes there; what stayed inside stays inside, whatever it is edited to. A
 * delivered line that is turned into a note is held, since nobody can tell which of the two was meant.
 */
export function staffEdited(conversation: Conversation, input: InputOf<"edited">, context: Context): Step {
  const { turn, text } = input;
  if (turn.internal) return { conversation, says: [] };
  if (isNote(text)) return { conversation, says: [note(phrases(context.deskLanguage).desk.editHeld)] };
  const words = { turn: turn.number, text, files: turn.files };
  return { conversation, says: [{ ...relay("student", words, turn.author.name), onlyReplace: true }] };
}

export function isNote(text: string): boolean {
  return text.trimStart().startsWith(policy.notePrefix);
}

export function staffPressed(conversation: Conversation, input: InputOf<"pressed">, context: Context): Step {
  const { state } = conversation;
  const { action, person } = input;
  const words = phrases(context.deskLanguage).desk;
  const only = (text: string): Step => ({ conversation, says: [note(text)] });
  switch (action) {
    case "claim":
      if (state.name === "resolved") return only(words.closed);
      if (state.name !== "human") return claim(conversation, person, context);
      return state.staff.id === person.id
        ? { conversation, says: [] }
        : only(words.alreadyClaimed(state.staff.name));
    case "release":
    case "handBack":
    case "resolve": {
      if (state.name === "resolved") return only(words.closed);
      if (state.name === "bot") return only(words.withBot);
      if (state.name === "human" && state.staff.id !== person.id)
        return only(words.onlyOwner(state.staff.name));
      if (action === "resolve") return resolve(conversation, person, context);
      if (action === "handBack") return handBack(conversation, person, context);
      return state.name === "human" ? release(conversation, person, context) : only(words.notClaimed);
    }
    // A student's to press.
    case "person":
    case "simpler":
    case "helpful":
    case "unhelpful":
    case "solved":
      return { conversation, says: [] };
  }
}
