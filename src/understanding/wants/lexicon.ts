/**
 * What the words of one language say. Each pattern is tried on a clause: lower-case, without punctuation.
 * No pattern repeats a group or nests a repetition, so that matching stays linear.
 */
export type Lexicon = {
  /** Asks for a human being, unless `notPerson` speaks against it in the same clause. */
  readonly person: RegExp;
  readonly notPerson: RegExp;
  /** Wants no human being. */
  readonly refuses: RegExp;
  readonly simpler: RegExp;
  readonly example: RegExp;
  readonly more: RegExp;
  readonly less: RegExp;
  /** Insults the bot or the people behind it. */
  readonly abuse: RegExp;
  /** These five must be the whole clause, politeness at its ends aside (`trim`). */
  readonly solved: RegExp;
  readonly thanks: RegExp;
  readonly greeting: RegExp;
  readonly chat: RegExp;
  /** Jokes, and talk about anything but the course. */
  readonly smallTalk: RegExp;
  /** Takes back what a clause before it said: "it works, but …". */
  readonly but: RegExp;
  /** Makes a question of a clause that has no question mark. */
  readonly asks: RegExp;
  /** Words at the ends of a clause that carry nothing. */
  readonly trim: readonly [start: RegExp, end: RegExp];
};
