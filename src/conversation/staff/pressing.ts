import type { Conversation, Say, Step } from "../conversation.ts";
import type { Context, InputOf } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { noteFor } from "../say.ts";
import { hasIt } from "./words.ts";

/** What all of staff's buttons and commands have in common: who may, and what is shown. */

export type Pressed = InputOf<"pressed">;

/** Words that came with what is refused stay inside. */
export function refused(conversation: Conversation, input: Pressed, text: string): Step {
  const words = input.brings?.words;
  const inside: readonly Say[] = words ? [{ type: "mark", turn: words.turn, mark: "internal" }] : [];
  return { conversation, says: [...inside, noteFor(input.person, text)] };
}

/** Who may not act on the case as its owner is told why; `undefined` for the owner. */
export function refusedToOthers(
  conversation: Conversation,
  input: Pressed,
  context: Context,
): Step | undefined {
  const { state } = conversation;
  const words = phrases(context.deskLanguage).desk;
  switch (state.name) {
    case "resolved":
      return refused(conversation, input, words.closed);
    case "bot":
      return refused(conversation, input, words.withBot);
    case "waiting":
      return refused(conversation, input, words.notClaimed);
    case "human":
      return hasIt(state, input.person)
        ? undefined
        : refused(conversation, input, words.onlyOwner(state.staff.name));
  }
}

/** Words that were not typed in the thread, shown there in their author's name. */
export function shownAtDesk(
  { person }: Pressed,
  words: { readonly turn: number; readonly text: string },
): Say {
  const message = { text: words.text, as: person.name } as const;
  return { type: "post", to: "desk", slot: `turn:${words.turn}`, message };
}
