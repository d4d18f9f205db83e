import { REFUSE_BELOW } from "../knowledge/sure-weights.ts";

/** Every bound of answering, with its reason. Times in milliseconds, tokens as estimated by `tokens.ts`. */
export const limits = {
  /** From this probability on the passages are taken to hold the answer. */
  sure: REFUSE_BELOW,
  /** Below `sure` a model may still find the answer in the passages; below this it is not asked. */
  worthAsking: 0.4 * REFUSE_BELOW,
  /** A near miss is named from here on; what is less likely would only mislead. */
  near: 0.5 * REFUSE_BELOW,
  /** Passages that an answer is made from. */
  hits: 6,
  /** Passages that a wish for more, simpler or an example may go on to. */
  topicHits: 12,
  /** A quote is read on a phone: more words than this are asked for with "more". Code comes on top. */
  quoteWords: 120,
  /** A shorter answer: its first sentences. */
  shortWords: 35,
  /** Hints for one graded task, and when its deadline is so near that more of them may be given. */
  hints: 3,
  hintsNearDeadline: 5,
  deadlineNearMs: 24 * 3_600_000,
  /** Two articles fit about as well, and the question has so few telling words that it may mean either. */
  split: 0.85,
  splitPointing: 0.6,
  fewWords: 2,
  headingWords: 3,
  headingHan: 5,
  /** Student lines that a follow-up may take its topic from. */
  carried: 3,

  /** Every turn has a visible outcome within 20 s, of which a second look takes 1.5: search and model must be done. */
  firstByteMs: 8_000,
  wholeMs: 18_000,
  /** What a model may write: about 500 words. */
  replyTokens: 900,
  passageTokens: 2_500,
  /** What was read in the files of a message: the error and what stands around it is a few hundred. */
  fileTokens: 1_500,
  /** Pictures that a model looks at, and what one costs at most with the usual servers. */
  pictures: 2,
  pictureTokens: 1_100,
  historyTokens: 800,
  questionTokens: 1_500,

  /** Failures in a row until the model is left alone, and for how long: each one costs a student seconds. */
  failures: 3,
  restMs: 30_000,
  /** A server may ask for a longer rest, up to this. */
  longestRestMs: 15 * 60_000,
} as const;

export type Limits = { readonly [Name in keyof typeof limits]: number };
