import type { Reading } from "../../understanding/reading.ts";
import type { Ticket } from "../conversation.ts";
import { policy } from "../policy.ts";

/** How much each mood counts towards being upset. */
const weights: Partial<Record<Reading["mood"]["name"], number>> = {
  angry: 1,
  frustrated: 0.8,
  anxious: 0.4,
  discouraged: 0.4,
  confused: 0.2,
};

/** The student's upset after one more message, 0 to 1: the new mood, and what is left of the moods before. */
export function upsetAfter(before: number, { mood }: Reading): number {
  const weight = mood.sure >= policy.moodCounts ? (weights[mood.name] ?? 0) : 0;
  const isBetter = mood.name === "grateful" || mood.name === "pleased";
  const kept = before * (isBetter ? policy.upsetKept / 2 : policy.upsetKept);
  return Math.min(1, kept + weight * mood.intensity);
}

/** Upset, and not for the first time: a single angry word is answered. */
export function isUpsetRising(before: Ticket, after: Ticket, { trend }: Reading): boolean {
  return after.upset >= policy.upsetAt && before.upset >= policy.upsetBefore && trend !== "easing";
}
