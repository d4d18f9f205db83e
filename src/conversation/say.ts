import type { Button, OutboundMessage, StoredFile } from "#ports/platform.ts";
import type { Answer } from "../answering/question.ts";
import type { Conversation, Language, Say, Side, State, Turn } from "./conversation.ts";
import { phrases } from "./phrases/phrases.ts";
import { policy } from "./policy.ts";

/** Builders of what is said, so that every message of a kind looks the same. */

type Words = { readonly turn: number; readonly text: string; readonly files: readonly StoredFile[] };

/** One side's words, shown to the other in the author's name. */
export function relay(to: Side, words: Words, as: string): Extract<Say, { type: "post" }> {
  const tone = to === "desk" ? ("student" as const) : undefined;
  const message: OutboundMessage = { text: words.text, as, files: words.files, ...(tone && { tone }) };
  return { type: "post", to, slot: `turn:${words.turn}`, message };
}

/** The bot's own friendly words. */
export function botSay(text: string, buttons: readonly Button[] = []): Say {
  return { type: "post", to: "student", isTurn: true, message: { text, tone: "answer", buttons } };
}

/** An answer with its sources and the ways on from it. */
export function answerMessage(conversation: Conversation, answer: Answer): OutboundMessage {
  return {
    text: answer.text,
    tone: "answer",
    basis: answer.found ? "course" : "unsure",
    language: conversation.language,
    citations: answer.citations,
    buttons: answerButtons(conversation, answer.found),
  };
}

export function answerButtons(conversation: Conversation, found: boolean): readonly Button[] {
  const { buttons } = phrases(conversation.language);
  const value = String(conversation.number);
  const person: Button = { action: "person", label: buttons.person, value };
  if (!found) return [{ ...person, style: "primary" }];
  return [
    { action: "helpful", label: buttons.helpful, value },
    { action: "unhelpful", label: buttons.unhelpful, value },
    { action: "simpler", label: buttons.simpler, value },
    person,
  ];
}

/** The one line that tells the student where the case stands, replaced in place. */
export function status(text: string, buttons: readonly Button[] = []): Say {
  return { type: "post", to: "student", slot: "status", message: { text, tone: "status", buttons } };
}

/** Asks a student who waits whether the case is over, with the button that ends it. */
export function settledQuestion({ language, number }: Conversation): Say {
  const { settledQuestion, buttons } = phrases(language);
  return status(settledQuestion(number), [
    { action: "solved", label: buttons.solved, value: String(number), style: "primary" },
  ]);
}

/** A line about the case that stands by itself. */
export function told(text: string): Say {
  return { type: "post", to: "student", message: { text, tone: "status" } };
}

/** A line for staff only. */
export function note(text: string): Say {
  return { type: "post", to: "desk", message: { text, tone: "note" } };
}

/** The card of the case as it is now. `onlyReplace` when nothing has been handed over yet. */
export function card(
  conversation: Conversation,
  turns: readonly Turn[],
  desk: Language,
  onlyReplace = false,
): Say {
  const words = phrases(desk).desk;
  const { state } = conversation;
  const facts = [
    { label: words.facts.state, value: words.state(state) },
    ...(state.name === "waiting" ? [{ label: words.facts.reason, value: words.reasons[state.reason] }] : []),
    { label: words.facts.language, value: words.languages[conversation.language] },
  ];
  const last = turns.findLast((turn) => turn.by === "student" && turn.text !== "");
  const message: OutboundMessage = {
    text: last ? preview(last.text) : words.noWords,
    card: {
      ticket: conversation.number,
      state: state.name,
      ...(state.name === "human" && { staff: state.staff.name }),
      title: words.title(conversation.number, conversation.student.name),
      facts,
    },
    buttons: cardButtons(conversation, desk),
  };
  return { type: "post", to: "desk", slot: "card", message, ...(onlyReplace && { onlyReplace }) };
}

function cardButtons(conversation: Conversation, desk: Language): readonly Button[] {
  const { buttons } = phrases(desk).desk;
  const value = String(conversation.number);
  const of: Record<State["name"], readonly Button[]> = {
    bot: [{ action: "claim", label: buttons.claim, value, style: "primary" }],
    waiting: [
      { action: "claim", label: buttons.claim, value, style: "primary" },
      { action: "handBack", label: buttons.handBack, value },
      { action: "resolve", label: buttons.resolve, value },
    ],
    human: [
      { action: "resolve", label: buttons.resolve, value, style: "primary" },
      { action: "handBack", label: buttons.handBack, value },
      { action: "release", label: buttons.release, value },
    ],
    resolved: [],
  };
  return of[conversation.state.name];
}

/** What was said before the hand-over, as one note with its files; nothing if nothing was said. */
export function transcript(turns: readonly Turn[], desk: Language): readonly Say[] {
  const { who } = phrases(desk).desk;
  const said = turns.filter((turn) => !turn.internal && !isBlank(turn)).slice(-policy.linesHandedOver);
  if (said.length === 0) return [];
  const lines = said.map((turn) => {
    const words = turn.text.trim() === "" ? turn.files.map((file) => file.name).join(", ") : turn.text;
    return `**${who[turn.by]}:**\n\n${words}`;
  });
  const files = said.flatMap((turn) => turn.files);
  const message: OutboundMessage = { text: lines.join("\n\n---\n\n"), tone: "note", files };
  return [{ type: "post", to: "desk", message }];
}

/** Neither words nor files: a platform would refuse to show it. */
export function isBlank(words: { readonly text: string; readonly files: readonly StoredFile[] }): boolean {
  return words.text.trim() === "" && words.files.length === 0;
}

/** The beginning of a text, for a list; the whole of it stands in the thread. */
function preview(text: string): string {
  const characters = [...text.replace(/\s+/g, " ").trim()];
  return characters.length > 280 ? `${characters.slice(0, 280).join("")}…` : characters.join("");
}
