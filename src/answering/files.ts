import { filePhrases } from "../conversation/phrases/files.ts";
import type { Answer, Question } from "./question.ts";
import { nothing } from "./quoting/unknown.ts";

/** The answer with a line before it for each file that could not be read, and what to send instead. */
export function withNotes(answer: Answer, question: Question): Answer {
  const notes = notesOn(question);
  return { ...answer, text: [notes, answer.text].filter((part) => part !== "").join("\n\n") };
}

/** What to say to files or a link alone; `undefined` where there are none. The notes on them come before it. */
export function aboutFiles({ text, files, reading }: Question): Answer | undefined {
  const say = filePhrases(reading.language);
  const read = files?.materials.at(-1);
  if (read !== undefined) return nothing(say.whatAboutFile(read.name), 0);
  // The notes say what to send instead.
  if (files !== undefined && files.unread.length > 0 && text.trim() === "") return nothing("", 0);
  return isLink(text) ? nothing(say.link, 0) : undefined;
}

/** A message that is nothing but links: their words say nothing about what is asked. */
export function isLinkAlone({ text, files }: Question): boolean {
  return isLink(text) && (files?.materials.length ?? 0) === 0;
}

function isLink(text: string): boolean {
  return /^\s*(?:<?https?:\/\/\S{1,2000}\s*){1,20}$/.test(text);
}

function notesOn({ files, reading }: Question): string {
  const say = filePhrases(reading.language).unread;
  return (files?.unread ?? []).map(({ name, why }) => say[why](name)).join("\n");
}
