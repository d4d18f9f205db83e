import type { Conversation, Person, Say, State, Step } from "../conversation.ts";
import type { Context, InputOf, Written } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { whenIn } from "../phrases/when.ts";
import { policy } from "../policy.ts";
import { isBlank, leftOut, note, noteFor, relay, shownName } from "../say.ts";
import { wait } from "../transitions.ts";

/** What follows from staff's words. Everything stays inside unless the claimer means it to go out. */
export function staffWrote(conversation: Conversation, input: InputOf<"wrote">, context: Context): Step {
  const { state } = conversation;
  const inside: Step = { conversation, says: [{ type: "mark", turn: input.turn, mark: "internal" }] };
  const words = phrases(context.deskLanguage).desk;
  if (isBlank(input)) return inside;
  if (isNote(input.text)) {
    const isByWord = policy.noteWords.test(input.text.trim()) && hasIt(state, input.staff);
    return isByWord
      ? { conversation, says: [...inside.says, noteFor(input.staff, words.noteByWord)] }
      : inside;
  }
  switch (state.name) {
    case "human":
      if (!hasIt(state, input.staff) || context.roster.replyMode === "box") return inside;
      return reply(conversation, state, input, context);
    case "waiting":
      return inside;
    case "bot":
      return { conversation, says: [...inside.says, note(words.withBot)] };
    case "resolved":
      return { conversation, says: [...inside.says, note(words.closed)] };
  }
}

type WithPerson = Extract<State, { name: "human" }>;

/**
 * Words of the one who has the case go to the student, a moment later, so that they can be taken back. Whatever they
 * promise is reminded of; nobody waits any more.
 */
export function reply(
  conversation: Conversation,
  { staff }: WithPerson,
  words: Written & { readonly promised?: number | undefined },
  context: Context,
): Step {
  const { roster, deskLanguage, now } = context;
  const desk = phrases(deskLanguage).desk;
  const { promised } = words;
  const pause = promised === undefined ? {} : { pause: { until: promised, why: "promised" } as const };
  const next = wait(
    { ...conversation, state: { name: "human", staff, since: undefined, reminders: 0, ...pause } },
    context,
  );
  const says: Say[] = [{ ...relay("student", words, shownName(context, staff)), hold: roster.holdMs }];
  const names = leftOut(words.files);
  if (names !== undefined) says.push(note(desk.filesLeftOut(names)));
  if (promised !== undefined)
    says.push(noteFor(staff, desk.promise(whenIn(deskLanguage, promised, roster.zone, now))));
  return { conversation: next, says };
}

/**
 * What was meant for the student changes there while its author has the case; what stayed inside stays inside,
 * whatever it is edited to. Any other change of a delivered line is held: the new words stay inside, and the
 * author is told that the student still sees the old ones. A line that never arrived is sent anew.
 */
export function staffEdited(conversation: Conversation, input: InputOf<"edited">, context: Context): Step {
  const { turn, text, copy } = input;
  const { state } = conversation;
  const { desk } = phrases(context.deskLanguage);
  if (turn.internal) {
    const meantToGoOut = isNote(turn.text) && !isNote(text);
    return { conversation, says: meantToGoOut ? [note(desk.editStaysInside)] : [] };
  }
  const words = { turn: turn.number, text, files: turn.files };
  const mark = { type: "mark", turn: turn.number, mark: "internal" } as const;
  if (isNote(text) || isBlank(words) || !hasIt(state, turn.author)) {
    if (copy !== "held") return { conversation, says: [mark, note(desk.editHeld)] };
    const slot = `turn:${turn.number}` as const;
    const unsend = { type: "remove", to: "student", slot, keepsWords: true } as const;
    return { conversation, says: [unsend, mark, note(desk.editUnsent)] };
  }
  const again = relay("student", words, shownName(context, turn.author));
  if (copy === "lost") return { conversation, says: [{ ...again, hold: context.roster.holdMs }] };
  return { conversation, says: [{ ...again, onlyReplace: true }] };
}

export function hasIt(state: State, staff: Person): boolean {
  return state.name === "human" && state.staff.id === staff.id;
}

/** Invisible characters before the mark, which some platforms add, do not make it a reply. */
function isNote(text: string): boolean {
  const words = text.replace(/^[\s\p{Cf}]+/u, "");
  return policy.notePrefixes.some((prefix) => words.startsWith(prefix)) || policy.noteWords.test(words);
}
