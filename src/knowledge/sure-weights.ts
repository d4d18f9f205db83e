import type { Features } from "./sure.ts";

/**
 * A logistic model, made by `fitSure` in `src/measure/fit-sure.ts`; that file says from what. To be made
 * again when the ranking changes.
 */
export const SURE: { readonly bias: number; readonly weights: Features } = {
  bias: -3.82,
  weights: { covered: 1.41, near: 0.8, lineAsked: 0.53, score: 1.13, gap: 1.37, drop: 2.08 },
};

/** Below it the bot refuses. The classes weigh the same in the fit, so that it stands at the even chance. */
export const REFUSE_BELOW = 0.5;
