/** What is said about the files that a student sends, in English. */
export const filesEn = {
  unread: {
    empty: (name: string) => `“${name}” arrived empty. Please send it once more.`,
    tooLarge: (name: string) =>
      `“${name}” is too large for me. Please send the part that matters, or copy the error message as text.`,
    tooMany: (name: string) =>
      `I read the first files only and left out “${name}”. Please send it by itself.`,
    broken: (name: string) =>
      `I couldn't open “${name}”: the file seems damaged. Please send it again, or copy the text into a message.`,
    locked: (name: string) => `“${name}” has a password. Please send it without one.`,
    noText: (name: string) =>
      `I couldn't read any text in “${name}”. A sharper screenshot helps, or the words copied as text.`,
    unknown: (name: string) =>
      `I can't open files like “${name}”. I can read screenshots (PNG, JPEG), PDF, Word, code and text files.`,
    slow: (name: string) =>
      `Reading “${name}” took too long. Please send a smaller piece of it, or copy the text into a message.`,
    gone: (name: string) => `“${name}” is no longer there. Please send it once more.`,
    voice: (name: string) => `I can't listen to “${name}”. Please write what you would like to know.`,
    video: (name: string) =>
      `I can't watch “${name}”. A screenshot of the moment and a few words about it would help me.`,
  },
  link: "I don't open links. Please copy the part that matters, or send a screenshot of it.",
  whatAboutFile: (name: string) => `I have read “${name}”. What would you like to know about it?`,
  personal: {
    key: "key",
    password: "password",
    email: "e-mail",
    idCard: "ID number",
    bankCard: "card number",
    iban: "bank account",
    ssn: "ID number",
    studentNumber: "student number",
    phone: "phone",
    account: "account",
    ip: "IP address",
    address: "address",
    name: "name",
  },
};
