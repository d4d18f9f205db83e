import type { Conversation, Step } from "../conversation.ts";
import type { Context } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { isBlank, note } from "../say.ts";
import { claim, escalate, handBack, pass, release, reopen, resolve } from "../transitions.ts";
import { dropDraft, sendDraft, suggest } from "./drafts.ts";
import { type Pressed, refused, refusedToOthers, shownAtDesk } from "./pressing.ts";
import { alert, category, priority, snooze } from "./upkeep.ts";
import { hasIt, reply } from "./words.ts";

/** What follows from staff's buttons and commands. What is refused is told to whoever asked, and to nobody else. */
export function staffPressed(conversation: Conversation, input: Pressed, context: Context): Step {
  switch (input.action) {
    case "claim":
      return claims(conversation, input, context);
    case "takeOver":
      return takesOver(conversation, input, context);
    case "release":
    case "handBack":
    case "resolve":
      return letsGo(conversation, input, context);
    case "transfer":
      return transfers(conversation, input, context);
    case "reply":
    case "canned":
      return replies(conversation, input, context);
    case "note":
      return keepsNote(conversation, input, context);
    case "suggest":
      return suggest(conversation, input, context);
    case "sendDraft":
      return sendDraft(conversation, input, context);
    case "dropDraft":
      return dropDraft(conversation, input, context);
    case "snooze":
      return snooze(conversation, input, context);
    case "alert":
      return alert(conversation, input, context);
    case "priority":
      return priority(conversation, input, context);
    case "category":
      return category(conversation, input, context);
    case "ticket":
      return opens(conversation, input, context);
    // A student's to press, or no change.
    case "person":
    case "simpler":
    case "helpful":
    case "unhelpful":
    case "because":
    case "solved":
    case "tickets":
    case "reopen":
    case "stars":
    case "list":
    case "transcript":
      return { conversation, says: [] };
  }
}

function claims(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  const words = phrases(context.deskLanguage).desk;
  if (state.name === "resolved") return refused(conversation, input, words.closed);
  if (state.name !== "human") return claim(conversation, input.person, context);
  if (hasIt(state, input.person)) return { conversation, says: [] };
  return refused(conversation, input, words.alreadyClaimed(state.staff.name));
}

/** From a colleague, who sees it in the thread; from the queue or the bot it is a claim. */
function takesOver(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  if (state.name !== "human" || hasIt(state, input.person)) return claims(conversation, input, context);
  const words = phrases(context.deskLanguage).desk;
  const why = input.brings?.choice?.trim();
  const told = words.takenOver(input.person.name, state.staff.name);
  return pass(conversation, input.person, why ? `${told} “${why}”` : told, context);
}

/** From the queue anybody may resolve or hand back; a colleague's case only the colleague. */
function letsGo(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  if (state.name !== "waiting" || input.action === "release") {
    const no = refusedToOthers(conversation, input, context);
    if (no) return no;
  }
  if (input.action === "resolve") return resolve(conversation, input.person, context);
  if (input.action === "release") return release(conversation, input.person, context);
  if (conversation.ticket.crisis)
    return refused(conversation, input, phrases(context.deskLanguage).desk.crisisStays);
  return handBack(conversation, input.person, context);
}

function transfers(conversation: Conversation, input: Pressed, context: Context): Step {
  const no = refusedToOthers(conversation, input, context);
  if (no) return no;
  const words = phrases(context.deskLanguage).desk;
  const to = input.brings?.colleague;
  if (to === undefined || to === "unknown") {
    const onDuty = context.colleagues.find(({ name }) => name === input.brings?.choice?.trim());
    return refused(conversation, input, onDuty ? words.notYet(onDuty.name) : words.toWhom);
  }
  if (to.id === input.person.id) return { conversation, says: [] };
  return pass(conversation, to, words.transferred(input.person.name, to.name), context);
}

/** Words from the reply box, a command or a ready reply. Colleagues see them in the thread too. */
function replies(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  const no = refusedToOthers(conversation, input, context);
  if (no || state.name !== "human") return no ?? { conversation, says: [] };
  const desk = phrases(context.deskLanguage).desk;
  const words = input.brings?.words;
  if (input.action === "canned" && !words) {
    const known = context.replies.list(conversation.ticket.category, conversation.language);
    return refused(conversation, input, desk.noCanned(known.map(({ id }) => id).join(", ")));
  }
  if (!words || isBlank(words)) return refused(conversation, input, desk.emptyWords);
  const sent = reply(conversation, state, { ...words, promised: input.brings?.promised }, context);
  return words.isShown ? sent : { ...sent, says: [...sent.says, shownAtDesk(input, words)] };
}

/** Kept inside, in every state. */
function keepsNote(conversation: Conversation, input: Pressed, context: Context): Step {
  const desk = phrases(context.deskLanguage).desk;
  const words = input.brings?.words;
  if (!words || isBlank(words)) return refused(conversation, input, desk.emptyWords);
  const mark = { type: "mark", turn: words.turn, mark: "internal" } as const;
  if (words.isShown) return { conversation, says: [mark] };
  return { conversation, says: [mark, note(desk.noteBy(input.person.name, words.text))] };
}

/** Staff bring a case to the desk that the bot has, or one that was over. */
function opens(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  if (state.name === "waiting" || state.name === "human") return { conversation, says: [] };
  const by = note(phrases(context.deskLanguage).desk.openedBy(input.person.name));
  const step =
    state.name === "bot" ? escalate(conversation, "staff", context) : reopen(conversation, context);
  return { conversation: step.conversation, says: [...step.says, by] };
}
