import type { InboundEvent } from "#ports/platform.ts";
import type { Conversation, Language, Side } from "../conversation/conversation.ts";
import { policy } from "../conversation/policy.ts";
import { addTurn, openConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transactor.ts";

/** Opens a case at the place of the event, with its author as the student. */
export async function openCase(
  tx: Tx,
  event: InboundEvent,
  by: { language: Language; now: number },
): Promise<Conversation> {
  const { language, now } = by;
  const student = { id: event.from.id, name: event.from.name };
  const wakeAt = now + policy.quietAfter;
  return openConversation(tx, { student, studentAt: event.at, language, wakeAt, now });
}

/** Keeps what a person wrote as a turn; a button's label counts as words. */
export async function recordTurn(
  tx: Tx,
  conversation: Conversation,
  event: Extract<InboundEvent, { type: "message" | "action" }>,
  by: { side: Side; text: string },
): Promise<number> {
  const { side, text } = by;
  const written = event.type === "message" ? event : undefined;
  return addTurn(tx, {
    conversation: conversation.number,
    side,
    by: side === "desk" ? "staff" : "student",
    author: { id: event.from.id, name: event.from.name },
    text,
    files: written?.files ?? [],
    time: event.time,
    place: written?.at,
    message: written?.message,
    answers: undefined,
  });
}
