import type { Address, InboundEvent } from "#ports/platform.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import { policy } from "../../conversation/policy.ts";
import { turnWritten } from "../../store/cases/turns.ts";
import {
  caseOfThread,
  conversationNumbered,
  lastClosedAt,
  openConversationAt,
} from "../../store/conversations.ts";
import { messageShown } from "../../store/history.ts";
import { caseNamed, type Event } from "../../store/inbox.ts";
import type { Db } from "../../store/transactor.ts";

type Channels = readonly Address[];

/**
 * The conversation of an event: by the address where it happened, by the message that it is about, by the case that
 * a button names if it is at the same place.
 */
export async function findCase(
  db: Db,
  event: Event,
  desk: { channels: Channels; now: number },
): Promise<Conversation | undefined> {
  if (!("at" in event)) return conversationNumbered(db, event.conversation);
  if (desk.channels.includes(event.at)) {
    const number = event.type === "action" ? caseNamed(event.value) : undefined;
    return number ? conversationNumbered(db, number) : undefined;
  }
  if (isDesk(event.at, desk.channels)) return caseOfThread(db, event.at);
  switch (event.type) {
    case "message":
    case "left":
      return (await openConversationAt(db, event.at)) ?? recentlyClosedAt(db, event.at, desk.now);
    case "edited":
    case "deleted":
    case "reaction":
      return caseOfMessage(db, event.at, event.message);
    case "action":
      return caseOfButton(db, event);
  }
}

/** The desk's channels, or threads in them. */
export function isDesk(at: Address, channels: Channels): boolean {
  return channels.some((channel) => at === channel || at.startsWith(`${channel}/`));
}

export function platformOf(at: Address): string {
  return at.slice(0, at.indexOf(":"));
}

/** What is written now may be about a case that people closed a while ago. */
async function recentlyClosedAt(db: Db, at: Address, now: number): Promise<Conversation | undefined> {
  const closed = await lastClosedAt(db, at);
  const { state } = closed ?? {};
  const isRecent =
    state?.name === "resolved" && state.of === "staff" && now - state.at <= policy.reopenWithin;
  return isRecent ? closed : undefined;
}

/** Of a student's message, or of one of ours. */
async function caseOfMessage(db: Db, at: Address, message: string): Promise<Conversation | undefined> {
  const number =
    (await turnWritten(db, at, message))?.conversation ?? (await messageShown(db, at, message))?.conversation;
  return number ? conversationNumbered(db, number) : openConversationAt(db, at);
}

/** Ratings belong to the case of their message, which may be over; what a student asks for now, to the open one. */
async function caseOfButton(
  db: Db,
  event: Extract<InboundEvent, { type: "action" }>,
): Promise<Conversation | undefined> {
  const isRating = ["helpful", "unhelpful", "because", "stars"].includes(event.action);
  const open = isRating ? undefined : await openConversationAt(db, event.at);
  if (open) return open;
  const shown = event.on === undefined ? undefined : await messageShown(db, event.at, event.on);
  const number = shown?.conversation ?? caseNamed(event.value);
  const named = number ? await conversationNumbered(db, number) : undefined;
  return named?.studentAt === event.at ? named : undefined;
}
