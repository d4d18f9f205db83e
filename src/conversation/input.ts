import type { Action, StoredFile } from "#ports/platform.ts";
import type { Answer } from "../answering/question.ts";
import type { Reading } from "../understanding/reading.ts";
import type { Language, Person, Turn } from "./conversation.ts";

/** Something that happened in a conversation. Identities are those that the adapter proved. */
export type Input =
  | {
      readonly type: "asked";
      readonly turn: number;
      readonly text: string;
      readonly files: readonly StoredFile[];
      readonly reading: Reading;
      /** Present if the bot was allowed to answer and the message wants one. */
      readonly answer: Answer | undefined;
    }
  /** A message of the student that could not be read or answered, however often it was tried. */
  | {
      readonly type: "failed";
      readonly turn: number;
      readonly text: string;
      readonly files: readonly StoredFile[];
    }
  | {
      readonly type: "wrote";
      readonly turn: number;
      readonly text: string;
      readonly files: readonly StoredFile[];
      readonly staff: Person;
    }
  | {
      readonly type: "edited";
      readonly turn: Turn;
      readonly text: string;
      /** What the new words ask for, if they are the newest question. */
      readonly reading?: Reading | undefined;
      /** The new answer, and the bot's turn that it replaces. */
      readonly again: { readonly answer: Answer; readonly turn: number } | undefined;
    }
  | {
      readonly type: "deleted";
      readonly turn: Turn;
      /** The bot's turn that answered it. */
      readonly answeredBy: number | undefined;
    }
  | {
      readonly type: "pressed";
      readonly action: Action;
      readonly by: "student" | "staff";
      readonly person: Person;
      /** The bot's turn on which the button stood. */
      readonly on: number | undefined;
    }
  | { readonly type: "woke" }
  /** A line of one side that its platform will never show to the other. */
  | { readonly type: "undelivered"; readonly what: Turn | "card"; readonly fault: Undelivered };

export type Undelivered = "gone" | "denied" | "invalid" | "unconfirmed" | "expired";

/** What the decision may look at besides the conversation and the input. */
export type Context = {
  readonly now: number;
  /** What was said so far, oldest first, with the input itself. */
  readonly turns: readonly Turn[];
  /** How many other cases have waited longer. */
  readonly ahead: number;
  readonly deskLanguage: Language;
};

export type InputOf<T extends Input["type"]> = Extract<Input, { type: T }>;
