import type { Author, Quoted } from "#ports/platform.ts";
import type { Language } from "../../conversation/conversation.ts";
import { phrases } from "../../conversation/phrases/phrases.ts";
import { turnWritten } from "../../store/cases/turns.ts";
import { lines } from "../thinker.ts";
import { openCase, personOf, recordTurn } from "./record.ts";
import type { EventOf, Handled, Work } from "./work.ts";

type Wish = { readonly text: string; readonly about: Quoted | undefined };

/**
 * Opens a ticket at a student's place, or adds to the open one: with words of their own, or about a message. What
 * staff point at becomes the case of its author; what students point at, their own, with the words quoted.
 */
export async function openTicket(
  work: Work,
  { pending, event, conversation }: Handled<EventOf<"action" | "reaction">>,
  { text, about }: Wish,
): Promise<void> {
  const by = event.from.kind === "staff" ? "staff" : "student";
  const student = by === "staff" ? about?.from : event.from;
  if (!student || student.kind === "bot") return work.suppress(pending, "a ticket about nobody's words");
  const reading = work.parts.understand(text || (about?.text ?? ""), lines([]), student.locale);
  const language = conversation?.language ?? reading.language;
  return work.finish(pending, conversation, async (tx) => {
    const now = work.now;
    const current = conversation ?? (await openCase(tx, event.at, student, { language, now }));
    const isKnown =
      about !== undefined &&
      (await turnWritten(tx, event.at, about.message))?.conversation === current.number;
    const words = isKnown ? text : wordsOf({ text, about }, student, language);
    const isEmpty = words.trim() === "";
    const author = personOf(student);
    const turn = isEmpty
      ? undefined
      : await recordTurn(tx, current, event, { side: "student", text: words, author });
    const { crisis } = reading;
    const brings =
      turn === undefined
        ? {}
        : { brings: { crisis, words: { turn, text: words, files: [], isShown: false } } };
    const input = { type: "pressed", action: "ticket", by, on: undefined } as const;
    return {
      conversation: current,
      isNew: !conversation,
      input: { ...input, person: personOf(event.from), ...brings },
    };
  });
}

/** Another's message is quoted with its author's name; one's own needs none. */
function wordsOf({ text, about }: Wish, student: Author, language: Language): string {
  if (!about || about.text.trim() === "") return text;
  const quoted =
    about.from.id === student.id ? about.text : phrases(language).about(about.from.name, about.text);
  return text.trim() === "" ? quoted : `${text}\n\n${quoted}`;
}
