import type { Conversation, Person, Reason, Say, Step } from "./conversation.ts";
import type { Context } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { policy, untilReminder } from "./policy.ts";
import { card, note, status, transcript } from "./say.ts";

/** The changes of state, each with all that is said because of it. */

/** To the people: the student is told, the desk gets its card and what was said. */
export function escalate(conversation: Conversation, reason: Reason, context: Context): Step {
  const { now } = context;
  const next = wait({ ...conversation, state: { name: "waiting", reason, since: now, reminders: 0 } }, now);
  const told = phrases(next.language).waiting(next.number, context.ahead + 1, reason);
  return { conversation: next, says: [status(told), ...opened(next, context)] };
}

/** What the desk gets of a case that is new to it. */
export function opened(conversation: Conversation, context: Context): readonly Say[] {
  const { turns, deskLanguage } = context;
  return [card(conversation, turns, deskLanguage), ...transcript(turns, deskLanguage)];
}

/** A person takes the case: from the queue, or straight from the bot. */
export function claim(conversation: Conversation, staff: Person, context: Context): Step {
  const { state } = conversation;
  const { now, turns, deskLanguage } = context;
  const since = state.name === "waiting" ? state.since : undefined;
  const next = wait({ ...conversation, state: { name: "human", staff, since, reminders: 0 } }, now);
  const says: Say[] = [
    status(phrases(next.language).taken(next.number, staff.name)),
    ...(state.name === "bot" ? opened(next, context) : [card(next, turns, deskLanguage)]),
    note(phrases(deskLanguage).desk.claimedBy(staff.name)),
  ];
  return { conversation: next, says };
}

/** Back into the queue; the student keeps the time waited so far. */
export function release(conversation: Conversation, staff: Person, context: Context): Step {
  const { state } = conversation;
  const since = (state.name === "human" ? state.since : undefined) ?? context.now;
  const next = wait(
    { ...conversation, state: { name: "waiting", reason: "released", since, reminders: 0 } },
    context.now,
  );
  return changed(next, context, {
    student: phrases(next.language).releasedStatus(next.number),
    desk: phrases(context.deskLanguage).desk.released(staff.name),
  });
}

/** Back to the bot, which starts anew: earlier misses do not count. */
export function handBack(conversation: Conversation, staff: Person, context: Context): Step {
  const next = quiet({ ...conversation, state: { name: "bot", misses: 0 } }, context.now);
  return changed(next, context, {
    student: phrases(next.language).handedBack(next.number),
    desk: phrases(context.deskLanguage).desk.handedBack(staff.name),
  });
}

/** The end of a case that people had. */
export function resolve(conversation: Conversation, by: "student" | Person, context: Context): Step {
  const next = closed(conversation, by === "student" ? "student" : "staff");
  const words = phrases(next.language);
  const desk = phrases(context.deskLanguage).desk;
  return changed(next, context, {
    student: (by === "student" ? words.resolvedByStudent : words.resolvedByStaff)(next.number),
    desk: by === "student" ? desk.resolvedByStudent : desk.resolved(by.name),
  });
}

function changed(next: Conversation, context: Context, told: { student: string; desk: string }): Step {
  const says = [status(told.student), card(next, context.turns, context.deskLanguage), note(told.desk)];
  return { conversation: next, says };
}

/** The end of a case that the bot had. The desk sees it on the card, if the case was there before. */
export function close(conversation: Conversation, by: "student" | "quiet", context: Context): Step {
  const next = closed(conversation, by);
  return { conversation: next, says: [card(next, context.turns, context.deskLanguage, true)] };
}

function closed(conversation: Conversation, by: "student" | "staff" | "quiet"): Conversation {
  return { ...conversation, state: { name: "resolved", by }, wakeAt: undefined };
}

/** With the bot, time ends the conversation when the student went away. */
export function quiet(conversation: Conversation, now: number): Conversation {
  return { ...conversation, wakeAt: now + policy.quietAfter };
}

/**
 * With people, time reminds the desk of a student who waits; of others it only looks again. Each step of the
 * ladder is counted from now, so that steps missed during a long stop are one reminder, not a storm.
 */
export function wait(conversation: Conversation, now: number): Conversation {
  const { state } = conversation;
  if (state.name !== "waiting" && state.name !== "human") return conversation;
  const pause = state.since === undefined ? policy.humanQuiet : untilReminder(state.reminders);
  return { ...conversation, wakeAt: now + pause };
}
