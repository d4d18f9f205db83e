import type { Conversation, Priority } from "../conversation.ts";
import { policy } from "../policy.ts";

/**
 * How soon a case needs people: what staff set, else by danger, mood, the student's deadline and the time that
 * they have waited. `waitedMs` counts the hours when the desk was open.
 */
export function priorityOf({ ticket }: Conversation, now: number, waitedMs: number): Priority {
  if (ticket.crisis) return "urgent";
  if (ticket.priority) return ticket.priority;
  const left = ticket.due === undefined ? Number.POSITIVE_INFINITY : ticket.due - now;
  // A deadline that has passed is not met by hurry.
  const soon = left >= 0 && left <= policy.dueSoon;
  const near = left >= 0 && left <= policy.dueLater;
  const upset = ticket.upset >= policy.upsetAt;
  if (soon && upset) return "urgent";
  if (soon || near || upset || waitedMs >= policy.longWait) return "high";
  return "normal";
}
