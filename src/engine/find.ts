import type { Address } from "#ports/platform.ts";
import type { Conversation } from "../conversation/conversation.ts";
import {
  caseOfThread,
  conversationNumbered,
  openConversationAt,
  turnWritten,
} from "../store/conversations.ts";
import { messageShown } from "../store/history.ts";
import type { Event } from "../store/inbox.ts";
import type { Db } from "../store/transactor.ts";

/** The conversation of an event: by the address where it happened, by the case that a card's button names. */
export async function findCase(db: Db, event: Event, desk: Address): Promise<Conversation | undefined> {
  if (!("at" in event)) return conversationNumbered(db, event.conversation);
  if (event.at === desk)
    return event.type === "action" ? conversationNumbered(db, Number(event.value) || 0) : undefined;
  if (isDesk(event.at, desk)) return caseOfThread(db, event.at);
  if (event.type === "message" || event.type === "left") return openConversationAt(db, event.at);
  // Changes and ratings belong to the case of their message, which may be over; what a student asks for now
  // with an old button, to the case that is open now.
  const isNow = event.type === "action" && event.action !== "helpful" && event.action !== "unhelpful";
  const open = isNow ? await openConversationAt(db, event.at) : undefined;
  if (open) return open;
  const number =
    event.type === "action"
      ? event.on !== undefined && (await messageShown(db, event.at, event.on))?.conversation
      : (await turnWritten(db, event.at, event.message))?.conversation;
  return number ? conversationNumbered(db, number) : undefined;
}

/** The desk's channel, or a thread in it. */
export function isDesk(at: Address, desk: Address): boolean {
  return at === desk || at.startsWith(`${desk}/`);
}
