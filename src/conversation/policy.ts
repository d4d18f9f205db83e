/** Every threshold and rule of behaviour, each with its reason. Times in milliseconds. */
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const policy = {
  /** The second miss in a row goes to a person: a third try only annoys (PRODUCT behaviour, section 3). */
  missesToEscalate: 2,
  /** A chat with the bot that went quiet is over; the next question starts fresh. */
  quietAfter: 24 * hour,
  /** Reminders to the desk while a student waits: soon at first, then rarer, so that they are still read. */
  reminders: [10 * minute, 30 * minute, 2 * hour, 8 * hour],
  /** After the last step of the ladder, once a day. */
  remindEvery: 24 * hour,
  /** Case with a person where nobody waits: look again after this. */
  humanQuiet: 24 * hour,
  /** Lines of the conversation that the answer may look back on. */
  linesRemembered: 20,
  /** Lines that staff are shown when a case is handed over. */
  linesHandedOver: 12,
  /** What begins with this stays at the desk. */
  notePrefix: "//",
} as const;

/** How long the desk may leave the student waiting before reminder number `reminders` + 1. */
export function remindAt(since: number, reminders: number): number {
  const ladder = policy.reminders;
  const past = ladder[reminders];
  if (past !== undefined) return since + past;
  const last = ladder.at(-1) ?? 0;
  return since + last + (reminders - ladder.length + 1) * policy.remindEvery;
}
