import type { Conversation, Say, Step } from "./conversation.ts";
import type { Context, InputOf } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { note, status, told } from "./say.ts";
import { close, opened, wait } from "./transitions.ts";

/** What follows from time passing, and from a platform that will never show a line. */

export function woke(conversation: Conversation, context: Context): Step {
  const { state, wakeAt } = conversation;
  // An earlier wish to be woken, since replaced.
  if (wakeAt === undefined || wakeAt > context.now) return { conversation, says: [] };
  switch (state.name) {
    case "resolved":
      return { conversation: { ...conversation, wakeAt: undefined }, says: [] };
    case "bot":
      return close(conversation, "quiet", context);
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
      if (!conversation.deskAt) says.unshift(...opened(conversation, context));
      if (state.name === "waiting" && state.reminders === 0)
        says.push(status(phrases(conversation.language).stillWaiting(conversation.number)));
      const next = wait(
        { ...conversation, state: { ...state, reminders: state.reminders + 1 } },
        context.now,
      );
      return { conversation: next, says };
    }
  }
}

/** Told to the one whose words they were, once. */
export function undelivered(
  conversation: Conversation,
  input: InputOf<"undelivered">,
  context: Context,
): Step {
  const { what, fault } = input;
  const words = phrases(conversation.language);
  if (what === "card") {
    // An old card that could not be changed is no reason to worry anybody: the thread is there.
    const unreached = conversation.state.name === "waiting" && !conversation.deskAt;
    return { conversation, says: unreached ? [status(words.deskUnreachable(conversation.number))] : [] };
  }
  switch (what.by) {
    case "bot":
      return { conversation, says: [] };
    case "student":
      return { conversation, says: [told(words.undelivered(fault))] };
    case "staff": {
      const { desk } = phrases(context.deskLanguage);
      const says: Say[] = [
        { type: "mark", turn: what.number, mark: "failed" },
        note(desk.undelivered[fault]),
      ];
      return { conversation, says };
    }
  }
}
