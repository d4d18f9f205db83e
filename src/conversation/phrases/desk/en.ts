import type { Because, HeavyMood, Priority, Reason, State } from "../../conversation.ts";
import type { Undelivered } from "../../input.ts";
import { duration } from "../when.ts";

/** What staff read at the desk, in English. */
export const deskEn = {
  title: (ticket: number, student: string) => `#${ticket} · ${student}`,
  state: (state: State) => stateWords(state),
  facts: {
    state: "State",
    reason: "Why",
    language: "Language",
    priority: "Priority",
    category: "Category",
    due: "Deadline",
    pause: "Rests until",
    wait: "Waits",
    mood: "Mood",
    crisis: "Danger",
    earlier: "Earlier tickets",
    rating: "Rating",
    where: "Where",
    tried: "Tried",
    read: "Read in the files",
  },
  languages: { en: "English", zh: "Chinese" },
  priorities: { low: "low", normal: "normal", high: "high", urgent: "urgent" } satisfies Record<
    Priority,
    string
  >,
  reasons: {
    asked: "asked for a person",
    missed: "the bot could not help twice",
    topic: "this topic is for a person",
    upset: "upset, and more so with each message",
    crisis: "the words sound like danger to somebody",
    ticket: "opened a ticket",
    staff: "opened by staff",
    released: "released by a colleague",
    reopened: "wrote again after the end",
    failed: "the bot failed on a message",
  } satisfies Record<Reason, string>,
  moods: {
    upset: "upset",
    veryUpset: "very upset",
    confused: "confused",
    frustrated: "frustrated",
    angry: "angry",
    anxious: "anxious",
    discouraged: "discouraged",
  } satisfies Record<HeavyMood | "upset" | "veryUpset", string>,
  because: {
    wrong: "wrong",
    notAsked: "not what was asked",
    tooHard: "too hard",
    outdated: "out of date",
  } satisfies Record<Because, string>,
  crises: { selfHarm: "self-harm", abuse: "abuse", danger: "danger" },
  who: { student: "Student", bot: "Bot", staff: "Team" },
  summary: (first: string, last: string) => `First: ${first}\n\nNow: ${last}`,
  load: (name: string, cases: number | undefined) =>
    cases === undefined
      ? `${name} · must act here once first`
      : `${name} · ${cases === 1 ? "1 case" : `${cases} cases`}`,
  noWords: "Nothing was said yet.",
  blank: "(a message without words)",
  claimedBy: (staff: string) =>
    `${staff} has taken this case. What ${staff} writes here now reaches the student; a message that begins with // stays here.`,
  claimedByBox: (staff: string) =>
    `${staff} has taken this case. Only the Reply button or !reply reaches the student; all else stays here.`,
  alreadyClaimed: (staff: string) => `${staff} already has this case.`,
  takenOver: (staff: string, from: string) => `${staff} has taken this case over from ${from}.`,
  onlyOwner: (staff: string) => `Only ${staff}, who has this case, can do that.`,
  notClaimed: "Nobody has claimed this case yet, so nothing was done. Claim it first.",
  released: (staff: string) => `${staff} has put this case back into the queue.`,
  transferred: (staff: string, to: string) => `${staff} has given this case to ${to}.`,
  toWhom: "To whom? Name a colleague who has been active at this desk: !transfer Bo",
  notYet: (name: string) =>
    `${name} is on duty, but has not been at this desk yet. Once ${name} has written or pressed anything here, the case can go there.`,
  handedBack: (staff: string) => `${staff} has handed this case back to the bot.`,
  resolved: (staff: string) => `${staff} has resolved this case.`,
  resolvedByStudent: "The student says that it is settled. The case is closed.",
  crisisStays: "A person stays with this case: the bot does not take it back.",
  crisisSettled: "The student says that it is settled. Please make sure yourself, then resolve the case.",
  closedQuiet: "Nobody has written for days, so this case was closed. The student was warned before.",
  warnedQuiet: "The student was told that this case closes soon if nobody writes.",
  reopened: (had: string | undefined) =>
    `The student wrote again after the end, so this case is open once more${had ? `; ${had} had it before` : ""}.`,
  openedBy: (staff: string) => `${staff} has opened this ticket.`,
  closed: "This case is closed; what is written here no longer reaches the student.",
  withBot: "The bot has this case; claim it first, then your words reach the student.",
  editHeld:
    "This change stays here: the student still sees the earlier text. Delete the message to take it back.",
  editUnsent: "It had not been sent yet, and now stays here.",
  editStaysInside:
    "What was a note stays one, so this change stays here. To send it to the student, write it as a new message.",
  unclaimedReminder: (ms: number) => `Nobody has claimed this case for ${duration("en", ms)}.`,
  unansweredReminder: (staff: string, ms: number) =>
    `${staff}, the student has waited ${duration("en", ms)} for an answer.`,
  promisedReminder: (staff: string) => `${staff}, you promised the student to be back by now.`,
  snoozeOver: "The rest of this case is over.",
  calls: (who: string) => `${who}, please look.`,
  digest: (count: number) => `${count} cases need somebody:`,
  digestLine: (ticket: number, student: string, words: string) => `- #${ticket} ${student}: ${words}`,
  crisisPage: (who: string | undefined, student: string) =>
    `🚨 ${who ? `${who}: ` : ""}words of ${student} sound like danger. The help lines are on their way to the student; the case follows here. Please take it now.`,
  helpLost:
    "🚨 The help lines could not be delivered to the student in danger: their platform did not take them. Please reach this student another way now: by phone, by e-mail, through somebody who is near.",
  crisisAgain: (who: string | undefined) =>
    `🚨 ${who ? `${who}: ` : ""}the student's words sound like danger. The student has the help lines.`,
  upsetNow: "The student is getting more upset.",
  snoozed: (staff: string, until: string) =>
    `${staff} lets this case rest until ${until}. If the student writes, it wakes at once.`,
  snoozeHow: "Until when? For example: !snooze 2h, !snooze tomorrow",
  woken: "The student has written, so the rest is over.",
  promise: (until: string) => `Kept as a promise: back by ${until}.`,
  alertSet: (staff: string) => `${staff} will be told when the student writes.`,
  alert: (staff: string) => `${staff}, the student has written.`,
  noteBy: (staff: string, words: string) => `**${staff}:** ${words}`,
  noteByWord: "Kept here, since it begins like a note. To send it to the student: !reply and the words.",
  emptyWords: "There were no words in that, so nothing was done.",
  prioritySet: (staff: string, priority: string) => `${staff} has set the priority to ${priority}.`,
  priorityHow: (all: string) => `Which one? ${all}`,
  categorySet: (staff: string, category: string) => `${staff} has set the category to ${category}.`,
  categoryHow: (all: string) => (all === "" ? "This desk has no categories." : `Which one? ${all}`),
  draft: (words: string) => `Draft, the student has not seen it:\n\n${words}`,
  draftSent: (staff: string, words: string) => `${staff} has sent this draft:\n\n${words}`,
  draftDropped: "This draft was dropped.",
  draftGone: "This draft was sent or dropped before.",
  noDraft: "The knowledge base has nothing to suggest here.",
  noCanned: (ids: string) =>
    ids === ""
      ? "There are no ready replies here."
      : `There is no ready reply of that name. There are: ${ids}`,
  filesLeftOut: (names: string) =>
    `⚠️ Not passed on, too large or of a kind that is not passed on: ${names}. Send a link instead.`,
  unknownCommand: (word: string) => `There is no command !${word}; nothing was sent. !help lists them.`,
  help: [
    "`!claim` `!release` `!takeover` `!transfer Bo` `!handback` `!resolve`",
    "`!reply words` reaches the student; `!note words` and `// words` stay here",
    "`!suggest` a draft, `!canned id` a ready reply",
    "`!snooze 2h`, `!alert` when the student writes, `!priority high`, `!category name`",
    "`!list`, `!list mine`, `!list unclaimed`, `!list overdue`, `!list Mia`, `!transcript`",
  ].join("\n"),
  listed: (count: number, shown: number) =>
    count === 0
      ? "No open case is like that."
      : shown < count
        ? `${shown} of ${count} cases:`
        : `${count} cases:`,
  listLine: (ticket: number, student: string, facts: string) => `- **#${ticket}** ${student} · ${facts}`,
  onShift: (names: string) => `On shift: ${names}`,
  transcript: (ticket: number) => `All that was said in #${ticket}, with the notes of the desk.`,
  unknownThread:
    "This thread belongs to no case that I know, so what is written here reaches nobody. Write in the thread of the case's card.",
  left: "⚠️ The student can't be reached here any more: they left, or closed their messages. What you write is kept, but may not arrive. If they wrote from another place, `!list` with their name shows it; otherwise write to the address that the course has of them, and resolve the case.",
  threadGone: "The old thread is gone or locked, so this case goes on here.",
  rated: (stars: number, words: string | undefined) =>
    `${"★".repeat(stars)}${"☆".repeat(5 - stars)}${words ? ` “${words}”` : ""}`,
  undelivered: {
    gone: "⚠️ Not delivered: the conversation no longer exists on the student's platform.",
    denied: "⚠️ Not delivered: the student's platform does not allow it (perhaps direct messages are closed).",
    invalid: "⚠️ Not delivered: the student's platform refused the message.",
    unconfirmed: "⚠️ Not confirmed: the student's platform did not say whether the message arrived.",
    expired: "⚠️ Not delivered: the student's platform could not be reached for a day.",
  } satisfies Record<Undelivered, string>,
  otherWay:
    "To try again, edit your message; to reach the student otherwise, use what the course knows of them.",
  buttons: {
    claim: "Claim",
    takeOver: "Take over",
    release: "Release",
    transfer: "Transfer to…",
    handBack: "Hand back to the bot",
    resolve: "Resolve",
    snooze: "Snooze…",
    alert: "Alert me",
    note: "Note",
    reply: "Reply",
    suggest: "Suggest reply",
    canned: "Ready reply…",
    sendDraft: "Send",
    dropDraft: "Drop",
  },
  snoozes: { "1h": "1 hour", "3h": "3 hours", tomorrow: "Tomorrow", "7d": "A week" },
  forms: {
    words: "Words",
    send: "Send",
    keep: "Keep here",
    reply: "To the student",
    note: "Note for the desk",
    draft: "Suggested reply",
    takeOver: (staff: string) => `Take over from ${staff}?`,
    why: "Why (for the colleague)",
    confirm: "Take over",
  },
};

function stateWords(state: State): string {
  switch (state.name) {
    case "bot":
      return "with the bot";
    case "waiting":
      return "waiting for a person";
    case "human":
      return `with ${state.staff.name}`;
    case "resolved":
      return "resolved";
  }
}
