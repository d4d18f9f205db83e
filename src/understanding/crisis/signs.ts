/** The words of one language for danger. Patterns are tried on one sentence, folded; all of bounded reach. */
export type Signs = {
  /** Figures of speech and terms of the trade: taken out before the others are tried. */
  readonly innocent: readonly RegExp[];
  /** Words about danger as a subject of study; where one stands and nobody speaks of themselves, `topics` don't count. */
  readonly study: RegExp;
  readonly personal: RegExp;
  /** Single words that name it: count unless they are studied. */
  readonly topics: RegExp;
  readonly selfHarm: readonly RegExp[];
  readonly abuse: readonly RegExp[];
  readonly danger: readonly RegExp[];
};
