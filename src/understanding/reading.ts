/** What understanding made of one student message in its conversation. It advises; `conversation/` decides. */
export type Reading = {
  /** The language to answer in. */
  readonly language: "en" | "zh";
  /** The message is in a language that the bot doesn't speak: its English name, `Spanish`. */
  readonly foreign?: string;
  /** Written in traditional Chinese characters. */
  readonly traditional?: true;
  /** What the message asks for, by its words and what was said before. */
  readonly wants:
    | "answer" // a question or anything else that may be answered from the knowledge base
    | "person" // asks for a human being
    | "simpler"
    | "example"
    | "more"
    | "less"
    | "solved" // says that it is done, or thanks and closes
    | "thanks" // a friendly word is enough
    | "greeting"
    | "smallTalk" // chats or jokes: a friendly word is enough
    | "abuse" // insults: answered calmly, once
    | "nothing"; // empty, or nothing that can be read
  readonly mood: Mood;
  /** How the mood moved over the student's last messages. */
  readonly trend: "rising" | "steady" | "easing";
  /** Danger to somebody. Found by rules and by our own weights, never by a language model. */
  readonly crisis?: (typeof CRISES)[number];
  /** Would rather have a person without having asked, or wants none. */
  readonly person?: "hinted" | "refused";
  /** Not content with what the bot just said: rejects it, corrects it, or asks for another. */
  readonly displeased?: true;
  /** Asks again what was asked before in other words: the answer did not help. */
  readonly rephrases: boolean;
  /** About work that is graded: hints only. */
  readonly graded: boolean;
  /** Whether it is a question or a request at all: in a channel that is listened to, the rest is left alone. */
  readonly question: boolean;
};

export const MOODS = [
  "neutral",
  "confused",
  "frustrated",
  "angry",
  "anxious",
  "discouraged",
  "grateful",
  "pleased",
] as const;

export const CRISES = ["selfHarm", "abuse", "danger"] as const;

/** `intensity` from 0 (none) to 1; `sure` is the calibrated probability of the name. */
export type Mood = {
  readonly name: (typeof MOODS)[number];
  readonly intensity: number;
  readonly sure: number;
};

/** The reading of words that only ask for something, without a mood. */
export function plainReading(language: Reading["language"], wants: Reading["wants"]): Reading {
  return {
    language,
    wants,
    mood: { name: "neutral", intensity: 0, sure: 1 },
    trend: "steady",
    rephrases: false,
    graded: false,
    question: wants === "answer",
  };
}
