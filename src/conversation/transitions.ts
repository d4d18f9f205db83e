import type { Choice } from "#ports/controls.ts";
import { card } from "./card.ts";
import type { Conversation, Pause, Person, Reason, Say, State, Step } from "./conversation.ts";
import type { Context } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { whenIn } from "./phrases/when.ts";
import { policy, untilReminder } from "./policy.ts";
import { account, note, shownName, status } from "./say.ts";

/** The changes of state, each with all that is said because of it. */

/** To the people: the student is told, with `first` before it, and the desk gets its card and what was said. */
export function escalate(before: Conversation, reason: Reason, context: Context, first?: string): Step {
  const { now, roster, turns, ahead } = context;
  const said = turns.flatMap(({ by, text }) => (by === "student" ? [text] : [])).join("\n");
  const category = before.ticket.category ?? roster.suggestedCategory(said);
  const state = { name: "waiting", reason, since: now, reminders: 0, place: ahead + 1 } as const;
  const next = wait({ ...before, ticket: { ...before.ticket, category }, state }, context);
  const words = queueWords(next, state, context);
  const card = opened(next, context);
  return {
    conversation: card.conversation,
    says: [status(first ? `${first} ${words}` : words), ...card.says],
  };
}

/** Somebody who waited longer waits no more: the line that tells the place is changed where it stands. */
export function moved(conversation: Conversation, context: Context): Step {
  const { state } = conversation;
  const place = context.ahead + 1;
  if (state.name !== "waiting" || state.place === undefined || state.place === place)
    return { conversation, says: [] };
  const next = { ...state, place };
  const line = { ...status(queueWords(conversation, next, context)), onlyReplace: true };
  return { conversation: { ...conversation, state: next }, says: [line] };
}

type Waiting = Extract<State, { name: "waiting" }>;

/** What tells a student who waits where they stand. */
export function queueWords(
  conversation: Conversation,
  { reason, reminders, place = 1 }: Waiting,
  context: Context,
): string {
  const words = phrases(conversation.language);
  if (reminders > 0) return words.stillWaiting(conversation.number, place);
  return words.waiting(conversation.number, place, reason, whenPeople(conversation, context));
}

/** The status line tells something else than the place in the queue. */
export function withoutPlace(conversation: Conversation): Conversation {
  const { state } = conversation;
  if (state.name !== "waiting") return conversation;
  const { place: _, ...rest } = state;
  return { ...conversation, state: rest };
}

/** Who is there now, or when somebody will be, by the student's clock. */
function whenPeople({ language, timeZone }: Conversation, { now, roster }: Context): string {
  const words = phrases(language);
  const opens = roster.nextOpening(now);
  if (opens !== undefined)
    return words.opensAt(
      whenIn(language, opens, timeZone ?? roster.zone, now),
      timeZone ? undefined : roster.zone,
    );
  const onShift = roster.staffShownAs === "name" ? roster.onDuty(now) : [];
  return onShift.length > 0 ? words.onShift(onShift.join(", ")) : "";
}

/** What the desk gets of a case that is new to it: its card, and what was said. */
export function opened(conversation: Conversation, context: Context): Step {
  const { turns, deskLanguage } = context;
  const last = turns.at(-1)?.number ?? 0;
  const message = account(turns, deskLanguage);
  if (!message) return { conversation, says: [card(conversation, context)] };
  const handed = [...conversation.ticket.handed.filter((one) => one !== last), last];
  return {
    conversation: { ...conversation, ticket: { ...conversation.ticket, handed } },
    says: [card(conversation, context), { type: "post", to: "desk", slot: `transcript:${last}`, message }],
  };
}

/** A person takes the case: from the queue, or straight from the bot. */
export function claim(conversation: Conversation, staff: Person, context: Context): Step {
  const { state } = conversation;
  const since = state.name === "waiting" ? state.since : undefined;
  const next = owned(conversation, staff, since, context);
  const desk = phrases(context.deskLanguage).desk;
  const said = context.roster.replyMode === "box" ? desk.claimedByBox : desk.claimedBy;
  const shown =
    state.name === "bot" ? opened(next, context) : { conversation: next, says: [card(next, context)] };
  const says = [takenStatus(next, staff, context), ...shown.says, note(said(staff.name))];
  return { conversation: shown.conversation, says };
}

/** From one person to another: by the one who has it, or by the one who takes it over. */
export function pass(conversation: Conversation, to: Person, told: string, context: Context): Step {
  const { state } = conversation;
  const since = state.name === "human" ? state.since : undefined;
  const next = owned(conversation, to, since, context);
  return { conversation: next, says: [takenStatus(next, to, context), card(next, context), note(told)] };
}

function owned(
  conversation: Conversation,
  staff: Person,
  since: number | undefined,
  context: Context,
): Conversation {
  return wait({ ...conversation, state: { name: "human", staff, since, reminders: 0 } }, context);
}

function takenStatus(conversation: Conversation, staff: Person, context: Context): Say {
  return status(phrases(conversation.language).taken(conversation.number, shownName(context, staff)));
}

/** Back into the queue; the student keeps the time waited so far. */
export function release(conversation: Conversation, staff: Person, context: Context): Step {
  const { state } = conversation;
  const since = (state.name === "human" ? state.since : undefined) ?? context.now;
  const next = wait(
    { ...conversation, state: { name: "waiting", reason: "released", since, reminders: 0 } },
    context,
  );
  return changed(next, context, {
    student: status(phrases(next.language).releasedStatus(next.number)),
    desk: phrases(context.deskLanguage).desk.released(staff.name),
  });
}

/** Back to the bot, which starts anew: earlier misses and moods do not count. Never in a crisis. */
export function handBack(conversation: Conversation, staff: Person, context: Context): Step {
  const ticket = { ...conversation.ticket, upset: 0 };
  const next = quiet({ ...conversation, ticket, state: { name: "bot", misses: 0 } }, context.now);
  return changed(next, context, {
    student: status(phrases(next.language).handedBack(next.number)),
    desk: phrases(context.deskLanguage).desk.handedBack(staff.name),
  });
}

/** The end of a case that people had. The student may rate it, and open it again. */
export function resolve(
  conversation: Conversation,
  by: "student" | "quiet" | Person,
  context: Context,
): Step {
  const next = closed(conversation, typeof by === "string" ? by : "staff", "staff", context);
  const words = phrases(next.language);
  const desk = phrases(context.deskLanguage).desk;
  const text =
    by === "student" ? words.resolvedByStudent : by === "quiet" ? words.resolvedQuiet : words.resolvedByStaff;
  const reopen = {
    action: "reopen",
    label: words.ticketButtons.reopen,
    value: String(next.number),
  } as const;
  return changed(next, context, {
    student: status(text(next.number), [reopen], [starsChoice(next)]),
    desk:
      by === "student" ? desk.resolvedByStudent : by === "quiet" ? desk.closedQuiet : desk.resolved(by.name),
  });
}

/** Names the closing that it rates: an old one can't be rated as a new one. */
export function starsChoice({ language, number, ticket }: Conversation): Choice {
  const words = phrases(language);
  const options = words.stars.map((label, index) => ({ label, value: String(index + 1) }));
  return { action: "stars", label: words.rate, value: `${number}.${ticket.closings}`, options };
}

function changed(next: Conversation, context: Context, told: { student: Say; desk: string }): Step {
  return { conversation: next, says: [told.student, card(next, context), note(told.desk)] };
}

/** The end of a case that the bot had. The desk sees it on the card, if the case was there before. */
export function close(conversation: Conversation, by: "student" | "quiet", context: Context): Step {
  const next = closed(conversation, by, "bot", context);
  return { conversation: next, says: [card(next, context, { onlyReplace: true })] };
}

function closed(
  conversation: Conversation,
  by: "student" | "staff" | "quiet",
  of: "bot" | "staff",
  { now }: Context,
): Conversation {
  const ticket = { ...conversation.ticket, closings: conversation.ticket.closings + 1, alerts: [] };
  const had = conversation.state.name === "human" ? { had: conversation.state.staff.name } : {};
  return { ...conversation, ticket, state: { name: "resolved", by, at: now, of, ...had }, wakeAt: undefined };
}

/** Open once more, for people: with its thread, its card and its number. */
export function reopen(conversation: Conversation, context: Context): Step {
  const { now, ahead, deskLanguage } = context;
  const had = conversation.state.name === "resolved" ? conversation.state.had : undefined;
  const state = { name: "waiting", reason: "reopened", since: now, reminders: 0, place: ahead + 1 } as const;
  const next = wait({ ...conversation, state }, context);
  const words = queueWords(next, state, context);
  const shown = conversation.deskAt
    ? { conversation: next, says: [card(next, context)] }
    : opened(next, context);
  const says = [status(words), ...shown.says, note(phrases(deskLanguage).desk.reopened(had))];
  return { conversation: shown.conversation, says };
}

/** With the bot, time ends the conversation when the student went away. */
export function quiet(conversation: Conversation, now: number): Conversation {
  return { ...conversation, wakeAt: now + policy.quietAfter };
}

/**
 * With people, time reminds the desk of a student who waits, wakes a case that rests, and ends one where nobody
 * writes any more. Each step of the ladder is counted from now, in open hours, so that steps missed during a long
 * stop are one reminder, not a storm.
 */
export function wait(
  conversation: Conversation,
  { now, roster }: Pick<Context, "now" | "roster">,
): Conversation {
  const { state, ticket } = conversation;
  if (state.name !== "waiting" && state.name !== "human") return conversation;
  const at = () => {
    if (state.pause) return state.pause.until;
    if (state.since === undefined) {
      if (ticket.crisis) return now + policy.remindEvery;
      const { warnAfterMs, closeAfterMs } = roster.autoClose;
      return now + (state.name === "human" && state.warned ? closeAfterMs : warnAfterMs);
    }
    if (ticket.crisis) return now + untilReminder(state.reminders, policy.crisisReminders);
    const span = untilReminder(state.reminders);
    if (span < policy.remindEvery) return roster.afterBusiness(now, span);
    return roster.nextOpening(now + span) ?? now + span;
  };
  return { ...conversation, wakeAt: Math.max(at(), now + 1) };
}

export type WithPeople = Extract<State, { name: "waiting" | "human" }>;

/** The same queue or owner, with a wait of its own. */
export function waitingSince(
  state: WithPeople,
  { since, reminders, pause }: { since: number; reminders: number; pause: Pause | undefined },
): WithPeople {
  const waits = { since, reminders, ...(pause && { pause }) };
  return state.name === "waiting"
    ? {
        name: state.name,
        reason: state.reason,
        ...(state.place !== undefined && { place: state.place }),
        ...waits,
      }
    : { name: state.name, staff: state.staff, ...waits };
}
