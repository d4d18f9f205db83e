/** The fields of BM25F and their constants. Changing them asks for a new `VERSION` of the index file. */

export const TITLE = 0;
export const ASKED = 1;
export const HEADING = 2;
export const TEXT = 3;

export type FieldRule = {
  /** How much one occurrence counts. */
  readonly weight: number;
  /** How much a longer field than usual takes away, 0–1. */
  readonly length: number;
};

export type Ranking = {
  /** How soon more occurrences stop counting. */
  readonly saturation: number;
  readonly fields: readonly [FieldRule, FieldRule, FieldRule, FieldRule];
};

/** Chosen on the development sets (hit@1 and MRR over six of them), rounded: each is on a plateau. */
export const RANKING: Ranking = {
  saturation: 1.5,
  fields: [
    { weight: 2.25, length: 0.3 },
    { weight: 1.5, length: 0.5 },
    { weight: 2, length: 0.5 },
    { weight: 1, length: 0.7 },
  ],
};
