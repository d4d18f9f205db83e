/** Every threshold and rule of behaviour, each with its reason. Times in milliseconds. */
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const policy = {
  /**
   * An answer that did not help (not found, or 👎) weighs 2, one that was found takes 1 back, and at 3 a person
   * takes over: on the second miss, also with one answer between, since a third try only annoys. Rare misses in
   * a long chat are forgiven. To be discontent with it, or to ask again in other words, weighs 1: the answer missed
   * something.
   */
  missWeight: 2,
  foundRelief: 1,
  rephraseWeight: 1,
  escalateAt: 3,
  /**
   * How much of the last upset stays with each message: a calm one after an angry one leaves less than half, two
   * frustrated ones running add up. From `upsetAt` on, if it was at least `upsetBefore`
   * already, a person takes over: once is not enough. A mood counts from `moodCounts` on, three times as probable as
   * by chance.
   */
  upsetKept: 0.5,
  upsetAt: 0.8,
  upsetBefore: 0.3,
  moodCounts: 0.4,
  /** From here on staff are told that the student is upset. */
  upsetShown: 0.4,
  /** A mood is met with words from this intensity, and if it is at least so probable: a wrong guess grates. */
  metFrom: 0.5,
  metIfSure: 0.55,
  /** With a weak answer and then silence, the way to a person is shown once more after this. */
  offerAfter: 15 * minute,
  /** A chat with the bot that went quiet is over; the next question starts fresh. */
  quietAfter: 24 * hour,
  /** What a student writes after people closed the case may still be about it. */
  reopenWithin: 24 * hour,
  /**
   * From one reminder to the next while a student waits, in hours when the desk is open: after 10 and 30 minutes,
   * 2 and 8 hours, so soon at first, then rarer, that they are still read. The first goes to all, the second to
   * who is on call, the later ones to the lead.
   */
  reminders: [10 * minute, 20 * minute, 90 * minute, 6 * hour],
  /** In a crisis the clock of the desk does not matter. */
  crisisReminders: [2 * minute, 3 * minute, 5 * minute, 10 * minute],
  /** After the last step of the ladder, once a day. */
  remindEvery: 24 * hour,
  /** More reminders than this at the same moment are one list in the channel. */
  remindersApart: 3,
  /** One crisis, one card: more words of the same hour are for the person who has it by then. */
  crisisAgainAfter: hour,
  /** Tickets that one student may bring to people in a day, so that nobody floods them; a crisis is not counted. */
  ticketsPerDay: 8,
  recentTickets: 24 * hour,
  /** Ten questions and answers in half a minute are no person talking but two machines; the bot stops answering. */
  loopLines: 20,
  loopWithin: 30 * second,
  /** What is answered so much later than it was written says so: whoever asked may be elsewhere by now. */
  lateAfter: 10 * minute,
  /** Waiting students who are told that the queue moved: those at its end have hours to go, and edits are limited. */
  queueTold: 20,
  /** A case that waited so long in open hours goes before others. */
  longWait: 4 * hour,
  /** A date so near makes a case urgent. */
  dueSoon: 24 * hour,
  dueLater: 72 * hour,
  /** Lines of the conversation that the answer may look back on. */
  linesRemembered: 20,
  /** Lines that staff are shown when a case is handed over. */
  linesHandedOver: 12,
  /** Characters of what was read in files that are kept for the card. */
  charactersRead: 600,
  /** Cases shown in one list. */
  listed: 20,
  /** What begins with one of these stays at the desk: also as a Chinese keyboard types two slashes. */
  notePrefixes: ["//", "／／", "、、"],
  /** Other desks mark notes by these words: kept inside as well, since a slip can't be taken back once it is read. */
  noteWords: /^(?:notes?|nota|internal|intern|private|fyi team|备注|内部|私下|仅内部)\s*[:：]/i,
  /**
   * What is passed on to the other side: as large as Discord takes without a fee, the smallest of the platforms'
   * limits; nothing that runs when it is opened.
   */
  fileBytes: 10 * 1024 * 1024,
  fileNames: /\.(?:exe|msi|bat|cmd|com|scr|ps1|vbs|jar|apk|dmg|lnk|hta)$/i,
} as const;

/** How long after reminder number `reminders`, or after the beginning of the wait, the next one comes. */
export function untilReminder(reminders: number, ladder: readonly number[] = policy.reminders): number {
  return ladder[reminders] ?? policy.remindEvery;
}
