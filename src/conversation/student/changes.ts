import { card } from "../card.ts";
import type { Conversation, Say, Step } from "../conversation.ts";
import type { Context, InputOf } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { account, answerButtons, answerMessage, botSay } from "../say.ts";
import { quiet } from "../transitions.ts";
import { handOver, toDesk, toPeople, toPeopleAtOnce } from "./to-people.ts";

/** What follows when a student's message changes, goes, or can't be worked on. */

/** The bot can't help with a message that ends its work each time; people see it like any other. */
export function studentFailed(conversation: Conversation, input: InputOf<"failed">, context: Context): Step {
  if (conversation.state.name !== "bot") return toPeople(conversation, input, context);
  const words = phrases(conversation.language);
  const ways = answerButtons(conversation, false);
  return { conversation: quiet(conversation, context.now), says: [botSay(words.failed, ways)] };
}

/**
 * The answer follows the question's new words; what was relayed is changed where it stands. People who have the
 * case see the new words also of a line from before it was theirs.
 */
export function studentEdited(conversation: Conversation, input: InputOf<"edited">, context: Context): Step {
  const { state } = conversation;
  const words = { turn: input.turn.number, text: input.text, files: input.turn.files };
  if (input.reading?.crisis) {
    const ticket = { ...conversation.ticket, crisis: input.reading.crisis };
    return toPeopleAtOnce({ ...conversation, ticket }, words, context);
  }
  const onlyReplace = state.name === "bot" || state.name === "resolved";
  const copy = { ...toDesk(conversation, words, context), onlyReplace };
  if (state.name === "bot" && input.reading?.wants === "person")
    return handOver(conversation, "asked", context);
  if (!input.again || state.name !== "bot") return { conversation, says: [copy] };
  const message = answerMessage(conversation, input.again.answer);
  const answer = {
    type: "post",
    to: "student",
    slot: `turn:${input.again.turn}`,
    isTurn: true,
    message,
  } as const;
  return { conversation, says: [copy, answer] };
}

/** Forgotten on both sides, with the answer to it. */
export function studentDeleted(
  conversation: Conversation,
  input: InputOf<"deleted">,
  context: Context,
): Step {
  const { turn, answeredBy, accounts } = input;
  const says: Say[] = [{ type: "remove", to: "desk", slot: `turn:${turn.number}` }];
  for (const { last, turns } of accounts) {
    const slot = `transcript:${last}` as const;
    const message = account(turns, context.deskLanguage);
    says.push(
      message
        ? { type: "post", to: "desk", slot, message, onlyReplace: true }
        : { type: "remove", to: "desk", slot },
    );
  }
  // The card shows words too.
  says.push(card(conversation, context, { onlyReplace: true }));
  if (answeredBy !== undefined) says.push({ type: "remove", to: "student", slot: `turn:${answeredBy}` });
  return { conversation, says };
}
