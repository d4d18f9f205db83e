import type { Conversation, Say, Step } from "./conversation.ts";
import type { Context, InputOf } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { card, note, status, told } from "./say.ts";
import { closed, wait } from "./transitions.ts";

/** What follows from time passing, and from a platform that will never show a line. */

export function woke(conversation: Conversation, context: Context): Step {
  const { state, wakeAt } = conversation;
  // An earlier wish to be woken, since replaced.
  if (wakeAt === undefined || wakeAt > context.now) return { conversation, says: [] };
  switch (state.name) {
    case "resolved":
      return { conversation: { ...conversation, wakeAt: undefined }, says: [] };
    case "bot":
      return { conversation: closed(conversation, "quiet"), says: [] };
    case "waiting":
    case "human": {
      if (state.since === undefined) return { conversation: wait(conversation, context.now), says: [] };
      const minutes = Math.round((context.now - state.since) / 60_000);
      const desk = phrases(context.deskLanguage).desk;
      const reminder =
        state.name === "waiting"
          ? desk.unclaimedReminder(minutes)
          : desk.unansweredReminder(state.staff.name, minutes);
      const says: Say[] = [note(reminder)];
      // The card never arrived: this is the next try.
      if (!conversation.deskAt) says.unshift(card(conversation, context.turns, context.deskLanguage));
      if (state.name === "waiting" && state.reminders === 0)
        says.push(status(phrases(conversation.language).stillWaiting(conversation.number)));
      const next = wait(
        { ...conversation, state: { ...state, reminders: state.reminders + 1 } },
        context.now,
      );
      // After a long stop of the process, steps of the ladder that were missed are one reminder, not a storm.
      const wakes = Math.max(next.wakeAt ?? 0, context.now + 60_000);
      return { conversation: { ...next, wakeAt: wakes }, says };
    }
  }
}

/** Told to the one whose words they were, once. */
export function undelivered(
  conversation: Conversation,
  input: InputOf<"undelivered">,
  context: Context,
): Step {
  const turn = input.what;
  if (turn === "card") {
    const { deskUnreachable } = phrases(conversation.language);
    return { conversation, says: [status(deskUnreachable(conversation.number))] };
  }
  if (turn.by === "bot") return { conversation, says: [] };
  if (turn.side === "student")
    return { conversation, says: [told(phrases(conversation.language).notDelivered)] };
  const desk = phrases(context.deskLanguage).desk;
  const says: Say[] = [
    { type: "mark", turn: turn.number, mark: "failed" },
    note(desk.notDelivered(desk.faults[input.fault])),
  ];
  return { conversation, says };
}
