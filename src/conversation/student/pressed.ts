import type { Button, Form } from "#ports/controls.ts";
import { card } from "../card.ts";
import { BECAUSE, type Conversation, type Say, type Step } from "../conversation.ts";
import type { Context, InputOf } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { policy } from "../policy.ts";
import { answerButtons, botSay, note, status, told } from "../say.ts";
import { quiet, reopen, resolve } from "../transitions.ts";
import { solved } from "./asked.ts";
import { handOver, toDesk, toPeople, toPeopleAtOnce } from "./to-people.ts";

type Pressed = InputOf<"pressed">;

/** What follows from a student's buttons and commands. What is somebody else's, or staff's, does nothing. */
export function studentPressed(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  const nothing: Step = { conversation, says: [] };
  switch (input.action) {
    case "person":
      return state.name === "bot" ? handOver(conversation, "asked", context) : nothing;
    case "helpful": {
      const next = state.name === "bot" ? { ...conversation, state: { ...state, misses: 0 } } : conversation;
      return { conversation: next, says: withoutRating(input) };
    }
    case "unhelpful":
      return unhelpful(conversation, input, context);
    case "solved":
      return isTheirs(conversation, input) ?? settled(conversation, context);
    case "ticket":
      return ticket(conversation, input, context);
    case "reopen":
      return isTheirs(conversation, input) ?? openAgain(conversation, context);
    case "stars":
      return isTheirs(conversation, input) ?? rated(conversation, input, context);
    case "because":
      return reasoned(conversation, input, context);
    // "Simpler" arrives as a question, a list is no change; the rest is not the student's to press.
    case "simpler":
    case "tickets":
    case "claim":
    case "takeOver":
    case "release":
    case "transfer":
    case "handBack":
    case "resolve":
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
      return nothing;
  }
}

/** In a shared place others see the buttons too: told to whoever pressed, and nothing else. */
function isTheirs(conversation: Conversation, { person }: Pressed): Step | undefined {
  if (person.id === conversation.student.id) return undefined;
  const { someoneElses } = phrases(conversation.language);
  const message = { text: someoneElses, tone: "status", only: person.id } as const;
  return { conversation, says: [{ type: "post", to: "student", message }] };
}

function unhelpful(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  const rated = withoutRating(input, reasonButtons(conversation));
  if (state.name !== "bot") return { conversation, says: rated };
  const misses = state.misses + policy.missWeight;
  const next = quiet({ ...conversation, state: { name: "bot", misses } }, context.now);
  if (misses >= policy.escalateAt) {
    const handed = handOver(next, "missed", context);
    return { conversation: handed.conversation, says: [...rated, ...handed.says] };
  }
  const ways = answerButtons(next, true).filter(
    (button) => button.action === "simpler" || button.action === "person",
  );
  return { conversation: next, says: [...rated, botSay(phrases(next.language).missedOffer, ways)] };
}

/** Asked where 👎 was pressed, so that one more tap tells the reason. */
function reasonButtons({ language, number }: Conversation): readonly Button[] {
  const { because } = phrases(language).buttons;
  return BECAUSE.map((reason) => ({
    action: "because",
    label: because[reason],
    value: `${number}.${reason}`,
  }));
}

/** The reason stands with its rating, and on the card where people have the case. */
function reasoned(conversation: Conversation, { on }: Pressed, context: Context): Step {
  const { name } = conversation.state;
  const shown = name === "waiting" || name === "human" ? [card(conversation, context)] : [];
  if (on === undefined) return { conversation, says: shown };
  return { conversation, says: [{ type: "unbutton", slot: `turn:${on}`, actions: ["because"] }, ...shown] };
}

function settled(conversation: Conversation, context: Context): Step {
  const { state, ticket } = conversation;
  if (state.name === "resolved") return { conversation, says: [] };
  // In danger, words that it is over are not the end of it.
  if (ticket.crisis) return { conversation, says: [note(phrases(context.deskLanguage).desk.crisisSettled)] };
  return state.name === "bot" ? solved(conversation, context) : resolve(conversation, "student", context);
}

/** Opens a ticket with the words that came with it, or with what was said; with neither, it asks what it is about. */
function ticket(conversation: Conversation, { brings }: Pressed, context: Context): Step {
  const { state } = conversation;
  const { words, crisis } = brings ?? {};
  if (words && crisis) {
    const urgent = { ...conversation, ticket: { ...conversation.ticket, crisis } };
    return toPeopleAtOnce(urgent, words, context);
  }
  switch (state.name) {
    case "bot": {
      const about = context.turns.some((turn) => turn.by === "student" && turn.text.trim() !== "");
      if (about) return handOver(conversation, "ticket", context);
      const says = [botSay(phrases(conversation.language).ticketWhat, [ticketButton(conversation)])];
      return { conversation: quiet(conversation, context.now), says };
    }
    case "waiting":
    case "human":
      return words ? toPeople(conversation, words, context) : { conversation, says: [] };
    case "resolved": {
      const again = openAgain(conversation, context);
      const more = words && again.conversation !== conversation ? [toDesk(conversation, words, context)] : [];
      return { conversation: again.conversation, says: [...again.says, ...more] };
    }
  }
}

function ticketButton({ language, number }: Conversation): Button {
  const { ticketForm, ticketButtons } = phrases(language);
  const form: Form = {
    title: ticketForm.title,
    submit: ticketForm.submit,
    fields: [{ name: "text", label: ticketForm.words, lines: "many", longest: 2000 }],
  };
  return { action: "ticket", label: ticketButtons.ticket, value: String(number), style: "primary", form };
}

function openAgain(conversation: Conversation, context: Context): Step {
  const { state, number, language } = conversation;
  if (state.name !== "resolved") return { conversation, says: [] };
  if (context.now - state.at <= policy.reopenWithin) return reopen(conversation, context);
  return { conversation, says: [told(phrases(language).resolvedByStudent(number))] };
}

/** Each closing once, and a word on it afterwards. The desk sees it on the card and in the thread. */
function rated(conversation: Conversation, { brings }: Pressed, context: Context): Step {
  const { state, number, language } = conversation;
  const given = brings?.stars;
  if (!given || state.name !== "resolved") return { conversation, says: [] };
  const words = phrases(language);
  const said = brings?.choice?.trim();
  if (!given.isNew && !said) return { conversation, says: [status(words.ratedBefore)] };
  const form: Form = {
    title: words.word.title,
    submit: words.word.submit,
    fields: [{ name: "words", label: words.word.label, lines: "many", longest: 1000 }],
  };
  const word: Button = {
    action: "stars",
    label: words.word.button,
    value: `${number}.${given.closing}.${given.count}`,
    form,
  };
  const thanks = said ? status(words.wordThanks) : status(words.rated(given.count), [word]);
  const rating = phrases(context.deskLanguage).desk.rated(given.count, said);
  const rate = {
    type: "rate",
    closing: given.closing,
    of: state.of,
    stars: given.count,
    words: said,
  } as const;
  const atDesk = conversation.deskAt ? [card(conversation, context, { rating }), note(rating)] : [];
  return { conversation, says: [rate, thanks, ...atDesk] };
}

/** The rated answer stays without its two rating buttons: that is how the student sees that it counted. */
function withoutRating({ on }: Pressed, instead: readonly Button[] = []): readonly Say[] {
  if (on === undefined) return [];
  return [{ type: "unbutton", slot: `turn:${on}`, actions: ["helpful", "unhelpful"], instead }];
}
