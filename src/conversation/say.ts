import type { Button, Choice } from "#ports/controls.ts";
import type { OutboundMessage, StoredFile } from "#ports/platform.ts";
import type { Answer } from "../answering/question.ts";
import type { Conversation, Language, Say, Side, Turn } from "./conversation.ts";
import type { Context } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { policy } from "./policy.ts";

/** Builders of what is said, so that every message of a kind looks the same. */

type Words = { readonly turn: number; readonly text: string; readonly files: readonly StoredFile[] };

/** One side's words, shown to the other in the author's name, with those files that may pass. */
export function relay(to: Side, words: Words, as: string): Extract<Say, { type: "post" }> {
  const tone = to === "desk" ? ("student" as const) : undefined;
  const files = words.files.filter((file) => !staysOut(file));
  const message: OutboundMessage = { text: words.text, as, files, ...(tone && { tone }) };
  return { type: "post", to, slot: `turn:${words.turn}`, message };
}

/** The names of the files that are not passed on; `undefined` if all are. */
export function leftOut(files: readonly StoredFile[]): string | undefined {
  const names = files.filter(staysOut).map(({ name }) => name);
  return names.length > 0 ? names.join(", ") : undefined;
}

function staysOut({ name, size }: StoredFile): boolean {
  return size > policy.fileBytes || policy.fileNames.test(name);
}

/** The bot's own friendly words. */
export function botSay(text: string, buttons: readonly Button[] = [], choices: readonly Choice[] = []): Say {
  const message: OutboundMessage = { text, tone: "answer", buttons, ...(choices.length > 0 && { choices }) };
  return { type: "post", to: "student", isTurn: true, message };
}

/** An answer with its sources and the ways on from it; `preface` is what is said before it. */
export function answerMessage(conversation: Conversation, answer: Answer, preface = ""): OutboundMessage {
  return {
    text: preface === "" ? answer.text : `${preface}\n\n${answer.text}`,
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
export function status(
  text: string,
  buttons: readonly Button[] = [],
  choices: readonly Choice[] = [],
): Extract<Say, { type: "post" }> {
  const message: OutboundMessage = { text, tone: "status", buttons, ...(choices.length > 0 && { choices }) };
  return { type: "post", to: "student", slot: "status", message };
}

/** A line about the case that stands by itself. */
export function told(text: string): Say {
  return { type: "post", to: "student", message: { text, tone: "status" } };
}

/** A line for staff only. */
export function note(text: string): Say {
  return { type: "post", to: "desk", message: { text, tone: "note" } };
}

/** A line for one of the staff: it is nothing to the others. */
export function noteFor(person: { readonly id: string }, text: string): Say {
  return { type: "post", to: "desk", message: { text, tone: "note", only: person.id } };
}

/** What was said before the hand-over, as one note with its files; `undefined` if nothing was said. */
export function account(turns: readonly Turn[], desk: Language): OutboundMessage | undefined {
  const { who } = phrases(desk).desk;
  const said = turns.filter((turn) => !turn.internal && !isBlank(turn)).slice(-policy.linesHandedOver);
  if (said.length === 0) return undefined;
  const lines = said.map((turn) => {
    const words = turn.text.trim() === "" ? turn.files.map((file) => file.name).join(", ") : turn.text;
    return `**${who[turn.by]}:**\n\n${words}`;
  });
  const files = said.flatMap((turn) => turn.files).filter((file) => !staysOut(file));
  return { text: lines.join("\n\n---\n\n"), tone: "note", files };
}

/** Neither words nor files: a platform would refuse to show it. */
export function isBlank(words: { readonly text: string; readonly files: readonly StoredFile[] }): boolean {
  return words.text.trim() === "" && words.files.length === 0;
}

/** The name that the student sees of one of the staff. */
export function shownName(context: Context, staff: { readonly id: string; readonly name: string }): string {
  return context.roster.shownName(staff);
}
