/**
 * A chat platform as the core sees it. An adapter translates between this and one outside system;
 * the core never asks which one it is.
 */

import type { Action, Button, Choice } from "./controls.ts";

/**
 * Where messages are written and answered: `platform:rest`. Only its adapter reads the rest; the address of a
 * thread begins with that of its channel and a slash.
 */
export type Address = string & { readonly __address: never };

/**
 * Who wrote. `kind` and `id` are what the platform proved, never what a message claims. `locale` (BCP 47) and
 * `timeZone` (IANA) are there where the platform tells them: hints, the words decide.
 */
export type Author = {
  readonly id: string;
  readonly name: string;
  readonly kind: "student" | "staff" | "bot";
  readonly locale?: string;
  readonly timeZone?: string;
};

/** A file kept by the host; its bytes are read with `Host.file`. `size` in bytes, `type` a MIME type. */
export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
};

/**
 * Something that happened on a platform. `id` is the platform's own and stays the same when the platform
 * repeats itself; `at` is where an answer belongs (for a channel message: the thread it will open).
 * `time` is in milliseconds since 1970.
 */
export type InboundEvent = {
  readonly id: string;
  readonly at: Address;
  readonly from: Author;
  readonly time: number;
} & (
  | {
      readonly type: "message";
      /** The platform's id of the message: what edits, deletions and reactions refer to. */
      readonly message: string;
      readonly text: string;
      readonly files: readonly StoredFile[];
      /** Heard in a channel that the bot listens to, not addressed to it: answered only if it is a question. */
      readonly overheard?: true;
    }
  | { readonly type: "edited"; readonly message: string; readonly text: string }
  | { readonly type: "deleted"; readonly message: string }
  | {
      readonly type: "reaction";
      /** The message that somebody reacted to. */
      readonly message: string;
      /** As Unicode: `👍`. Those that a platform made itself keep their name: `:party-parrot:`. */
      readonly emoji: string;
      readonly added: boolean;
      /** Whose message it is and what it says, where the platform shows it to us. */
      readonly about?: Quoted;
    }
  | {
      readonly type: "action";
      readonly action: Action;
      readonly value: string;
      /** What a form, a choice or a command brought with it, by the names of its fields. */
      readonly fields?: Readonly<Record<string, string>>;
      /** The message of ours on which it was pressed. */
      readonly on?: string;
      /** The message of a person that it points at: a shortcut's. */
      readonly about?: Quoted;
    }
  /** The author can't be reached on this platform any more; `at` is any address of theirs. */
  | { readonly type: "left" }
);

/** Somebody's message that an event points at. */
export type Quoted = {
  readonly message: string;
  readonly from: Author;
  readonly text: string;
};

/**
 * A source of an answer. `number` is the mark in the text: `[1]`. `updated` is a date, `2026-09-14`. `url` is
 * absolute, or a path of our own pages as long as they have no public address.
 */
export type Citation = {
  readonly number: number;
  readonly title: string;
  /** The headings from the article's title down to the section, without the title. */
  readonly path: readonly string[];
  readonly url: string;
  readonly updated: string;
};

/** The staff message of a case: what staff see before they open it. */
export type Card = {
  readonly ticket: number;
  readonly state: "bot" | "waiting" | "human" | "resolved";
  /** The name of who has it, in the state `human`. */
  readonly staff?: string;
  readonly title: string;
  /** Nothing in the thread reaches the student, only what the reply box sends. */
  readonly boxOnly?: true;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
};

/** What the bot says. `text` is CommonMark with GFM tables; the adapter's `render` is total over it. */
export type OutboundMessage = {
  readonly text: string;
  /** The person in whose name it is shown; without it, the bot. */
  readonly as?: string;
  /** `status` lines tell about the case, `note` lines are for staff only. */
  readonly tone?: "answer" | "status" | "note" | "student";
  /** Where an answer comes from, as a label. */
  readonly basis?: "course" | "unsure";
  readonly language?: string;
  readonly citations?: readonly Citation[];
  readonly card?: Card;
  readonly files?: readonly StoredFile[];
  readonly buttons?: readonly Button[];
  readonly choices?: readonly Choice[];
  /**
   * The id of the one person who may see it in a shared place; where a platform can't, it goes to their direct
   * messages. Such a message can't be changed later.
   */
  readonly only?: string;
};

/**
 * A delivered message: its id, and the address at which replies to it arrive. `isUnconfirmed` when something
 * stands in its place by which its reader may ask for it: then its author is told.
 */
export type Sent = { readonly id: string; readonly repliesAt: Address; readonly isUnconfirmed?: true };

/** Shown on a message that somebody wrote: relayed and delivered, kept inside, or not delivered. */
export type Mark = "delivered" | "internal" | "failed";

export type Reaction = { readonly emoji: string; readonly added: boolean };

/** Passing signs, never stored: lost ones do no harm. A draft replaces the draft before it. */
export type Signal = { readonly type: "typing" } | { readonly type: "draft"; readonly text: string };

/** `absent` means surely not there, `unknowable` that this platform can't tell. */
export type Found = Sent | "absent" | "unknowable";

export interface Platform {
  /** The part of its addresses before the colon. */
  readonly name: string;
  /** How many characters of text one message holds here, with room for what rendering adds. */
  readonly textLimit: number;
  start(host: Host): Promise<void>;
  /** Posts once. `key` is the same at every attempt; throws only PlatformError. */
  send(to: Address, message: OutboundMessage, key: string): Promise<Sent>;
  /** Looks for a message that may have been posted under `key` at or after `since` (ms since 1970). */
  find(to: Address, key: string, since: number): Promise<Found>;
  edit(at: Address, id: string, message: OutboundMessage): Promise<void>;
  remove(at: Address, id: string): Promise<void>;
  mark(at: Address, id: string, mark: Mark): Promise<void>;
  /** Shows or takes back a reaction on a message, in the bot's name; nothing where bots can't react. */
  react(at: Address, id: string, reaction: Reaction): Promise<void>;
  signal(to: Address, signal: Signal): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What stands at an address: every message that was accepted from it or delivered to it, oldest first,
 * with the latest text, without the deleted ones.
 */
export type Shown = {
  readonly id: string;
  readonly time: number;
  readonly from: "bot" | Author;
  readonly message: OutboundMessage;
  readonly mark?: Mark;
};

/** An open case, for desks that list them and for adapters that catch up after downtime. */
export type OpenCase = {
  readonly number: number;
  readonly state: Card["state"];
  /** Who has it, in the state `human`, and their id on their own platform. */
  readonly staff?: string;
  readonly staffId?: string;
  /** Since when the student waits for a person. */
  readonly since?: number;
  /** For longer than the desk lets anybody wait. */
  readonly overdue?: true;
  /** Goes before others. */
  readonly priority?: "high" | "urgent";
  readonly student: Address;
  readonly studentName: string;
  readonly desk?: Address;
  readonly updated: number;
};

export type ArticlePage = {
  readonly title: string;
  readonly language: string;
  readonly updated: string;
  readonly markdown: string;
  /** The ids of its headings, in order: where citations lead. */
  readonly anchors: readonly string[];
};

/** What the core offers to an adapter. */
export interface Host {
  /** Stores the event durably, then returns; `false` when it was stored before. Acknowledge only after it. */
  accept(event: InboundEvent): Promise<boolean>;
  /** Mounts an adapter's HTTP handlers under the one port. */
  route(handler: RouteHandler): void;
  /** Those that wait longest first, then the newest; at most `most` of each state. */
  open(most?: number): Promise<readonly OpenCase[]>;
  /** Somebody is typing there: a passing sign for the other side of their case. */
  typing(at: Address, from: Author): void;
  /** What a message of ours shows now; `undefined` for one that is not ours or is gone. */
  shown(at: Address, id: string): Promise<OutboundMessage | undefined>;
  /** The newest `limit` messages at the address. */
  history(at: Address, limit: number): Promise<readonly Shown[]>;
  keepFile(file: { name: string; type: string; bytes: Uint8Array }): Promise<StoredFile>;
  file(id: string): Promise<{ file: StoredFile; bytes: Uint8Array } | undefined>;
  /** In `language` where the article exists in it, else in the language that it has. */
  article(id: string, language?: string): ArticlePage | undefined;
  /** A small value of the adapter's own that survives a restart; `undefined` when it was never kept. */
  kept(key: string): Promise<string | undefined>;
  keep(key: string, value: string): Promise<void>;
  readonly log: Log;
}

/** Express-compatible: `(request, response, next)`. */
export type RouteHandler = (
  request: import("node:http").IncomingMessage,
  response: import("node:http").ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** Ids and counts only: no texts, names or tokens. */
export interface Log {
  info(event: string, data?: Record<string, string | number | boolean | undefined>): void;
  warn(event: string, data?: Record<string, string | number | boolean | undefined>): void;
  error(event: string, data?: Record<string, string | number | boolean | undefined>): void;
}

/**
 * Why a platform refused. `limited` and `unavailable` were surely not sent; `ambiguous` may have been;
 * the others never will be. `retryAfterMs` is the platform's own word.
 */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  readonly fault: Fault;
  readonly retryAfterMs: number | undefined;
  constructor(fault: Fault, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(fault, { cause: options.cause });
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs;
  }
}
export type Fault = "limited" | "unavailable" | "ambiguous" | "gone" | "denied" | "invalid";
