import type { Features } from "./sure.ts";

/** Fitted by `src/measure/fit-sure.ts`. */
export const SURE: { readonly bias: number; readonly weights: Features } = {
  bias: -4,
  weights: { covered: 3, line: 1, lineAsked: 1, near: 1, score: 4, gap: 1, words: 0, together: 0 },
};

/** Below it the bot refuses. */
export const REFUSE_BELOW = 0.5;
