import type { Mark } from "#ports/platform.ts";
import type { Conversation, Language, Turn } from "../conversation/conversation.ts";
import type { Actor, Change } from "../conversation/ticket/changes.ts";
import { html } from "./transcript/html.ts";
import { json } from "./transcript/json.ts";
import { markdown } from "./transcript/markdown.ts";

export const FORMATS = ["markdown", "json", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** All that is kept of a case. Of a deleted turn nothing is left but that it was there. */
export type CaseRecord = {
  readonly conversation: Conversation;
  readonly closed: number | undefined;
  readonly turns: readonly RecordedTurn[];
  readonly audit: readonly (Change & Actor & { readonly time: number })[];
  readonly stars: readonly Rating[];
};
export type RecordedTurn = Turn & {
  readonly mark?: Mark;
  /** The student's 👍 or 👎 on an answer of the bot. */
  readonly rating?: 1 | -1;
  readonly isDeleted: boolean;
};
export type Rating = {
  readonly stars: number;
  readonly words: string | undefined;
  readonly of: "bot" | "staff";
  readonly time: number;
};

export type Shape = {
  /** With what staff wrote to each other: only for those who may read it. */
  readonly notes: boolean;
  readonly language: Language;
  /** IANA: in whose time it is told; JSON is told in UTC. */
  readonly zone: string;
};

/**
 * The case as a file to read, keep or pass on. HTML stands by itself, loads nothing and runs nothing; whatever
 * people wrote is text in it. Files are named, not contained.
 */
export function transcript(record: CaseRecord, format: Format, shape: Shape): string {
  const told = shape.notes ? record : { ...record, turns: record.turns.filter((turn) => !turn.internal) };
  switch (format) {
    case "markdown":
      return markdown(told, shape);
    case "json":
      return json(told);
    case "html":
      return html(told, shape);
  }
}
