import { card } from "../card.ts";
import { type Conversation, PRIORITIES, type Step } from "../conversation.ts";
import type { Context } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { whenIn } from "../phrases/when.ts";
import { note } from "../say.ts";
import { wait } from "../transitions.ts";
import { type Pressed, refused, refusedToOthers } from "./pressing.ts";

/** What staff set on a case that is with people. A case in the queue is everybody's, one with a person theirs. */

export function snooze(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  const { now, roster, deskLanguage } = context;
  const desk = phrases(deskLanguage).desk;
  const no = state.name === "waiting" ? undefined : refusedToOthers(conversation, input, context);
  if (no) return no;
  const until = input.brings?.until;
  if (until === undefined || until <= now) return refused(conversation, input, desk.snoozeHow);
  if (conversation.ticket.crisis) return refused(conversation, input, desk.crisisStays);
  if (state.name !== "waiting" && state.name !== "human") return { conversation, says: [] };
  const rests = { ...conversation, state: { ...state, pause: { until, why: "snoozed" } as const } };
  const next = wait(rests, context);
  const told = desk.snoozed(input.person.name, whenIn(deskLanguage, until, roster.zone, now));
  return { conversation: next, says: [card(next, context), note(told)] };
}

/** Anybody at the desk may want to know; once. */
export function alert(conversation: Conversation, input: Pressed, context: Context): Step {
  const desk = phrases(context.deskLanguage).desk;
  const { state, ticket } = conversation;
  if (state.name === "resolved") return refused(conversation, input, desk.closed);
  if (state.name === "bot") return refused(conversation, input, desk.withBot);
  const others = ticket.alerts.filter(({ id }) => id !== input.person.id);
  const next = { ...conversation, ticket: { ...ticket, alerts: [...others, input.person] } };
  return { conversation: next, says: [note(desk.alertSet(input.person.name))] };
}

export function priority(conversation: Conversation, input: Pressed, context: Context): Step {
  const desk = phrases(context.deskLanguage).desk;
  const wanted = input.brings?.choice?.trim().toLowerCase() ?? "";
  const chosen = PRIORITIES.find((one) => one === wanted || desk.priorities[one] === wanted);
  if (!chosen) {
    const all = PRIORITIES.map((one) =>
      desk.priorities[one] === one ? one : `${desk.priorities[one]} (${one})`,
    );
    return refused(conversation, input, desk.priorityHow(all.join(", ")));
  }
  const ticket = { ...conversation.ticket, priority: chosen };
  return set(
    { ...conversation, ticket },
    desk.prioritySet(input.person.name, desk.priorities[chosen]),
    context,
  );
}

export function category(conversation: Conversation, input: Pressed, context: Context): Step {
  const desk = phrases(context.deskLanguage).desk;
  const wanted = input.brings?.choice?.trim().toLowerCase() ?? "";
  const chosen = context.roster.categories.find((one) => one.toLowerCase() === wanted);
  if (!chosen) return refused(conversation, input, desk.categoryHow(context.roster.categories.join(", ")));
  const next = { ...conversation, ticket: { ...conversation.ticket, category: chosen } };
  return set(next, desk.categorySet(input.person.name, chosen), context);
}

function set(next: Conversation, told: string, context: Context): Step {
  return { conversation: next, says: [card(next, context, { onlyReplace: true }), note(told)] };
}
