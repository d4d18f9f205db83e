import type { Conversation, Reason, Say, State, Step, Turn } from "./conversation.ts";
import type { Context, InputOf } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { policy } from "./policy.ts";
import { answerButtons, answerMessage, botSay, isBlank, relay, settledQuestion } from "./say.ts";
import { close, escalate, quiet, resolve, wait } from "./transitions.ts";

/** What follows from the student's words and buttons. */

export function studentAsked(before: Conversation, input: InputOf<"asked">, context: Context): Step {
  const conversation = { ...before, language: input.reading.language };
  const { state } = conversation;
  switch (state.name) {
    case "bot":
      return askedBot(conversation, state, input, context);
    case "waiting": {
      const passed = toPeople(conversation, input, context);
      if (input.reading.wants !== "solved") return passed;
      // "Got it" may be about the ticket as well: who waits is not sent home for that, but asked.
      return { conversation, says: [...passed.says, settledQuestion(conversation)] };
    }
    case "human":
    case "resolved":
      return toPeople(conversation, input, context);
  }
}

/** The bot can't help with a message that ends its work each time; people see it like any other. */
export function studentFailed(conversation: Conversation, input: InputOf<"failed">, context: Context): Step {
  if (conversation.state.name !== "bot") return toPeople(conversation, input, context);
  const words = phrases(conversation.language);
  const ways = answerButtons(conversation, false);
  return { conversation: quiet(conversation, context.now), says: [botSay(words.failed, ways)] };
}

type Words = Pick<InputOf<"asked">, "turn" | "text" | "files">;

/** Passed on as it is. With a person, the wait begins with the first line that has no answer yet. */
function toPeople(conversation: Conversation, words: Words, context: Context): Step {
  const { state } = conversation;
  // A case that is over hears nothing: the engine opens a new one.
  if (state.name === "bot" || state.name === "resolved") return { conversation, says: [] };
  const says = [toDesk(conversation, words, context)];
  if (state.since !== undefined) return { conversation, says };
  const waits = { ...conversation, state: { ...state, since: context.now, reminders: 0 } };
  return { conversation: wait(waits, context.now), says };
}

function toDesk(conversation: Conversation, words: Words, context: Context): Extract<Say, { type: "post" }> {
  const { blank } = phrases(context.deskLanguage).desk;
  // In a shared place others write along: each in their own name.
  const author = context.turns.find((turn) => turn.number === words.turn)?.author ?? conversation.student;
  return relay("desk", isBlank(words) ? { ...words, text: blank } : words, author.name);
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
      const helped = context.turns.some((turn) => turn.by !== "student");
      return helped ? solved(conversation, context) : speak(words.welcome);
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

function solved(conversation: Conversation, context: Context): Step {
  const end = close(conversation, "student", context);
  return {
    conversation: end.conversation,
    says: [botSay(phrases(conversation.language).solved), ...end.says],
  };
}

function answered(
  conversation: Conversation,
  state: WithBot,
  input: InputOf<"asked">,
  context: Context,
): Step {
  const { answer } = input;
  if (!answer) return escalate(conversation, "failed", context);
  const misses = answer.found
    ? Math.max(0, state.misses - policy.foundRelief)
    : state.misses + policy.missWeight;
  const next = quiet({ ...conversation, state: { name: "bot", misses } }, context.now);
  const message = answerMessage(next, answer);
  // People who hand a case back have seen its topic: it does not return to them for that.
  const handedBack = conversation.deskAt !== undefined;
  const topic = answer.found && answer.escalate && !handedBack;
  const missed = !answer.found && misses >= policy.escalateAt;
  const reason: Reason | undefined = topic ? "topic" : missed ? "missed" : undefined;
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

/**
 * The answer follows the question's new words; what was relayed is changed where it stands. People who have the
 * case see the new words also of a line from before it was theirs.
 */
export function studentEdited(conversation: Conversation, input: InputOf<"edited">, context: Context): Step {
  const { state } = conversation;
  const words = { turn: input.turn.number, text: input.text, files: input.turn.files };
  const onlyReplace = state.name === "bot" || state.name === "resolved";
  const copy = { ...toDesk(conversation, words, context), onlyReplace };
  if (state.name === "bot" && input.reading?.wants === "person")
    return escalate(conversation, "asked", context);
  if (!input.again || state.name !== "bot") return { conversation, says: [copy] };
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
    case "helpful": {
      const next = state.name === "bot" ? { ...conversation, state: { ...state, misses: 0 } } : conversation;
      return { conversation: next, says: rated };
    }
    case "unhelpful": {
      if (state.name !== "bot") return { conversation, says: rated };
      const misses = state.misses + policy.missWeight;
      const next = quiet({ ...conversation, state: { name: "bot", misses } }, context.now);
      if (misses >= policy.escalateAt) {
        const handed = escalate(next, "missed", context);
        return { conversation: handed.conversation, says: [...rated, ...handed.says] };
      }
      const ways = answerButtons(next, true).filter(
        (button) => button.action === "simpler" || button.action === "person",
      );
      return { conversation: next, says: [...rated, botSay(words.missedOffer, ways)] };
    }
    case "solved":
      if (state.name === "bot") return solved(conversation, context);
      if (state.name === "resolved") return { conversation, says: [] };
      return resolve(conversation, "student", context);
    // A student's "simpler" arrives as a question; the rest is not the student's to press.
    case "simpler":
    case "claim":
    case "release":
    case "handBack":
    case "resolve":
    case "ticket":
    case "tickets":
    case "reopen":
    case "stars":
    case "because":
    case "takeOver":
    case "transfer":
    case "snooze":
    case "alert":
    case "note":
    case "reply":
    case "suggest":
    case "sendDraft":
    case "dropDraft":
    case "canned":
    case "priority":
    case "category":
    case "list":
    case "transcript":
      return { conversation, says: [] };
  }
}

/** The rated answer stays without its two rating buttons: that is how the student sees that it counted. */
function withoutRating(input: InputOf<"pressed">): readonly Say[] {
  if (input.on === undefined) return [];
  return [{ type: "unbutton", slot: `turn:${input.on}`, actions: ["helpful", "unhelpful"] }];
}
