/**
 * A logistic model, made by `npx deskmate fit`; `src/measure/fit-sure.ts` says from what. To be made
 * again when the ranking changes.
 */
export const SURE = {
  bias: -3.8,
  weights: { covered: 1.5, missing: -0.16, lead: 0.95, stands: 0.16, weight: 2.26, asked: 0.69, brief: 1.04 },
};

/**
 * Below it the bot refuses. The classes weigh the same in the fit; it stands somewhat below the even chance, since
 * a quote with its source can be judged by the student, and what students ask mostly has an answer. Measured on a
 * course's questions: both shares stay near 0.9.
 */
export const REFUSE_BELOW = 0.45;
