import { card } from "./card.ts";
import type { Conversation, Say, State, Step } from "./conversation.ts";
import type { Context, InputOf } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { whenIn } from "./phrases/when.ts";
import { answerButtons, botSay, note, shownName, status, told } from "./say.ts";
import {
  close,
  opened,
  queueWords,
  quiet,
  resolve,
  type WithPeople,
  wait,
  waitingSince,
  withoutPlace,
} from "./transitions.ts";

/** What follows from time passing, and from a platform that will never show a line. */

export function woke(conversation: Conversation, context: Context): Step {
  const { state, wakeAt, ticket } = conversation;
  // An earlier wish to be woken, since replaced.
  if (wakeAt === undefined || wakeAt > context.now) return { conversation, says: [] };
  switch (state.name) {
    case "resolved":
      return { conversation: { ...conversation, wakeAt: undefined }, says: [] };
    case "bot":
      if (state.offer) return offer(conversation, state, context);
      return close(conversation, "quiet", context);
    case "waiting":
    case "human": {
      const opens = context.roster.nextOpening(context.now);
      // In closed hours nobody is reminded of anything but danger.
      if (opens !== undefined && !ticket.crisis)
        return { conversation: { ...conversation, wakeAt: opens }, says: [] };
      if (state.pause) return rested(conversation, state, context);
      if (state.since === undefined) return quietWithPerson(conversation, state, context);
      return remind(conversation, state, context);
    }
  }
}

/** Most people who got no help never ask by themselves. */
function offer(
  conversation: Conversation,
  { misses }: Extract<State, { name: "bot" }>,
  context: Context,
): Step {
  const next = quiet({ ...conversation, state: { name: "bot", misses } }, context.now);
  const words = phrases(conversation.language).offer;
  return { conversation: next, says: [botSay(words, answerButtons(next, false))] };
}

/** What rested comes back; of a promise the student now waits. */
function rested(conversation: Conversation, state: WithPeople, context: Context): Step {
  const desk = phrases(context.deskLanguage).desk;
  const { pause, ...rest } = state;
  const promised = pause?.why === "promised";
  const since = promised ? (state.since ?? context.now) : state.since;
  const awake = since === undefined ? rest : waitingSince(state, { since, reminders: 1, pause: undefined });
  const next = wait({ ...conversation, state: awake }, context);
  const text = promised && state.name === "human" ? desk.promisedReminder(state.staff.name) : desk.snoozeOver;
  return { conversation: next, says: [card(next, context), reminder(next, text, context)] };
}

/** Nobody waits and nobody writes: a warning, then the end. Danger is never closed by time. */
function quietWithPerson(conversation: Conversation, state: WithPeople, context: Context): Step {
  if (state.name !== "human" || conversation.ticket.crisis)
    return { conversation: wait(conversation, context), says: [] };
  if (state.warned) return resolve(conversation, "quiet", context);
  const next = wait({ ...conversation, state: { ...state, warned: true } }, context);
  const { language, timeZone, number } = conversation;
  const { roster, now, deskLanguage } = context;
  const when = whenIn(language, now + roster.autoClose.closeAfterMs, timeZone ?? roster.zone, now);
  const warning = told(phrases(language).closeWarning(number, when));
  return { conversation: next, says: [warning, note(phrases(deskLanguage).desk.warnedQuiet)] };
}

/** One step of the ladder: all, then who is on call, then the lead. The student hears of a long wait once. */
function remind(conversation: Conversation, state: WithPeople, context: Context): Step {
  const { now, roster, deskLanguage } = context;
  const { number, language, ticket } = conversation;
  const desk = phrases(deskLanguage).desk;
  const words = phrases(language);
  const since = state.since ?? now;
  const reminders = state.reminders + 1;
  const waits = waitingSince(state, { since, reminders, pause: undefined });
  const wasTold = reminders > 1;
  const told = waits.name === "waiting" && !wasTold ? { ...waits, place: context.ahead + 1 } : waits;
  const next = wait({ ...conversation, state: told }, context);
  const waited = roster.businessMs(since, now);
  const text =
    state.name === "waiting"
      ? desk.unclaimedReminder(waited)
      : desk.unansweredReminder(state.staff.name, waited);
  const rung = ticket.crisis ? reminders + 1 : reminders;
  const called = rung < 2 ? undefined : rung === 2 ? roster.onCall(now) : (roster.lead ?? roster.onCall(now));
  const says: Say[] = [];
  if (!conversation.deskAt || reminders > 3) says.push(card(next, context));
  // A card that never arrived is a reminder itself: this is the next try, and what waits behind it follows.
  if (conversation.deskAt)
    says.push(reminder(next, called === undefined ? text : `${text} ${desk.calls(called)}`, context));
  if (wasTold) return { conversation: next, says };
  const line =
    told.name === "waiting"
      ? queueWords(next, told, context)
      : words.stillWaitingFor(number, shownName(context, told.staff));
  return { conversation: next, says: [...says, status(line)] };
}

function reminder(conversation: Conversation, text: string, { deskLanguage }: Context): Say {
  const { digestLine } = phrases(deskLanguage).desk;
  return { type: "remind", text, line: digestLine(conversation.number, conversation.student.name, text) };
}

/** Told to the one whose words they were, once. */
export function undelivered(
  conversation: Conversation,
  input: InputOf<"undelivered">,
  context: Context,
): Step {
  const { what, fault } = input;
  const { desk } = phrases(context.deskLanguage);
  const words = phrases(conversation.language);
  if (what === "thread") {
    if (conversation.state.name === "resolved") return { conversation, says: [] };
    const anew = opened(conversation, context);
    return { conversation: anew.conversation, says: [...anew.says, note(desk.threadGone)] };
  }
  if (what === "card") {
    // An old card that could not be changed is no reason to worry anybody: the thread is there.
    const unreached = conversation.state.name === "waiting" && !conversation.deskAt;
    if (!unreached) return { conversation, says: [] };
    const says = [status(words.deskUnreachable(conversation.number))];
    return { conversation: withoutPlace(conversation), says };
  }
  switch (what.by) {
    case "bot":
      return { conversation, says: [] };
    case "student":
      return { conversation, says: [told(words.undelivered(fault))] };
    case "staff": {
      const lost = fault === "unconfirmed" ? "" : ` ${desk.otherWay}`;
      const says: Say[] = [
        { type: "mark", turn: what.number, mark: "failed" },
        note(`${desk.undelivered[fault]}${lost}`),
      ];
      return { conversation, says };
    }
  }
}

/** The student is out of reach: people who have the case must know, and find another way. */
export function left(conversation: Conversation, context: Context): Step {
  const { state } = conversation;
  if (state.name !== "waiting" && state.name !== "human") return { conversation, says: [] };
  return { conversation, says: [note(phrases(context.deskLanguage).desk.left)] };
}
