/** Every threshold and rule of behaviour, each with its reason. Times in milliseconds. */
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const policy = {
  /**
   * An answer that did not help (not found, or 👎) weighs 2, one that was found takes 1 back, and at 3 a person
   * takes over: on the second miss, also with one answer between, since a third try only annoys. Rare misses in
   * a long chat are forgiven.
   */
  missWeight: 2,
  foundRelief: 1,
  escalateAt: 3,
  /** A chat with the bot that went quiet is over; the next question starts fresh. */
  quietAfter: 24 * hour,
  /**
   * From one reminder to the next while a student waits: after 10 and 30 minutes, 2 and 8 hours, so soon at
   * first, then rarer, that they are still read.
   */
  reminders: [10 * minute, 20 * minute, 90 * minute, 6 * hour],
  /** After the last step of the ladder, once a day. */
  remindEvery: 24 * hour,
  /** Case with a person where nobody waits: look again after this. */
  humanQuiet: 24 * hour,
  /** Lines of the conversation that the answer may look back on. */
  linesRemembered: 20,
  /** Lines that staff are shown when a case is handed over. */
  linesHandedOver: 12,
  /** What begins with one of these stays at the desk: also as a Chinese keyboard types two slashes. */
  notePrefixes: ["//", "／／", "、、"],
} as const;

/** How long after reminder number `reminders`, or after the beginning of the wait, the next one comes. */
export function untilReminder(reminders: number): number {
  return policy.reminders[reminders] ?? policy.remindEvery;
}
