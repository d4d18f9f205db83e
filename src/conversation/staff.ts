import type { Conversation, Person, State, Step } from "./conversation.ts";
import type { Context, InputOf } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { policy } from "./policy.ts";
import { isBlank, note, relay } from "./say.ts";
import { claim, handBack, release, resolve, wait } from "./transitions.ts";

/** What follows from staff's words and buttons. Everything stays inside unless the claimer means it to go out. */

export function staffWrote(conversation: Conversation, input: InputOf<"wrote">, context: Context): Step {
  const { state } = conversation;
  const inside: Step = { conversation, says: [{ type: "mark", turn: input.turn, mark: "internal" }] };
  const words = phrases(context.deskLanguage).desk;
  if (isNote(input.text) || isBlank(input)) return inside;
  switch (state.name) {
    case "human": {
      if (!hasIt(state, input.staff)) return inside;
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
 * What was meant for the student changes there while its author has the case; what stayed inside stays inside,
 * whatever it is edited to. Any other change of a delivered line is held: the new words stay inside, and the
 * author is told that the student still sees the old ones.
 */
export function staffEdited(conversation: Conversation, input: InputOf<"edited">, context: Context): Step {
  const { turn, text } = input;
  const { desk } = phrases(context.deskLanguage);
  if (turn.internal) {
    const meantToGoOut = isNote(turn.text) && !isNote(text);
    return { conversation, says: meantToGoOut ? [note(desk.editStaysInside)] : [] };
  }
  if (isNote(text) || isBlank({ ...turn, text }) || !hasIt(conversation.state, turn.author))
    return {
      conversation,
      says: [{ type: "mark", turn: turn.number, mark: "internal" }, note(desk.editHeld)],
    };
  const words = { turn: turn.number, text, files: turn.files };
  return { conversation, says: [{ ...relay("student", words, turn.author.name), onlyReplace: true }] };
}

function hasIt(state: State, staff: Person): boolean {
  return state.name === "human" && state.staff.id === staff.id;
}

/** Invisible characters before the mark, which some platforms add, do not make it a reply. */
function isNote(text: string): boolean {
  const words = text.replace(/^[\s\p{Cf}]+/u, "");
  return policy.notePrefixes.some((prefix) => words.startsWith(prefix));
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
    case "ticket":
    case "tickets":
    case "reopen":
    case "stars":
    case "because":
    case "takeOver":
    case "transfer":
    case "snooze":
    case "alert":
    case "note":
    case "reply":
    case "suggest":
    case "sendDraft":
    case "dropDraft":
    case "canned":
    case "priority":
    case "category":
    case "list":
    case "transcript":
      return { conversation, says: [] };
  }
}
