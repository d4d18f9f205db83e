/**
 * The nouns of a conversation. A conversation is one support case from the first words to resolved; its
 * number is the ticket number. It has two sides: the student, and the desk, where staff handle it.
 */
import type { Action, Address, OutboundMessage, StoredFile } from "#ports/platform.ts";

export type Side = "student" | "desk";

export type Person = { readonly id: string; readonly name: string };

/** Why a case was handed to people. */
export type Reason = "asked" | "missed" | "topic" | "released" | "failed";

/**
 * Who answers. In `bot`, `misses` weighs the answers that did not help (policy.missWeight). In `waiting` and `human`,
 * `since` is when the student began to wait for words of a person (`undefined`: nobody waits), and
 * `reminders` how often the desk was reminded of this wait. Times in ms since 1970.
 */
export type State =
  | { readonly name: "bot"; readonly misses: number }
  | { readonly name: "waiting"; readonly reason: Reason; readonly since: number; readonly reminders: number }
  | {
      readonly name: "human";
      readonly staff: Person;
      readonly since: number | undefined;
      readonly reminders: number;
    }
  | { readonly name: "resolved"; readonly by: "student" | "staff" | "quiet" };

export type Language = "en" | "zh";

export type Conversation = {
  readonly number: number;
  readonly student: Person;
  readonly studentAt: Address;
  /** The thread of the case, once its card is delivered. */
  readonly deskAt: Address | undefined;
  readonly language: Language;
  readonly state: State;
  /** When time itself is the next input; every open conversation has one. */
  readonly wakeAt: number | undefined;
};

/** One message in the conversation. `side` is where it was written; the bot writes on the student's side. */
export type Turn = {
  readonly number: number;
  readonly side: Side;
  readonly by: "student" | "bot" | "staff";
  readonly author: Person;
  readonly text: string;
  /** Staff words that stayed at the desk. */
  readonly internal: boolean;
  readonly files: readonly StoredFile[];
  readonly time: number;
};

/** Names the messages that are changed later: a new one under the same name replaces the one before. */
export type Slot = "status" | "card" | `turn:${number}`;

/** Something to put on a side, in order. */
export type Say =
  | {
      readonly type: "post";
      readonly to: Side;
      readonly message: OutboundMessage;
      /** Replaces what stands under this name there; without one, a message of its own. */
      readonly slot?: Slot;
      /** Only replace: say nothing where nothing stands. */
      readonly onlyReplace?: boolean;
      /** The bot's own words, kept as a turn: what the bot said counts in the conversation that follows. */
      readonly isTurn?: boolean;
    }
  | { readonly type: "remove"; readonly to: Side; readonly slot: Slot }
  /** Takes buttons away from what stands on the student's side. */
  | { readonly type: "unbutton"; readonly slot: Slot; readonly actions: readonly Action[] }
  /** Shows on a message that staff wrote that it stayed inside, or could not be delivered. */
  | { readonly type: "mark"; readonly turn: number; readonly mark: "internal" | "failed" };

/** What the state machine answers: the conversation as it is now, and what to say, in order. */
export type Step = { readonly conversation: Conversation; readonly says: readonly Say[] };
