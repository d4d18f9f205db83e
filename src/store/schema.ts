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
    state: Generated<"new" | "done" | "dead">;
    attempts: Generated<number>;
    next_at: Generated<number>;
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
    time_zone: string | null;
    category: string | null;
    /** What else belongs to the ticket. */
    ticket: string;
    /** Who has it. */
    staff_id: string | null;
    /** Where its card goes or went; null for the default. */
    desk_channel: string | null;
    opened: number;
    closed: number | null;
  };
  /** Every change of a ticket, by whom and when. */
  audit: {
    id: Generated<number>;
    conversation: number;
    time: number;
    by: string;
    person_id: string | null;
    person_name: string | null;
    what: string;
    before: string | null;
    after: string | null;
  };
  /** Replies that were suggested to staff. `edited` is the share of it that they changed, 0 to 1. */
  drafts: {
    number: Generated<number>;
    conversation: number;
    text: string;
    state: "open" | "sent" | "dropped";
    edited: number | null;
    time: number;
  };
  /** One rating of each closing of a case; `of` says whose work it was. */
  stars: {
    conversation: number;
    closing: number;
    of: string;
    stars: number;
    words: string | null;
    time: number;
  };
  /** Staff who have ever done something at the desk. */
  staff: { platform: string; id: string; name: string; seen: number };
  /** Reminders that wait for those that are due at the same moment. */
  reminders: { conversation: number; text: string; line: string; created: number };
  /** One row: the process that opened the database last. */
  owner: { generation: number };
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
    /** The titles that the bot's answer was taken from, as JSON. */
    sources: string | null;
    /** What was read in the files. */
    read: string | null;
    /** Why the answer did not help, beside a rating of -1. */
    because: string | null;
  };
  outbox: {
    id: Generated<number>;
    /** Given to the platform with every attempt. */
    key: string;
    /** Null for a message that belongs to no case; then `to_place` says where it goes. */
    conversation: number | null;
    side: string;
    op: "post" | "edit" | "remove" | "mark" | "react";
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
    to_place: string | null;
    /** Goes before all others, whatever they wait for. */
    urgent: Generated<number>;
  };
  files: { id: string; name: string; type: string; size: number; bytes: Uint8Array };
  kept: { key: string; value: string };
};
