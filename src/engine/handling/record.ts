import type { Address, Author, InboundEvent } from "#ports/platform.ts";
import type { Conversation, Language, Person, Side } from "../../conversation/conversation.ts";
import { policy } from "../../conversation/policy.ts";
import { addTurn } from "../../store/cases/turns.ts";
import { openConversation } from "../../store/conversations.ts";
import type { Tx } from "../../store/transactor.ts";

/** Opens a case at the place, with the author as the student. */
export async function openCase(
  tx: Tx,
  at: Address,
  author: Author,
  by: { language: Language; now: number },
): Promise<Conversation> {
  const { language, now } = by;
  const wakeAt = now + policy.quietAfter;
  const { timeZone } = author;
  return openConversation(tx, { student: personOf(author), studentAt: at, language, timeZone, wakeAt, now });
}

/**
 * Keeps what a person wrote as a turn; a button's label or the words of a form count as words. `isApart`: the words
 * are not those of the message, which only asked for them. `read` is what stands in its files.
 */
export async function recordTurn(
  tx: Tx,
  conversation: Conversation,
  event: Extract<InboundEvent, { type: "message" | "action" | "reaction" }>,
  by: { side: Side; text: string; author?: Person; isApart?: boolean; read?: string },
): Promise<number> {
  const { side, text, author = personOf(event.from), read } = by;
  const written = event.type === "message" && !by.isApart ? event : undefined;
  return addTurn(tx, {
    conversation: conversation.number,
    side,
    by: side === "desk" ? "staff" : "student",
    author,
    text,
    files: written?.files ?? [],
    time: event.time,
    place: written?.at,
    message: written?.message,
    answers: undefined,
    ...(read !== undefined && { read }),
  });
}

export function personOf({ id, name }: Author): Person {
  return { id, name };
}
