import type { Action } from "#ports/controls.ts";
import type { Address, Platform, Reaction } from "#ports/platform.ts";

export type Person = { readonly name: string; readonly isStaff: boolean };

/** A text file that somebody has. */
export type Attached = { readonly name: string; readonly text: string };

/** What somebody presses; `fields` as the platform's form or choice would bring them. */
export type Pressed = {
  readonly action: Action;
  readonly value: string;
  readonly fields?: Readonly<Record<string, string>>;
};

/** One platform as people use it in a dialogue: the adapter on its stock SDK, against a fake over loopback. */
export interface Seat {
  readonly platform: Platform;
  /** The channel where staff work. */
  readonly desk: Address;
  /** Called once with the origin where the adapter's HTTP handlers are served. */
  serveAt(origin: string): void;
  /** Resolves when the platform hears, after the core was started. */
  connected(): Promise<void>;
  /** Where a student talks with the bot alone. */
  talk(student: string): Address;
  /** Answers with the id that the platform gives the message. */
  say(person: Person, at: Address, text: string): Promise<string>;
  /** Says something with a file; answers with the id of the message. */
  readonly attach?: (person: Person, at: Address, text: string, file: Attached) => Promise<string>;
  edit(person: Person, at: Address, message: string, text: string): Promise<void>;
  remove(person: Person, at: Address, message: string): Promise<void>;
  /** On a message of the bot's; without one the press is forged. */
  press(person: Person, at: Address, message: string | undefined, pressed: Pressed): Promise<void>;
  /** Without it, the platform tells bots of no reactions. `message` may be the bot's or a person's. */
  readonly react?: (person: Person, at: Address, message: string, reaction: Reaction) => Promise<void>;
  /** Without it, the platform tells bots of nobody who leaves. */
  readonly leave?: (person: Person) => Promise<void>;
  close(): Promise<void>;
}

/** A seat whose fake goes by this clock. */
export type CreateSeat = (clock: { now(): number }) => Promise<Seat>;
