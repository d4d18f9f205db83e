import type { Action } from "#ports/controls.ts";
import type { Reaction, StoredFile } from "#ports/platform.ts";
import type { Answer } from "../answering/question.ts";
import type { Replies } from "../desk/replies.ts";
import type { Roster } from "../desk/roster.ts";
import type { Reading } from "../understanding/reading.ts";
import type { Draft, Language, Person, Turn } from "./conversation.ts";

export type Written = {
  readonly turn: number;
  readonly text: string;
  readonly files: readonly StoredFile[];
};

/** Something that happened in a conversation. Identities are those that the adapter proved. */
export type Input =
  | (Written & {
      readonly type: "asked";
      readonly reading: Reading;
      /** Present if the bot was allowed to answer and the message wants one. */
      readonly answer: Answer | undefined;
      /** When the student must have it done, if the words say so. */
      readonly due?: number | undefined;
    })
  /** A message of the student that could not be read or answered, however often it was tried. */
  | (Written & { readonly type: "failed" })
  | (Written & {
      readonly type: "wrote";
      readonly staff: Person;
      /** When they come back, if the words promise it. */
      readonly promised?: number | undefined;
    })
  | {
      readonly type: "edited";
      readonly turn: Turn;
      readonly text: string;
      /** What the new words ask for, if they are the newest question. */
      readonly reading?: Reading | undefined;
      /** The new answer, and the bot's turn that it replaces. */
      readonly again: { readonly answer: Answer; readonly turn: number } | undefined;
      /** Where the line's copy on the other side is: `held` may still be unsent, `lost` never arrived. */
      readonly copy?: "held" | "lost";
    }
  | {
      readonly type: "deleted";
      readonly turn: Turn;
      /** The bot's turn that answered it. */
      readonly answeredBy: number | undefined;
      /** The accounts at the desk that it stands in, each with what is left to tell. */
      readonly accounts: readonly { readonly last: number; readonly turns: readonly Turn[] }[];
    }
  | {
      readonly type: "reacted";
      readonly by: "student" | "staff";
      readonly person: Person;
      /** Whose message it is: one of the other side's lines. */
      readonly turn: Turn;
      readonly reaction: Reaction;
    }
  | {
      readonly type: "pressed";
      readonly action: Action;
      readonly by: "student" | "staff";
      readonly person: Person;
      /** The bot's turn on which the button stood. */
      readonly on: number | undefined;
      readonly brings?: Brings;
    }
  | { readonly type: "woke" }
  /** Somebody who waited longer does no more. */
  | { readonly type: "moved" }
  /** The student can't be reached on the platform any more. */
  | { readonly type: "left" }
  /** A line of one side that its platform will never show to the other; or the desk's thread is gone. */
  | { readonly type: "undelivered"; readonly what: Turn | "card" | "thread"; readonly fault: Undelivered };

/** What came with an action, looked up and checked by the engine. */
export type Brings = {
  /** What was chosen or typed: a priority, a category, the id of a canned reply. */
  readonly choice?: string | undefined;
  /** Words for the student or for colleagues, kept as a turn; `isShown` if they stand in the thread already. */
  readonly words?: (Written & { readonly isShown: boolean }) | undefined;
  /** Danger in the words. */
  readonly crisis?: Reading["crisis"] | undefined;
  /** To whom a case goes; `unknown` when nobody at the desk is called so. */
  readonly colleague?: Person | "unknown" | undefined;
  readonly until?: number | undefined;
  /** When they come back, if the words promise it. */
  readonly promised?: number | undefined;
  readonly draft?: Draft | undefined;
  /** A fresh suggestion; `none` when the knowledge base has nothing. */
  readonly suggestion?: string | "none" | undefined;
  readonly stars?: { readonly closing: number; readonly count: number; readonly isNew: boolean } | undefined;
};

export type Undelivered = "gone" | "denied" | "invalid" | "unconfirmed" | "expired";

/** What the decision may look at besides the conversation and the input. */
export type Context = {
  readonly now: number;
  /** What was said so far, oldest first, with the input itself. */
  readonly turns: readonly Turn[];
  /** What the student came with, where `turns` do not reach back so far. */
  readonly began?: string | undefined;
  /** How many other cases have waited longer. */
  readonly ahead: number;
  readonly deskLanguage: Language;
  readonly roster: Roster;
  readonly replies: Pick<Replies, "list">;
  /** Those on duty, with how many open cases they have; `undefined` for who was never active at the desk. */
  readonly colleagues: readonly { readonly name: string; readonly cases: number | undefined }[];
  /** Other cases that this student brought to people, newest first; `isOpen` while they have them. */
  readonly earlier: readonly { readonly number: number; readonly opened: number; readonly isOpen: boolean }[];
};

export type InputOf<T extends Input["type"]> = Extract<Input, { type: T }>;
