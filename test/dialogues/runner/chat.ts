import type { Action } from "#ports/controls.ts";
import type { Fault, Mark } from "#ports/platform.ts";

export type Side = "student" | "desk";

/** Who does something: a student in their own place, or one of the staff in the thread of a case. */
export type Who =
  | { readonly side: "student"; readonly name: string }
  /** `ticket` is the number of the case; without it, the one that came last. */
  | { readonly side: "desk"; readonly name: string; readonly ticket?: number };

/** Something that people saw appear, change or go. */
export type Seen = {
  /** The name of the student who saw it, or the desk; `only` when one of the staff alone saw it. */
  readonly at:
    | { readonly side: "student"; readonly name: string }
    | { readonly side: "desk"; readonly only?: string };
  readonly text: string;
} & (
  | {
      readonly how: "new" | "changed";
      /** In whose name; without it, the bot's. */
      readonly as: string | undefined;
      /** What can be pressed or chosen. */
      readonly buttons: readonly Action[];
    }
  | { readonly how: "gone" }
  | { readonly how: "marked"; readonly mark: Mark }
  | { readonly how: "reacted"; readonly emoji: string; readonly added: boolean }
);

/** What a press brings besides its action: the option that was chosen, and what was filled in. */
export type Given = {
  readonly option?: string;
  readonly fields?: Readonly<Record<string, string>>;
};

/** A running Deskmate as a dialogue script needs it, over whatever platforms. */
export interface Chat {
  say(who: Who, text: string): Promise<void>;
  /** Changes the `nth` message that this person wrote, from 1; the last is -1. */
  edit(who: Who, nth: number, text: string): Promise<void>;
  remove(who: Who, nth: number): Promise<void>;
  /** Presses the newest button or choice of that kind that stands before them. */
  press(who: Who, action: Action, given: Given): Promise<void>;
  /** Presses what need not stand anywhere: a forged button, or a command. */
  forge(who: Who, action: Action, given: Given): Promise<void>;
  /** Reacts to the newest message before them with these words, or to the `nth` that they wrote. */
  react(who: Who, on: string | number, emoji: string, added: boolean): Promise<void>;
  /** The student can't be reached any more. */
  leave(student: string): Promise<void>;
  pass(ms: number): Promise<void>;
  /** From now on the platform of that side refuses everything with this fault, or works again. */
  fail(side: Side, fault: Fault | undefined): void;
  /** The thread of the case that came last is deleted on the desk's platform. */
  loseThread(): void;
  /** What was seen since the last call, in order, when all has come to rest. */
  seen(): Promise<readonly Seen[]>;
  close(): Promise<void>;
}
