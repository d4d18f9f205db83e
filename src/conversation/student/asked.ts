import type { Reading } from "../../understanding/reading.ts";
import { card } from "../card.ts";
import type { Conversation, State, Step, Turn } from "../conversation.ts";
import type { Context, InputOf } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { policy } from "../policy.ts";
import { heavy, preface, type Situation } from "../preface.ts";
import { answerButtons, answerMessage, botSay, note, told } from "../say.ts";
import { close, quiet, reopen, starsChoice } from "../transitions.ts";
import { withFirstWords } from "./first-words.ts";
import { withTime } from "./late.ts";
import { handOver, settledQuestion, toDesk, toPeople, toPeopleAtOnce } from "./to-people.ts";
import { isUpsetRising, upsetAfter } from "./upset.ts";

/** What follows from a message of the student. */
export function studentAsked(before: Conversation, input: InputOf<"asked">, context: Context): Step {
  const { reading, due } = input;
  const ticket = {
    ...before.ticket,
    upset: upsetAfter(before.ticket.upset, reading),
    mood: reading.mood.sure >= policy.moodCounts ? heavy(reading.mood) : undefined,
    due: due ?? before.ticket.due,
    crisis: reading.crisis ?? before.ticket.crisis,
  };
  const conversation = { ...before, language: reading.language, ticket };
  if (reading.crisis) return toPeopleAtOnce(conversation, input, context);
  const { state } = conversation;
  const author = context.turns.find(({ number }) => number === input.turn)?.author;
  const isOthers = author !== undefined && author.id !== before.student.id;
  // In a shared place others write along: their words pass, their mood and language are not the student's.
  if (isOthers && (state.name === "waiting" || state.name === "human"))
    return toPeople(before, input, context);
  switch (state.name) {
    case "bot":
      return withFirstWords(
        askedBot(conversation, state, input, {
          ...context,
          isUpset: isUpsetRising(before.ticket, ticket, reading),
        }),
        input.turn,
        context,
      );
    case "waiting":
    case "human": {
      const passed = toPeople(conversation, input, context);
      const crossed = before.ticket.upset < policy.upsetAt && ticket.upset >= policy.upsetAt;
      const desk = phrases(context.deskLanguage).desk;
      const mood = crossed ? [note(desk.upsetNow), card(passed.conversation, context)] : [];
      const says = [...passed.says, ...mood];
      if (reading.wants !== "solved" || ticket.crisis) return { conversation: passed.conversation, says };
      // "Got it" may be about something else than the ticket: nobody is sent home for that, but asked.
      const asked = settledQuestion(passed.conversation);
      return { conversation: asked.conversation, says: [...says, ...asked.says] };
    }
    case "resolved":
      return askedAfterTheEnd(conversation, input, context);
  }
}

const friendly: ReadonlySet<Reading["wants"]> = new Set(["solved", "thanks", "greeting", "smallTalk"]);

/** A thumb up after the end is a thank-you as well. */
function isFriendly({ reading, files }: InputOf<"asked">): boolean {
  return friendly.has(reading.wants) || (reading.wants === "nothing" && files.length === 0);
}

/**
 * Whether a message is still about a case that people closed. A question that the bot can answer is a new one; a
 * friendly word belongs to what it thanks for.
 */
export function isAboutClosed(
  { state }: Conversation,
  { reading, answer }: Pick<InputOf<"asked">, "reading" | "answer">,
  now: number,
): boolean {
  if (state.name !== "resolved" || state.of === "bot" || now - state.at > policy.reopenWithin) return false;
  if (["simpler", "example", "more", "less"].includes(reading.wants)) return false;
  const isNew = reading.wants === "answer" && answer?.found && !answer.escalate && !isDiscontent(reading);
  return !isNew;
}

function askedAfterTheEnd(conversation: Conversation, input: InputOf<"asked">, context: Context): Step {
  if (!isAboutClosed(conversation, input, context.now)) return { conversation, says: [] };
  if (isFriendly(input)) return { conversation, says: [told(phrases(conversation.language).welcome)] };
  const again = reopen(conversation, context);
  const line = withTime(toDesk(conversation, input, context), input.turn, context);
  return { conversation: again.conversation, says: [...again.says, line] };
}

type WithBot = Extract<State, { name: "bot" }>;
type BotContext = Context & { readonly isUpset: boolean };

function askedBot(
  conversation: Conversation,
  state: WithBot,
  input: InputOf<"asked">,
  context: BotContext,
): Step {
  const words = phrases(conversation.language);
  const speak = (text: string): Step => ({
    conversation: quiet({ ...conversation, state: { name: "bot", misses: state.misses } }, context.now),
    says: [botSay(text)],
  });
  if (isLoop(context)) return tooFast(conversation, context);
  const { reading } = input;
  const first = met(conversation, reading, "handOver", context);
  if (context.isUpset && reading.person !== "refused") return handOver(conversation, "upset", context, first);
  switch (reading.wants) {
    case "person":
      return handOver(conversation, "asked", context, first);
    case "solved": {
      const helped = context.turns.some((turn) => turn.by !== "student");
      return helped ? solved(conversation, context) : speak(words.welcome);
    }
    case "thanks":
      return speak(words.welcome);
    case "greeting":
      return speak(words.hello);
    case "smallTalk":
      return speak(words.smallTalk);
    case "abuse": {
      // Answered calmly, once; then the way to a person is there.
      const said = context.turns.some((turn) => turn.by === "bot" && turn.text === words.calm);
      return said
        ? handOver(conversation, "upset", context, first)
        : speakWithWays(conversation, words.calm, context);
    }
    case "nothing":
      // Files without words: what was read in them was the question.
      if (input.answer) return answered(conversation, state, input, context);
      return speak(input.files.length > 0 ? words.filesOnly : words.nothingToRead);
    case "answer":
    case "simpler":
    case "example":
    case "more":
    case "less":
      return answered(conversation, state, input, context);
  }
}

/** Ends a case that the bot has, at the student's word. */
export function solved(conversation: Conversation, context: Context): Step {
  const end = close(conversation, "student", context);
  const thanks = phrases(conversation.language).solved;
  return {
    conversation: end.conversation,
    says: [botSay(thanks, [], [starsChoice(end.conversation)]), ...end.says],
  };
}

function speakWithWays(conversation: Conversation, text: string, context: Context): Step {
  const ways = answerButtons(conversation, false);
  return { conversation: quiet(conversation, context.now), says: [botSay(text, ways)] };
}

/** Two machines that answer each other write faster than any person. */
function isLoop({ turns, now }: Context): boolean {
  const [first] = turns.slice(-policy.loopLines);
  return turns.length >= policy.loopLines && first !== undefined && now - first.time < policy.loopWithin;
}

/** Told once; then silence ends the loop. */
function tooFast(conversation: Conversation, context: Context): Step {
  const { tooFast } = phrases(conversation.language);
  const last = context.turns.findLast((turn) => turn.by === "bot");
  if (last === undefined || last.text === tooFast)
    return { conversation: quiet(conversation, context.now), says: [] };
  return speakWithWays(conversation, tooFast, context);
}

function answered(
  conversation: Conversation,
  state: WithBot,
  input: InputOf<"asked">,
  context: Context,
): Step {
  const { answer, reading } = input;
  if (!answer) return handOver(conversation, "failed", context);
  // Asking back is no miss; it happens once.
  const misses = answer.asks ? state.misses : missesAfter(state.misses, answer.found, reading);
  const isRefused = reading.person === "refused";
  const bot: WithBot = { name: "bot", misses, ...(!answer.found && !isRefused && { offer: true }) };
  const next = quietOrOffer({ ...conversation, state: bot }, context.now);
  const first = met(next, reading, answer.found || answer.asks ? "answer" : "unknown", context);
  const message = answerMessage(next, answer, first);
  const post = { type: "post", to: "student", isTurn: true, message } as const;
  // People who hand a case back have seen its topic: it does not return to them for that.
  const handedBack = conversation.deskAt !== undefined;
  const topic = answer.found && answer.escalate && !handedBack;
  const missed =
    misses >= policy.escalateAt && (!answer.found || isDiscontent(reading)) && !isRefused && !answer.asks;
  if (topic || missed) {
    const turns = [...context.turns, botTurn(message.text, context.now)];
    const handed = handOver(next, topic ? "topic" : "missed", { ...context, turns });
    const first = { ...post, message: { ...message, buttons: [] } };
    return { conversation: handed.conversation, says: [first, ...handed.says] };
  }
  if (reading.person !== "hinted") return { conversation: next, says: [post] };
  const offer = botSay(phrases(next.language).hintedOffer, answerButtons(next, false));
  return { conversation: next, says: [post, offer] };
}

/** The sentence that meets the student's mood before what follows; nothing where it was met before. */
function met(
  { language }: Conversation,
  reading: Reading,
  situation: Situation,
  { turns }: Context,
): string | undefined {
  const said = turns.flatMap(({ by, text }) => (by === "bot" ? [text] : []));
  return preface(reading, situation, language, said);
}

/** To ask again, or to be discontent, says that the answer missed something, even where one is found now. */
function missesAfter(before: number, isFound: boolean, reading: Reading): number {
  const again = isDiscontent(reading) ? policy.rephraseWeight : 0;
  return isFound ? Math.max(0, before - policy.foundRelief + 2 * again) : before + policy.missWeight + again;
}

function isDiscontent({ rephrases, displeased }: Reading): boolean {
  return rephrases || displeased === true;
}

/** After a weak answer silence is looked at sooner. */
function quietOrOffer(conversation: Conversation, now: number): Conversation {
  const { state } = conversation;
  if (state.name !== "bot" || !state.offer) return quiet(conversation, now);
  return { ...conversation, wakeAt: now + policy.offerAfter };
}

function botTurn(text: string, time: number): Turn {
  const author = { id: "bot", name: "" };
  return { number: 0, side: "student", by: "bot", author, text, internal: false, files: [], time };
}
