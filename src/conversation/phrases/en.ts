import type { Because, Reason } from "../conversation.ts";
import type { Undelivered } from "../input.ts";
import { deskEn } from "./desk/en.ts";
import { ticketsEn } from "./tickets/en.ts";

/** Every sentence of the conversation and the desk that a person reads, in English. */
export const en = {
  hello: "Hello! Ask me anything about the course: lessons, error messages, deadlines, payments.",
  aBot: "I'm a bot; if you'd rather have a person, just say so.",
  welcome: "You're welcome. I'm here when the next question comes.",
  nothingToRead: "I couldn't find any words in that. Could you write your question in a sentence?",
  filesOnly:
    "I have your file, but I can't look inside it. Tell me in a sentence what it is about, or ask for a person.",
  solved: "Good, that's settled then. Write again whenever something comes up.",
  missedOffer:
    "I'm sorry that didn't help. One tap above tells me what was wrong with it. I can put it more simply, or hand it to a person.",
  late: (when: string) => `About your message of ${when} — I was away:`,
  failed:
    "Something went wrong on our side with your message. It is kept; please try again in a moment, or ask for a person.",
  waiting: (ticket: number, place: number, reason: Reason, when: string) =>
    `${waitingBecause[reason]} This is ticket #${ticket}${place > 1 ? `; ${place - 1} before you in the queue` : "; you are next in the queue"}.${when} Write on here if you like: everything reaches them.`,
  taken: (ticket: number, staff: string) => `${staff} has taken your ticket #${ticket} and will answer here.`,
  releasedStatus: (ticket: number) => `Your ticket #${ticket} is back in the queue for the next person.`,
  stillWaiting: (ticket: number, place: number) =>
    `Your ticket #${ticket} still waits for a person${place > 1 ? `; ${place - 1} before you` : ""}. The team has been reminded.`,
  settledQuestion: (ticket: number) =>
    `Is it settled? Then the button closes ticket #${ticket}. If not, it stays open with the team.`,
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
    because: {
      wrong: "It's wrong",
      notAsked: "Not what I asked",
      tooHard: "Too hard",
      outdated: "Out of date",
    } satisfies Record<Because, string>,
  },
  ...ticketsEn,
  desk: deskEn,
};

const waitingBecause: Record<Reason, string> = {
  asked: "I've handed this to the team.",
  missed: "I can't help you further here, so I've handed this to the team.",
  topic: "A person should look at this, so I've handed it to the team.",
  upset: "I see that this is not going well, so I've handed it to the team.",
  crisis: "I've told the team right away.",
  ticket: "I've passed this to the team.",
  staff: "The team has opened a ticket for this.",
  released: "I've handed this to the team.",
  reopened: "I've opened this again for the team.",
  failed: "I couldn't work on this properly, so I've handed it to the team.",
};
