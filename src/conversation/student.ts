import type { Conversation, Reason, Say, State, Step, Turn } from "./conversation.ts";
import type { Context, InputOf } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { policy } from "./policy.ts";
import { answerButtons, answerMessage, botSay, relay } from "./say.ts";
import { closed, escalate, quiet, resolve, wait } from "./transitions.ts";

/** What follows from the student's words and buttons. */

export function studentAsked(before: Conversation, input: InputOf<"asked">, context: Context): Step {
  const conversation = { ...before, language: input.reading.language };
  const { state } = conversation;
  switch (state.name) {
    case "bot":
      return askedBot(conversation, state, input, context);
    case "waiting": {
      const passed = relay("desk", input, conversation.student.name);
      if (input.reading.wants !== "solved") return { conversation, says: [passed] };
      const end = resolve(conversation, "student", context);
      return { conversation: end.conversation, says: [passed, ...end.says] };
    }
    case "human": {
      const since = state.since ?? context.now;
      const reminders = state.since === undefined ? 0 : state.reminders;
      const waits = wait({ ...conversation, state: { ...state, since, reminders } }, context.now);
      return { conversation: waits, says: [relay("desk", input, conversation.student.name)] };
    }
    case "resolved":
      return { conversation, says: [] };
  }
}

type WithBot = Extract<State, { name: "bot" }>;

function askedBot(
  conversation: Conversation,
  state: WithBot,
  input: InputOf<"asked">,
  context: Context,
): Step {
  const words = phrases(conversation.language);
  const speak = (text: string): Step => ({
    conversation: quiet(conversation, context.now),
    says: [botSay(text)],
  });
  switch (input.reading.wants) {
    case "person":
      return escalate(conversation, "asked", context);
    case "solved": {
      const helped = context.turns.some((turn) => turn.by === "bot");
      return helped
        ? { conversation: closed(conversation, "student"), says: [botSay(words.solved)] }
        : speak(words.welcome);
    }
    case "thanks":
      return speak(words.welcome);
    case "greeting":
      return speak(words.hello);
    case "nothing":
      return speak(input.files.length > 0 ? words.filesOnly : words.nothingToRead);
    case "answer":
    case "simpler":
    case "example":
    case "more":
      return answered(conversation, state, input, context);
  }
}

function answered(
  conversation: Conversation,
  state: WithBot,
  input: InputOf<"asked">,
  context: Context,
): Step {
  const { answer } = input;
  if (!answer) return escalate(conversation, "failed", context);
  const misses = answer.found ? 0 : state.misses + 1;
  const next = quiet({ ...conversation, state: { name: "bot", misses } }, context.now);
  const message = answerMessage(next, answer);
  const reason = reasonToEscalate(answer.found && answer.escalate, misses);
  if (!reason) return { conversation: next, says: [{ type: "post", to: "student", isTurn: true, message }] };
  const said: Turn = {
    number: 0,
    side: "student",
    by: "bot",
    author: { id: "bot", name: "" },
    text: answer.text,
    internal: false,
    files: [],
    time: context.now,
  };
  const handed = escalate(next, reason, { ...context, turns: [...context.turns, said] });
  const first = { type: "post", to: "student", isTurn: true, message: { ...message, buttons: [] } } as const;
  return { conversation: handed.conversation, says: [first, ...handed.says] };
}

function reasonToEscalate(topic: boolean, misses: number): Reason | undefined {
  if (topic) return "topic";
  return misses >= policy.missesToEscalate ? "missed" : undefined;
}

/** The answer follows the question's new words; what was relayed is changed where it stands. */
export function studentEdited(conversation: Conversation, input: InputOf<"edited">): Step {
  const slot = `turn:${input.turn.number}` as const;
  const words = { turn: input.turn.number, text: input.text, files: input.turn.files };
  const copy = { ...relay("desk", words, input.turn.author.name), slot, onlyReplace: true };
  if (!input.again || conversation.state.name !== "bot") return { conversation, says: [copy] };
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
export function studentDeleted(conversation: Conversation, input: InputOf<"deleted">): Step {
  const copy = { type: "remove", to: "desk", slot: `turn:${input.turn.number}` } as const;
  if (input.answeredBy === undefined) return { conversation, says: [copy] };
  return { conversation, says: [copy, { type: "remove", to: "student", slot: `turn:${input.answeredBy}` }] };
}

export function studentPressed(
  conversation: Conversation,
  input: InputOf<"pressed">,
  context: Context,
): Step {
  const { state } = conversation;
  const words = phrases(conversation.language);
  const rated = withoutRating(input);
  switch (input.action) {
    case "person":
      return state.name === "bot" ? escalate(conversation, "asked", context) : { conversation, says: [] };
    case "helpful":
      return { conversation, says: rated };
    case "unhelpful": {
      if (state.name !== "bot") return { conversation, says: rated };
      const misses = state.misses + 1;
      const next = quiet({ ...conversation, state: { name: "bot", misses } }, context.now);
      if (misses >= policy.missesToEscalate) {
        const handed = escalate(next, "missed", context);
        return { conversation: handed.conversation, says: [...rated, ...handed.says] };
      }
      const ways = answerButtons(next, true).filter(
        (button) => button.action === "simpler" || button.action === "person",
      );
      return { conversation: next, says: [...rated, botSay(words.missedOffer, ways)] };
    }
    case "solved":
      if (state.name === "waiting") return resolve(conversation, "student", context);
      return state.name === "bot"
        ? { conversation: closed(conversation, "student"), says: [botSay(words.solved)] }
        : { conversation, says: [] };
    // A student's "simpler" arrives as a question; the rest is not the student's to press.
    case "simpler":
    case "claim":
    case "release":
    case "handBack":
    case "resolve":
      return { conversation, says: [] };
  }
}

/** The rated answer stays without its two rating buttons: that is how the student sees that it counted. */
function withoutRating(input: InputOf<"pressed">): readonly Say[] {
  if (input.on === undefined) return [];
  return [{ type: "unbutton", slot: `turn:${input.on}`, actions: ["helpful", "unhelpful"] }];
}
