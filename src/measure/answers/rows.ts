import { z } from "zod";

/** What `eval answers` reads: rows of three kinds, told apart by their fields. */

const TURN = z.object({ role: z.string(), text: z.string() });
const CONTEXT = z.object({ id: z.string(), text: z.string() });

/** A turn of a conversation with the passages that answer it. */
export const TURN_ROW = z.object({
  question: z.string(),
  history: z.array(TURN),
  contexts: z.array(CONTEXT),
  answers: z.array(z.string()),
  answerability: z.enum(["ANSWERABLE", "PARTIAL", "UNANSWERABLE", "UNDERSPECIFIED"]),
});
export type TurnRow = z.infer<typeof TURN_ROW>;

/** As `TURN_ROW`, with answers that people judged from 1 (made up) to 4 (all of it carried). */
export const JUDGED_ROW = z.object({
  question: z.string(),
  history: z.array(TURN),
  contexts: z.array(CONTEXT),
  responses: z
    .array(z.object({ text: z.string(), human: z.object({ faithfulness: z.array(z.number()).min(1) }) }))
    .min(1),
});
export type JudgedRow = z.infer<typeof JUDGED_ROW>;

/** A question with documents that hold its answer, that don't, and that hold a false one. */
export const NOISE_ROW = z.object({
  question: z.string(),
  /** All must be said; of several ways to say one, any. */
  answers: z.array(z.union([z.string(), z.array(z.string())])).min(1),
  positive: z.array(z.string()).optional(),
  positive_groups: z.array(z.array(z.string())).optional(),
  negative: z.array(z.string()),
  counterfactual: z.array(z.string()).optional(),
  fake_answer: z.union([z.string(), z.array(z.string())]).optional(),
});
export type NoiseRow = z.infer<typeof NOISE_ROW>;

export const ANY_ROW = z.union([JUDGED_ROW, TURN_ROW, NOISE_ROW]);
