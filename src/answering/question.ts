import type { Citation } from "#ports/platform.ts";
import type { Read } from "../materials/material.ts";
import type { Reading } from "../understanding/reading.ts";

/** One earlier line of the conversation, as the model and the follow-ups may see it. */
export type Line = { readonly who: "student" | "bot" | "staff"; readonly text: string };

/** What is to be answered. `history` holds this conversation only, oldest first, without the question. */
export type Question = {
  readonly text: string;
  readonly reading: Reading;
  readonly history: readonly Line[];
  /** Whose budget it uses, and whose progress decides what may be quoted. */
  readonly student: string;
  /** The number of its conversation; a first question has none yet. */
  readonly conversation?: number;
  /** The files that came with it. */
  readonly files?: Read;
};

/**
 * What the bot can say. Every citation was retrieved for this question and every claim in `text` carries a
 * mark `[n]` of one; `found: false` means that the knowledge base does not hold it, and `text` then says so.
 */
export type Answer = {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly found: boolean;
  /** It is not said that nothing is known, but asked which of several things is meant; once in a conversation. */
  readonly asks?: true;
  /** Probability (0–1) that the passages hold the answer. */
  readonly sure: number;
  /** An article behind the answer asks for a person to take such cases. */
  readonly escalate: boolean;
  readonly by: "model" | "quote";
};

/** The answer so far, safe to show; then the answer itself, last and always. */
export type AnswerPart = { readonly draft: string } | { readonly answer: Answer };

/** Answers questions. The stream always ends with an answer, within `policy.answerDeadlineMs`; it never throws. */
export interface Answerer {
  answer(question: Question): AsyncIterable<AnswerPart>;
}
