/** What people can press, choose and fill in. */

/** The closed set of things that a button, a choice, a command or a plain word can ask for. */
export const ACTIONS = [
  // student
  "person",
  "simpler",
  "helpful",
  "unhelpful",
  "because", // why an answer did not help
  "solved",
  "ticket", // opens a ticket, with `fields.text` or the message it is `about`
  "tickets", // lists the student's own
  "reopen",
  "stars", // rates a resolution
  // staff
  "claim",
  "takeOver",
  "release",
  "transfer",
  "handBack",
  "resolve",
  "snooze",
  "alert", // tells staff when the student writes
  "note",
  "reply",
  "suggest",
  "sendDraft",
  "dropDraft",
  "canned",
  "priority",
  "category",
  "list",
  "transcript",
] as const;
export type Action = (typeof ACTIONS)[number];

export type Button = {
  readonly action: Action;
  readonly label: string;
  /** Comes back with the action; whoever handles it checks it again, since it can be forged. */
  readonly value: string;
  readonly style?: "primary" | "danger";
  /** Asked before the action happens; what was filled in comes with it. Where there are no forms, it is asked in words. */
  readonly form?: Form;
};

/** A small form, answered as the `fields` of the action it belongs to. */
export type Form = {
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    /** What stands there at first. */
    readonly value?: string;
    readonly lines?: "one" | "many";
    readonly optional?: true;
    readonly longest?: number;
  }[];
};

/** One of several: the chosen `value` comes back as `fields.choice` of the action. At most 25 options. */
export type Choice = {
  readonly action: Action;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
};
