import type { Reason, State } from "../conversation.ts";

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
  tooLong: "That was a very long message, so I searched with its beginning.",
  failed:
    "Something went wrong on our side with your message. It is kept; please try again in a moment, or ask for a person.",
  waiting: (ticket: number, place: number, reason: Reason) =>
    `${waitingBecause[reason]} This is ticket #${ticket}${place > 1 ? `; ${place - 1} before you in the queue` : "; you are next in the queue"}. Write on here if you like: everything reaches them.`,
  taken: (ticket: number, staff: string) => `${staff} has taken your ticket #${ticket} and answers here.`,
  releasedStatus: (ticket: number) =>
    `Your ticket #${ticket} is back in the queue; somebody else will take it.`,
  stillWaiting: (ticket: number) =>
    `Your ticket #${ticket} still waits for a person. The team has been reminded.`,
  handedBack: (ticket: number) =>
    `The team has handed ticket #${ticket} back to me. Ask away; I have read what was said.`,
  resolvedByStaff: (ticket: number) =>
    `The team has closed ticket #${ticket}. If it isn't settled, just write again.`,
  resolvedByStudent: (ticket: number) =>
    `Ticket #${ticket} is closed. Write again whenever something comes up.`,
  notDelivered:
    "Your last message could not be passed on to the team. It is kept; please send it again a little later.",
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
      taken: "taken over from the bot",
      failed: "the bot failed on a message",
    } satisfies Record<Reason, string>,
    who: { student: "Student", bot: "Bot", staff: "Team" },
    noWords: "Nothing was said yet.",
    claimedBy: (staff: string) =>
      `${staff} has taken this case. What ${staff} writes here now reaches the student; lines that begin with // stay here.`,
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
      "You turned a delivered line into a note. The student still sees the earlier text; delete the message to take it back.",
    unclaimedReminder: (minutes: number) => `Nobody has claimed this case for ${duration(minutes)}.`,
    unansweredReminder: (staff: string, minutes: number) =>
      `${staff}, the student has waited ${duration(minutes)} for an answer.`,
    notDelivered: (why: string) => `⚠️ This could not be delivered to the student: ${why}.`,
    faults: {
      gone: "the conversation no longer exists on the student's platform",
      denied: "the platform does not allow it (perhaps direct messages are closed)",
      invalid: "the platform refused the message",
      unconfirmed: "the platform did not confirm it, it may or may not have arrived",
      expired: "the platform could not be reached for a day",
    },
    buttons: { claim: "Claim", release: "Release", handBack: "Hand back to the bot", resolve: "Resolve" },
  },
};

const waitingBecause: Record<Reason, string> = {
  asked: "I've handed this to the team.",
  missed: "I don't get you further here, so I've handed this to the team.",
  topic: "A person should look at this, so I've handed it to the team.",
  released: "I've handed this to the team.",
  taken: "The team has taken this over.",
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
