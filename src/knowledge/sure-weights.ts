import type { Features } from "./sure.ts";

/**
 * A logistic model, made by `fitSure` in `src/measure/fit-sure.ts`; that file says from what. To be made
 * again when the ranking changes.
 */
export const SURE: { readonly bias: number; readonly weights: Features } = {
  bias: -2.07,
  weights: { covered: 0.78, near: 0.34, lineAsked: 0.45, lead: 2.11, rise: 1.95 },
};

/** Below it the bot refuses. The classes weigh the same in the fit, so that it stands at the even chance. */
export const REFUSE_BELOW = 0.5;
