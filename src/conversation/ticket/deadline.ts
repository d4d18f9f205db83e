/** A date that somebody has to meet, not any date: the words for handing in, then the words for when. */
const handingIn =
  /\b(?:due|deadline|submit|submission|hand(?:ing)? in|closes|exam|quiz)\b|截止|提交|交作业|交上|考试|到期/i;
const within: readonly (readonly [when: RegExp, hours: number])[] = [
  [/\b(?:right now|in an hour|within the hour)\b|马上就|一小时内/i, 1],
  [/\b(?:tonight|this evening|midnight|today|in a few hours)\b|今晚|今天|今日|几个小时/i, 12],
  [/\b(?:tomorrow)\b|明天|明早|明晚/i, 36],
  [/\b(?:day after tomorrow|in two days|in 2 days)\b|后天|两天/i, 60],
];

/** When the student must have it done, as their words say; a rough hour, in ms since 1970. Linear in the text. */
export function dueAt(text: string, now: number): number | undefined {
  const words = text.slice(0, 4000);
  if (!handingIn.test(words)) return undefined;
  const found = within.find(([when]) => when.test(words));
  return found && now + found[1] * 3_600_000;
}
