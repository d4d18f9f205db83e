import type { Conversation, Turn } from "../conversation.ts";
import type { Context } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { preview } from "../phrases/preview.ts";
import { whenIn } from "../phrases/when.ts";
import { policy } from "../policy.ts";
import { priorityOf } from "./priority.ts";

type Fact = { readonly label: string; readonly value: string };

/** What staff see of a case besides its words. What is as usual or not known is left out. */
export function facts(
  conversation: Conversation,
  context: Context,
  rating: string | undefined,
): readonly Fact[] {
  const { state, ticket } = conversation;
  const { now, deskLanguage, roster, earlier, turns } = context;
  const { facts, ...words } = phrases(deskLanguage).desk;
  const waited = "since" in state && state.since !== undefined ? roster.businessMs(state.since, now) : 0;
  const priority = priorityOf(conversation, now, waited);
  const pause = "pause" in state ? state.pause : undefined;
  const isOver = state.name === "resolved";
  const when = (at: number) => whenIn(deskLanguage, at, roster.zone, now);
  const all: readonly (readonly [label: string, value: string | undefined])[] = [
    [facts.state, words.state(state)],
    [facts.reason, state.name === "waiting" ? words.reasons[state.reason] : undefined],
    [facts.crisis, ticket.crisis && words.crises[ticket.crisis]],
    [facts.priority, priority === "normal" || isOver ? undefined : words.priorities[priority]],
    [facts.mood, isOver ? undefined : mood(conversation, context)],
    [facts.category, ticket.category],
    [facts.due, ticket.due === undefined ? undefined : when(ticket.due)],
    [facts.pause, pause && when(pause.until)],
    [facts.language, words.languages[conversation.language]],
    [facts.where, where(conversation)],
    [facts.tried, tried(context)],
    [facts.read, turns.findLast(({ read }) => read !== undefined)?.read],
    [facts.earlier, earlier.length > 0 ? earlier.map(({ number }) => `#${number}`).join(" ") : undefined],
    [facts.rating, rating],
  ];
  return all.flatMap(([label, value]) =>
    value === undefined ? [] : [{ label, value: preview(value, 400) }],
  );
}

function mood({ ticket }: Conversation, { deskLanguage }: Context): string | undefined {
  const { upset, veryUpset, ...moods } = phrases(deskLanguage).desk.moods;
  const grade =
    ticket.upset >= policy.upsetAt ? veryUpset : ticket.upset >= policy.upsetShown ? upset : undefined;
  const name = ticket.mood && moods[ticket.mood];
  return [grade, name].filter((one) => one !== undefined).join(", ") || undefined;
}

/** The platform's name, as it stands in the student's address. */
function where({ studentAt }: Conversation): string {
  return studentAt.charAt(0).toUpperCase() + studentAt.slice(1, studentAt.indexOf(":"));
}

/** What the bot answered from, with what the student said against it. */
function tried({ turns, deskLanguage }: Context): string | undefined {
  const { because } = phrases(deskLanguage).desk;
  const told = (turn: Turn): readonly string[] => {
    const sources = turn.sources?.join(", ");
    const against = turn.because && `👎 ${because[turn.because]}`;
    const words = [sources, against].filter((one) => one !== undefined);
    return words.length === 0 ? [] : [words.join(" ")];
  };
  return [...new Set(turns.flatMap(told))].join("; ") || undefined;
}
