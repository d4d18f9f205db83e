import type { Reason, State } from "../conversation.ts";
import type { Undelivered } from "../input.ts";

/** Every sentence of the conversation and the desk that a person reads, in English. */
export const en = {
  // to the student
  hello: "Hello! Ask me anything about the course: lessons, error messages, deadlines, payments.",
  welcome: "You're welcome. I'm here when the next question comes.",
  nothingToRead: "I couldn't find any words in that. Could you write your question in a sentence?",
  filesOnly:
    "I have your file, but I can't look inside it. Tell me in a sentence what it is about, or ask for a person.",
  solved: "Good, that's settled then. Write again whenever something comes up.",
  missedOffer: "I'm sorry that didn't help. I can put it more simply, or hand it to a person.",
  failed:
    "Something went wrong on our side with your message. It is kept; please try again in a moment, or ask for a person.",
  waiting: (ticket: number, place: number, reason: Reason) =>
    `${waitingBecause[reason]} This is ticket #${ticket}${place > 1 ? `; ${place - 1} before you in the queue` : "; you are next in the queue"}. Write on here if you like: everything reaches them.`,
  taken: (ticket: number, staff: string) => `${staff} has taken your ticket #${ticket} and will answer here.`,
  releasedStatus: (ticket: number) => `Your ticket #${ticket} is back in the queue for the next person.`,
  stillWaiting: (ticket: number) =>
    `Your ticket #${ticket} still waits for a person. The team has been reminded.`,
  settledQuestion: (ticket: number) =>
    `Is it settled? Then the button closes ticket #${ticket}. If not, a person will still come.`,
  handedBack: (ticket: number) =>
    `The team has handed ticket #${ticket} back to me. Ask away; I have read what was said.`,
  resolvedByStaff: (ticket: number) =>
    `The team has closed ticket #${ticket}. If it isn't settled, just write again.`,
  resolvedByStudent: (ticket: number) =>
    `Ticket #${ticket} is closed. Write again whenever something comes up.`,
  undelivered: (fault: Undelivered): string =>
    fault === "unconfirmed"
      ? "I can't tell whether a message of yours reached the team. If they don't answer it, please send it again."
      : "A message of yours could not be passed on to the team. It is kept; please send it again a little later.",
  deskUnreachable: (ticket: number) =>
    `Your ticket #${ticket} is open, but I could not reach the team yet. I keep trying.`,
  buttons: {
    person: "Talk to a person",
    simpler: "Simpler, please",
    helpful: "👍 Helpful",
    unhelpful: "👎 Not helpful",
    solved: "That solved it",
  },
  // to the desk
  desk: {
    title: (ticket: number, student: string) => `#${ticket} · ${student}`,
    state: (state: State) => stateWords(state),
    facts: { state: "State", reason: "Why", language: "Language" },
    languages: { en: "English", zh: "Chinese" },
    reasons: {
      asked: "asked for a person",
      missed: "the bot could not help twice",
      topic: "this topic is for a person",
      released: "released by a colleague",
      failed: "the bot failed on a message",
    } satisfies Record<Reason, string>,
    who: { student: "Student", bot: "Bot", staff: "Team" },
    noWords: "Nothing was said yet.",
    blank: "(a message without words)",
    claimedBy: (staff: string) =>
      `${staff} has taken this case. What ${staff} writes here now reaches the student; a message that begins with // stays here.`,
    alreadyClaimed: (staff: string) => `${staff} already has this case.`,
    onlyOwner: (staff: string) => `Only ${staff}, who has this case, can do that.`,
    notClaimed: "Nobody has claimed this case yet, so nothing was done. Claim it first.",
    released: (staff: string) => `${staff} has put this case back into the queue.`,
    handedBack: (staff: string) => `${staff} has handed this case back to the bot.`,
    resolved: (staff: string) => `${staff} has resolved this case.`,
    resolvedByStudent: "The student says that it is settled. The case is closed.",
    closed: "This case is closed; what is written here no longer reaches the student.",
    withBot: "The bot has this case; claim it first, then your words reach the student.",
    editHeld:
      "This change stays here: the student still sees the earlier text. Delete the message to take it back.",
    editStaysInside:
      "What was a note stays one, so this change stays here. To send it to the student, write it as a new message.",
    unclaimedReminder: (minutes: number) => `Nobody has claimed this case for ${duration(minutes)}.`,
    unansweredReminder: (staff: string, minutes: number) =>
      `${staff}, the student has waited ${duration(minutes)} for an answer.`,
    undelivered: {
      gone: "⚠️ Not delivered: the conversation no longer exists on the student's platform.",
      denied:
        "⚠️ Not delivered: the student's platform does not allow it (perhaps direct messages are closed).",
      invalid: "⚠️ Not delivered: the student's platform refused the message.",
      unconfirmed: "⚠️ Not confirmed: the student's platform did not say whether the message arrived.",
      expired: "⚠️ Not delivered: the student's platform could not be reached for a day.",
    } satisfies Record<Undelivered, string>,
    buttons: { claim: "Claim", release: "Release", handBack: "Hand back to the bot", resolve: "Resolve" },
  },
};

const waitingBecause: Record<Reason, string> = {
  asked: "I've handed this to the team.",
  missed: "I can't help you further here, so I've handed this to the team.",
  topic: "A person should look at this, so I've handed it to the team.",
  released: "I've handed this to the team.",
  failed: "I couldn't work on this properly, so I've handed it to the team.",
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

function duration(minutes: number): string {
  if (minutes < 90) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
