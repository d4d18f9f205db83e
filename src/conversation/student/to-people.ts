import type { StoredFile } from "#ports/platform.ts";
import { card } from "../card.ts";
import type { Conversation, Reason, Say, Step } from "../conversation.ts";
import type { Context } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { policy } from "../policy.ts";
import { botSay, isBlank, leftOut, note, relay, status, told } from "../say.ts";
import { escalate, quiet, wait, waitingSince, withoutPlace } from "../transitions.ts";
import { withTime } from "./late.ts";

/** How a student's words and wishes reach people. */

export type Words = { readonly turn: number; readonly text: string; readonly files: readonly StoredFile[] };

/**
 * Passed on as it is. With a person, the wait begins with the first line that has no answer yet. A case that rested
 * by the wish of staff wakes; a warning that it would be closed is void.
 */
export function toPeople(conversation: Conversation, words: Words, context: Context): Step {
  const { state, ticket } = conversation;
  // A case that is over hears nothing: it is opened again, or the engine opens a new one.
  if (state.name === "bot" || state.name === "resolved") return { conversation, says: [] };
  const says: Say[] = [withTime(toDesk(conversation, words, context), words.turn, context)];
  const names = leftOut(words.files);
  if (names !== undefined) says.push(told(phrases(conversation.language).filesLeftOut(names)));
  const desk = phrases(context.deskLanguage).desk;
  for (const one of ticket.alerts) says.push(note(desk.alert(one.name)));
  const wakes = state.pause?.why === "snoozed";
  if (wakes) says.push(note(desk.woken));
  const alerted = { ...conversation, ticket: { ...ticket, alerts: [] } };
  if (state.since !== undefined && !wakes) return { conversation: alerted, says };
  const reminders = state.since === undefined ? 0 : state.reminders;
  const since = state.since ?? context.now;
  const pause = wakes ? undefined : state.pause;
  return {
    conversation: wait({ ...alerted, state: waitingSince(state, { since, reminders, pause }) }, context),
    says,
  };
}

export function toDesk(
  conversation: Conversation,
  words: Words,
  context: Context,
): Extract<Say, { type: "post" }> {
  const { blank } = phrases(context.deskLanguage).desk;
  // In a shared place others write along: each in their own name.
  const author = context.turns.find((turn) => turn.number === words.turn)?.author ?? conversation.student;
  return relay("desk", isBlank(words) ? { ...words, text: blank } : words, author.name);
}

/**
 * To people, unless this student floods them; then to the tickets that are there. `first` is said before the rest,
 * to meet a mood.
 */
export function handOver(conversation: Conversation, reason: Reason, context: Context, first?: string): Step {
  const today = context.earlier.filter(({ opened }) => opened > context.now - policy.recentTickets);
  if (today.length < policy.ticketsPerDay) return escalate(conversation, reason, context, first);
  const open = today.filter(({ isOpen }) => isOpen).map(({ number }) => `#${number}`);
  const { tooManyTickets } = phrases(conversation.language);
  const says = [botSay(tooManyTickets(open.join(", ")))];
  return { conversation: quiet(conversation, context.now), says };
}

/** Asks a student whether the case that people have is over, with the button that ends it. */
export function settledQuestion(conversation: Conversation): Step {
  const { language, number } = conversation;
  const { settledQuestion, buttons } = phrases(language);
  const solved = {
    action: "solved",
    label: buttons.solved,
    value: String(number),
    style: "primary",
  } as const;
  return {
    conversation: withoutPlace(conversation),
    says: [status(settledQuestion(number), [solved])],
  };
}

/** Danger: people have the case at once and as the most urgent, whoever had it before. */
export function toPeopleAtOnce(conversation: Conversation, words: Words, context: Context): Step {
  const { state } = conversation;
  if (state.name === "bot" || state.name === "resolved") return escalate(conversation, "crisis", context);
  const passed = toPeople(conversation, words, context);
  const { onCall, lead } = context.roster;
  const page = note(phrases(context.deskLanguage).desk.crisisAgain(onCall(context.now) ?? lead));
  // The ladder begins anew, with the shorter steps.
  const since = state.since ?? context.now;
  const urgent = waitingSince(state, { since, reminders: 0, pause: undefined });
  const next = wait({ ...passed.conversation, state: urgent }, context);
  return { conversation: next, says: [...passed.says, page, card(next, context)] };
}
