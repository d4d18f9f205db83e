/** Why a file could not be read. */
export const WHY = [
  "empty",
  "tooLarge",
  "tooMany", // more files than are read of one message
  "broken",
  "locked", // by a password
  "noText", // nothing in it can be read as words
  "unknown", // a kind of file that is not read
  "slow", // it took longer than a student can wait
  "gone", // the platform no longer has it
  "voice", // there is nothing here that understands speech
  "video", // there is nothing here that takes films apart
] as const;
export type Why = (typeof WHY)[number];

/** A file has no text for us; its message is never shown. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  readonly why: Why;
  constructor(why: Why, options: ErrorOptions = {}) {
    super(why, options);
    this.why = why;
  }
}
