/**
 * The nouns of a conversation. A conversation is one support case from the first words to resolved; its
 * number is the ticket number. It has two sides: the student, and the desk, where staff handle it.
 */
import type { Action, Button } from "#ports/controls.ts";
import type { Address, OutboundMessage, Reaction, StoredFile } from "#ports/platform.ts";
import type { Mood, Reading } from "../understanding/reading.ts";

export type Side = "student" | "desk";

export type Person = { readonly id: string; readonly name: string };

/** Why a case was handed to people. `staff`: one of them opened it; `ticket`: the student did, with a button or command. */
export type Reason =
  | "asked"
  | "missed"
  | "topic"
  | "upset"
  | "crisis"
  | "ticket"
  | "staff"
  | "released"
  | "reopened"
  | "failed";

/** Reminders rest until then: staff set the case aside, or promised the student to come back. */
export type Pause = { readonly until: number; readonly why: "snoozed" | "promised" };

/**
 * Who answers. In `bot`, `misses` weighs the answers that did not help (policy.missWeight), and `offer` waits for the
 * student to go silent after a weak answer. In `waiting` and `human`, `since` is when the student began to wait for
 * words of a person (`undefined`: nobody waits), and `reminders` how often the desk was reminded of this wait.
 * `warned`: the student knows that the case will be closed. Times in ms since 1970.
 */
export type State =
  | { readonly name: "bot"; readonly misses: number; readonly offer?: true }
  | {
      readonly name: "waiting";
      readonly reason: Reason;
      readonly since: number;
      readonly reminders: number;
      /** The place in the queue that the status line tells; without it, the line tells something else. */
      readonly place?: number;
      readonly pause?: Pause;
    }
  | {
      readonly name: "human";
      readonly staff: Person;
      readonly since: number | undefined;
      readonly reminders: number;
      readonly pause?: Pause;
      readonly warned?: true;
    }
  | {
      readonly name: "resolved";
      readonly by: "student" | "staff" | "quiet";
      readonly at: number;
      /** Whose work it was; of staff, `had` is the name of who had it in the end. */
      readonly of: "bot" | "staff";
      readonly had?: string;
    };

export type Language = "en" | "zh";

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** The moods in which people need more than an answer. */
export type HeavyMood = Exclude<Mood["name"], "neutral" | "grateful" | "pleased">;

/** What the desk knows of a case besides its state. */
export type Ticket = {
  readonly category: string | undefined;
  /** As staff set it; without it, it follows from the rest (`priorityOf`). */
  readonly priority: Priority | undefined;
  /** How upset the student is by all that was said, 0 to 1. */
  readonly upset: number;
  /** The mood of the student's last words. */
  readonly mood: HeavyMood | undefined;
  /** When the student must have it done, in ms since 1970. */
  readonly due: number | undefined;
  readonly crisis: Reading["crisis"] | undefined;
  /** Who wants to be told when the student writes next. */
  readonly alerts: readonly Person[];
  /** The newest turn in each account of what was said that the desk was given. */
  readonly handed: readonly number[];
  /** How often it was closed: each closing is rated once. */
  readonly closings: number;
};

/** Of a case that has just begun. */
export const newTicket: Ticket = {
  category: undefined,
  priority: undefined,
  upset: 0,
  mood: undefined,
  due: undefined,
  crisis: undefined,
  alerts: [],
  handed: [],
  closings: 0,
};

export type Conversation = {
  readonly number: number;
  readonly student: Person;
  readonly studentAt: Address;
  /** The thread of the case, once its card is delivered. */
  readonly deskAt: Address | undefined;
  readonly language: Language;
  /** The student's own, IANA. */
  readonly timeZone: string | undefined;
  readonly opened: number;
  readonly ticket: Ticket;
  readonly state: State;
  /** When time itself is the next input; every open conversation has one. */
  readonly wakeAt: number | undefined;
};

/** Why an answer did not help, as the student says with one tap. */
export const BECAUSE = ["wrong", "notAsked", "tooHard", "outdated"] as const;
export type Because = (typeof BECAUSE)[number];

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
  /** The titles of what the bot's answer was taken from. */
  readonly sources?: readonly string[];
  /** The beginning of what was read in its files. */
  readonly read?: string;
  readonly because?: Because;
};

/** A reply that was suggested to staff; the student never sees it before they send it. */
export type Draft = { readonly number: number; readonly text: string };

/** Names the messages that are changed later: a new one under the same name replaces the one before. */
export type Slot = "status" | "card" | `turn:${number}` | `draft:${number}` | `transcript:${number}`;

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
      /** Leaves so much later, in ms, and can be taken back until then. */
      readonly hold?: number;
    }
  /** The words are forgotten with it, unless they only go back to where they were written. */
  | { readonly type: "remove"; readonly to: Side; readonly slot: Slot; readonly keepsWords?: true }
  /** Takes buttons away from what stands on the student's side; `instead` take their place. */
  | {
      readonly type: "unbutton";
      readonly slot: Slot;
      readonly actions: readonly Action[];
      readonly instead?: readonly Button[];
    }
  /** Shows on a message that staff wrote that it stayed inside, or could not be delivered. */
  | { readonly type: "mark"; readonly turn: number; readonly mark: "internal" | "failed" }
  /** Shows a reaction of one side on the message of the other. */
  | { readonly type: "react"; readonly turn: number; readonly reaction: Reaction }
  /** To the desk: in the thread, or with others of the same moment as one list; `line` is its line there. */
  | { readonly type: "remind"; readonly text: string; readonly line: string }
  /** Keeps a suggested reply, and shows it at the desk with the ways to send or drop it. */
  | { readonly type: "draft"; readonly text: string }
  /** `sent` are the words that went out instead; without them it was dropped. */
  | { readonly type: "endDraft"; readonly draft: number; readonly sent: string | undefined }
  /** How the student rates a closing of the case. */
  | {
      readonly type: "rate";
      readonly closing: number;
      readonly of: "bot" | "staff";
      readonly stars: number;
      readonly words: string | undefined;
    };

/** What the state machine answers: the conversation as it is now, and what to say, in order. */
export type Step = { readonly conversation: Conversation; readonly says: readonly Say[] };
