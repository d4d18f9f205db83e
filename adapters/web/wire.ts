import type { Action } from "#ports/controls.ts";
import type { Card, Citation, Mark, OutboundMessage } from "#ports/platform.ts";

/**
 * What the adapter and its pages say to each other. `at` is an address without the platform's name:
 * `student/<id>`, `desk`, `desk/<card>`.
 */
export type Push =
  /** All that stands at an address; what the page holds beyond it is gone. First after every connect. */
  | { readonly type: "snapshot"; readonly at: string; readonly messages: readonly WireMessage[] }
  /** A new message or the new content of a known one: applying it twice changes nothing. */
  | { readonly type: "upsert"; readonly at: string; readonly message: WireMessage }
  /** A person changed the words of their message. */
  | {
      readonly type: "text";
      readonly at: string;
      readonly id: string;
      readonly html: string;
      readonly text: string;
    }
  | { readonly type: "remove"; readonly at: string; readonly id: string }
  | { readonly type: "mark"; readonly at: string; readonly id: string; readonly mark: Mark }
  /** All reactions that stand on a message. */
  | {
      readonly type: "reactions";
      readonly at: string;
      readonly id: string;
      readonly reactions: readonly WireReaction[];
    }
  | { readonly type: "draft"; readonly at: string; readonly html: string }
  | { readonly type: "typing"; readonly at: string }
  | { readonly type: "cases"; readonly cases: readonly WireCase[] };

/** A message ready to be shown. `html` is safe to insert; `text` is the source of what a person wrote. */
export type WireMessage = {
  readonly id: string;
  readonly time: number;
  readonly from: "bot" | WirePerson;
  readonly html: string;
  readonly text?: string;
  readonly as?: string;
  readonly tone?: OutboundMessage["tone"];
  readonly basis?: OutboundMessage["basis"];
  readonly language?: string;
  readonly citations?: readonly Citation[];
  readonly card?: Card;
  readonly files?: readonly WireFile[];
  readonly buttons?: OutboundMessage["buttons"];
  readonly choices?: OutboundMessage["choices"];
  /** Nobody but the reader sees it. */
  readonly only?: string;
  readonly mark?: Mark;
  readonly reactions?: readonly WireReaction[];
};

/** `by` are the ids of people, `bot` for the other side of the conversation. */
export type WireReaction = { readonly emoji: string; readonly by: readonly string[] };

export type WirePerson = {
  readonly id: string;
  readonly name: string;
  readonly kind: "student" | "staff" | "bot";
};

/** A file that may be fetched at `/files/<token>` by whoever may read the place where it was shown. */
export type WireFile = {
  readonly token: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
};

export type WireCase = {
  readonly number: number;
  readonly state: Card["state"];
  readonly staff?: string;
  readonly staffId?: string;
  readonly since?: number;
  readonly overdue?: true;
  readonly priority?: "high" | "urgent";
  /** Absent when the student or the desk thread is on another platform. */
  readonly student?: string;
  readonly desk?: string;
  readonly name: string;
  readonly updated: number;
};

/** What a page posts to `/events`. `id` is made by the page and stays the same when it tries again. */
export type WireEvent = {
  readonly at: string;
  readonly id: string;
  readonly locale?: string;
  readonly timeZone?: string;
} & (
  | { readonly type: "message"; readonly text: string; readonly files?: readonly string[] }
  | { readonly type: "edited"; readonly message: string; readonly text: string }
  | { readonly type: "deleted"; readonly message: string }
  | {
      readonly type: "reaction";
      readonly message: string;
      readonly emoji: string;
      readonly added: boolean;
    }
  | {
      readonly type: "action";
      readonly action: Action;
      readonly value: string;
      readonly fields?: Readonly<Record<string, string>>;
      readonly on?: string;
    }
);

/** Who looks at the page. */
export type WireSessions = {
  readonly student?: WirePerson & { readonly locale?: string };
  readonly staff?: WirePerson;
};

/** Why a request was refused: the page has words for each. */
export type Refusal =
  | "invalid"
  | "forbidden"
  | "signedOut"
  | "tooLong"
  | "tooMany"
  | "later"
  | "fileTooLarge"
  | "fileKind"
  | "fileEmpty";
