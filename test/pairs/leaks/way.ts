import type { Address } from "#ports/platform.ts";
import type { Who } from "../../dialogues/runner/chat.ts";
import type { PairChat } from "../../dialogues/runner/pair-chat.ts";
import type { Person, Seat } from "../../dialogues/runner/seat.ts";

/** Somebody at the desk. */
export type Colleague = Extract<Who, { readonly side: "desk" }>;

/** A case, and one of the staff who does something there that no student may ever see. */
export type Scene = {
  readonly chat: PairChat;
  readonly ticket: number;
  readonly thread: Address;
  readonly student: string;
  readonly writer: Colleague;
  readonly colleague: Colleague;
  /** Stands in everything that is written: one word of letters and digits, of no other way. */
  readonly canary: string;
};

export type Way = (scene: Scene) => Promise<unknown>;
/** By their names. */
export type Ways = Readonly<Record<string, Way>>;

/** A platform on which both what people can do and what the bot did are in the hands of the test. */
export type Stage = {
  readonly seat: Seat;
  /** What reaches the student only if the writer has the case and lines in the thread are relayed. */
  readonly lines: Ways;
  /** What stays inside whoever does it. */
  readonly notes: Ways;
  /** Everything that the bot told the platform until now, as it stood on the wire. */
  sent(): readonly string[];
};

export type CreateStage = (clock: { now(): number }) => Promise<Stage>;

/** Somebody of the staff as a seat knows them. */
export function staff({ name }: Colleague): Person {
  return { name, isStaff: true };
}
