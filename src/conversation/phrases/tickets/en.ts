import type { State } from "../../conversation.ts";

/** What a student reads about their tickets, in English. */
export const ticketsEn = {
  smallTalk: "Happy to chat for a moment. When you have a question about the course, just write it.",
  calm: "Let's get it solved. Tell me what doesn't work, or talk to a person right away.",
  offer: "Did that help? If not, a person can take a look.",
  hintedOffer: "If you'd rather have a person look at this, one tap is enough.",
  tooFast: "That was a lot at once, so I'm pausing here. Write again in a minute, or ask for a person.",
  tooManyTickets: (tickets: string) =>
    tickets === ""
      ? "You have brought many cases to the team today. Ask me first; tomorrow they are there for the next one."
      : `You already have tickets with the team: ${tickets}. Write there, and it reaches them; more of them would not be faster.`,
  /** `zone` where the student's own is not known. */
  opensAt: (when: string, zone: string | undefined) =>
    ` The team is back ${when}${zone ? ` (${zone})` : ", your time"}.`,
  onShift: (names: string) => ` On shift now: ${names}.`,
  stillWaitingFor: (ticket: number, staff: string) =>
    `Your ticket #${ticket} is with ${staff}, who knows that you wait.`,
  closeWarning: (ticket: number, when: string) =>
    `It has been quiet here. Ticket #${ticket} closes ${when}; any word from you keeps it open.`,
  resolvedQuiet: (ticket: number) =>
    `Ticket #${ticket} is closed, since it was quiet. If it isn't settled, just write again.`,
  someoneElses: "This ticket belongs to somebody else, so nothing was done.",
  filesLeftOut: (names: string) =>
    `I could not pass this on to the team, it is too large or of a kind that I don't pass on: ${names}. A link or a picture works.`,
  ticketWhat: "What is the ticket about? One or two sentences are enough.",
  ticketForm: { title: "A ticket for the team", words: "What is it about?", submit: "Open the ticket" },
  about: (author: string, words: string) => `About a message of ${author}:\n\n${words}`,
  tickets: "Your tickets:",
  noTickets: "You have no tickets with the team.",
  ticketLine: (ticket: number, state: string, about: string) =>
    `- **#${ticket}** · ${state}${about === "" ? "" : ` · ${about}`}`,
  ticketState: (state: State, staff: string | undefined): string => {
    switch (state.name) {
      case "bot":
        return "with me";
      case "waiting":
        return "waits for a person";
      case "human":
        return `with ${staff}`;
      case "resolved":
        return "closed";
    }
  },
  rate: "How was it?",
  stars: ["1 · poor", "2", "3", "4", "5 · great"],
  rated: (stars: number) => `Thank you for the ${stars === 1 ? "star" : `${stars} stars`}.`,
  ratedBefore: "You have rated this one before; thank you.",
  word: {
    button: "Say a word on it",
    title: "A word on it",
    label: "What was good, what was not?",
    submit: "Send",
  },
  wordThanks: "Thank you, the team will read it.",
  ticketButtons: { reopen: "It isn't settled", ticket: "Open a ticket" },
};
