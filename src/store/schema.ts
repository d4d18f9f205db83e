import type { Generated } from "kysely";

/** The tables. Times are milliseconds since 1970; JSON is text; truth values are 0 and 1. */
export type Schema = {
  inbox: {
    seq: Generated<number>;
    /** The platform's id of the event, with the platform's name: a repeated event is the same row. */
    key: string;
    /** Where it happened; undefined for what the core tells itself. */
    place: string | null;
    conversation: number | null;
    /** Gone once the event is done: the turn holds the words then. */
    event: string | null;
    state: "new" | "done" | "dead";
    attempts: number;
    next_at: number;
    /** When `next_at` was set. If that is still to come, the clock went back, and nothing waits for it. */
    last_try: Generated<number>;
    reason: string | null;
    time: number;
  };
  conversations: {
    number: Generated<number>;
    student_id: string;
    student_name: string;
    student_at: string;
    /** Null until the card was delivered. */
    desk_at: string | null;
    language: string;
    state: string;
    since: number | null;
    /** What else belongs to the state. */
    detail: string;
    /** Null for resolved conversations, and only for them. */
    wake_at: number | null;
    updated: number;
  };
  turns: {
    number: Generated<number>;
    conversation: number;
    side: string;
    by: string;
    author_id: string;
    author_name: string;
    text: string;
    files: string;
    internal: number;
    deleted: number;
    rating: number | null;
    mark: string | null;
    /** The platform's id of the message, and where it stands; null for the bot's turns. */
    place: string | null;
    message: string | null;
    /** The student's turn that this one of the bot's answers. */
    answers: number | null;
    time: number;
  };
  outbox: {
    id: Generated<number>;
    /** Given to the platform with every attempt. */
    key: string;
    conversation: number;
    side: string;
    op: "post" | "edit" | "remove" | "mark";
    slot: string | null;
    part: number;
    turn: number | null;
    /** What stands there: an edit that was delivered is written into the post that it changed. */
    message: string | null;
    state: "pending" | "sending" | "ambiguous" | "delivered" | "dead" | "dropped";
    attempts: number;
    first_try: number | null;
    next_at: number;
    /** As in the inbox. */
    last_try: Generated<number>;
    place: string | null;
    sent_id: string | null;
    reason: string | null;
    created: number;
    settled: number | null;
  };
  files: { id: string; name: string; type: string; size: number; bytes: Uint8Array };
  kept: { key: string; value: string };
};
