/** Which cases every platform's fixtures must show, so that knowing one adapter is knowing all. */
export const required = {
  in: [
    "dm", // a student's message where the bot always answers
    "thread", // a line in a thread of the desk, or one that the bot opened
    "mention", // a message in a channel that calls the bot
    "button",
    "command",
    "own", // what the bot wrote itself
    "other-bot",
    "edited",
    "empty-edit", // a revision without a difference in words or files
    "deleted",
    "file",
    "reaction", // added or taken back, on a message of the bot's or a person's
    "select", // an option of a choice
    "form", // a form that was filled in
    "shortcut", // something asked about somebody's message
    "overheard", // a message in a channel that is listened to
    "left", // a person who can't be reached any more
    "hostile",
  ],
  out: [
    "answer", // text with sources, label and buttons
    "code",
    "table",
    "card",
    "status",
    "relayed", // a person's words, in their name
    "file",
    "picture",
    "long-text-fence", // a part of a long text that begins inside a code block
    "choices",
    "form", // a button that asks before it acts
    "only", // for one person's eyes
    "edit", // a message in place of what stood there
    "hostile", // pings, markup and links that content smuggles in
  ],
  faults: ["limited", "unavailable", "ambiguous", "gone", "denied", "invalid"],
} as const;

export type Kind = keyof typeof required;

/** One platform's pure functions over its fixtures: `given` is the fixture's, the result must equal `expect`. */
export type Contract = {
  readonly parse: (given: never) => unknown;
  readonly render: (given: never) => unknown;
  readonly faults: (given: never) => unknown;
  /** What this platform can't show, each with its reason. */
  readonly absent: { readonly [K in Kind]?: Readonly<Partial<Record<(typeof required)[K][number], string>>> };
};
