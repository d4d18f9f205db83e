/**
 * A logistic model, made by `npx deskmate fit`; `src/measure/fit-sure.ts` says from what. To be made
 * again when the ranking changes.
 */
export const SURE = {
  bias: -3.82,
  weights: { covered: 1.92, lead: 0.92, rise: 1.07, weight: 2.14, asked: 0.69, brief: 0.74 },
};

/**
 * Below it the bot refuses. The classes weigh the same in the fit; it stands somewhat below the even chance, since
 * a quote with its source can be judged by the student, and what students ask mostly has an answer. Measured on a
 * course's questions: both shares stay near 0.9.
 */
export const REFUSE_BELOW = 0.4;
