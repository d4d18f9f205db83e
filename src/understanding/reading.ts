/** What understanding made of one student message. It advises; `conversation/` decides. */
export type Reading = {
  /** The language to answer in. */
  readonly language: "en" | "zh";
  /** What the message asks for, by its words alone. */
  readonly wants:
    | "answer" // a question or anything else that may be answered from the knowledge base
    | "person" // asks for a human being
    | "simpler"
    | "example"
    | "more"
    | "solved" // says that it is done, or thanks and closes
    | "thanks" // thanks, greets or chats: a friendly word is enough
    | "greeting"
    | "nothing"; // empty, or nothing that can be read
};
