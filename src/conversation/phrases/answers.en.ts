/** The sentences that an answer is made of besides the course's own, in English. */
export const answersEn = {
  quoted: (section: string, mark: string) => `The course material says on “${section}” ${mark}:`,
  alsoQuoted: (section: string, mark: string) => `And on “${section}” ${mark}:`,
  simpler: (section: string, mark: string) => `In short, from “${section}” ${mark}:`,
  example: (section: string, mark: string) => `An example from “${section}” ${mark}:`,
  more: (section: string, mark: string) => `There is more on this in “${section}” ${mark}:`,
  otherLanguage: {
    en: "This part exists only in English, so here it is as written.",
    zh: "This part of the course exists only in Chinese, so here it is as written.",
  },
  unknown: "I don't know this one: the course material that I have doesn't answer it.",
  near: "The closest that I found:",
  toPerson: "If that isn't it, a person can help.",
  exhausted: "That is all that the course material has on this. A person can explain it in other words.",
  noMoreExamples: "The course material has no other example for this. A person can show you one.",
  shorter: (section: string, mark: string) => `In one line, from “${section}” ${mark}:`,
  /** How each hint begins: earlier hints are counted by it. */
  hintSign: /^Hint \d+ of \d+\./,
  hint: (number: number, of: number) =>
    `Hint ${number} of ${of}. I help you step by step here and leave the solution to you.`,
  noMoreHints:
    "Those were all the hints that I can give for this task. Try it with them, and if you are stuck, a person can look at your work with you.",
  locked:
    "This belongs to a part of the course that isn't open to you yet, so I can't quote it. It opens when you have finished the part before it.",
  which: "I found more than one thing that this could be about. Which one do you mean?",
  whatAbout: "What is it about? Name the topic, the lesson or the error message, and I'll look it up.",
};
