import type { Lessons } from "#ports/learning.ts";

/**
 * How the bot meets a mood before it helps: one short, concrete sentence for what comes next. Where none stands,
 * it goes straight to the help. No exclamation marks, no claim to feel anything.
 */
export const moodEn = {
  confused: {
    answer: "Let's take it one step at a time.",
    unknown: "It's a fair question, and I can't clear it up.",
    offer: "If my words don't make it clearer, someone can show you.",
    handOver: undefined,
  },
  frustrated: {
    answer: "Sorry that this has cost you so much time. Here is what should get you past it.",
    unknown: "Sorry, after all that effort I have no answer either.",
    offer: "Sorry that this keeps going wrong. You needn't fight it alone.",
    handOver: "Sorry that this took so many tries.",
  },
  angry: {
    answer: "I'm sorry that this went wrong. Here is what can be done.",
    unknown: "I'm sorry that this went wrong, and that I can't put it right myself.",
    offer: "I'm sorry that this went wrong. A person can put it right.",
    handOver: "I'm sorry that this went wrong.",
  },
  anxious: {
    answer: "This can be sorted out. First things first:",
    unknown: "I'd rather not guess when it matters this much.",
    offer: "You don't have to wait and worry: a person can check it for you.",
    handOver: "It is with people now, so you don't have to keep watch over it.",
  },
  discouraged: {
    answer: "Many get stuck at exactly this point, and it comes with practice. Try this:",
    unknown: "This is a hard one, and it says nothing about you that it didn't work.",
    offer: "Half an hour with a tutor often helps more than another evening alone.",
    handOver: "It was right to ask.",
  },
} as const;

/** Said to the discouraged before anything else: what they have done, in numbers, without praise. */
export function lessonsEn({ done, all }: Lessons): string {
  return done >= all
    ? `You have finished all ${all} lessons.`
    : `You have finished ${done} of ${all} lessons.`;
}
