import type { ParsedResult } from "chrono-node";
import { casual } from "chrono-node/en";
import { DateTime } from "luxon";
import { at, day, endOfPart, endOfWork, type Made, nextAt } from "./wall-clock.ts";

/** When an English sentence promises its writer's next word; `undefined` if it does not. */
export function englishDue(sentence: string, made: Made): number | undefined {
  const plain = sentence.replace(/[ \t]+/g, " ");
  if (!isPromise(plain)) return undefined;
  const words = spelledOut(plain);
  const offset = day(made).offset;
  const found = casual.parse(words, { instant: new Date(made.now), timezone: offset }, { forwardDate: true });
  return found
    .filter((date) => isTheirs(words, date))
    .map((date) => due(date, made))
    .find((time) => time > made.now);
}

const adverb = "(?:(?:also|definitely|probably|just|then|surely|try to|be able to|be happy to|need to) )*";
const absent =
  "(?:away|off|out|offline|on (?:holiday|vacation|leave)|unavailable|in (?:a|the) (?:meeting|class)|busy)";
const reply =
  "(?:get(?:ting)? back|com(?:e|ing) back|repl(?:y|ying)|answer(?:ing)?|respond(?:ing)?|check(?:ing)?|look(?:ing)?|let(?:ting)? you know|update you|writ(?:e|ing)|be back|follow(?:ing)? up|report back)";

/** What a writer says who will do something. */
const promises = [
  `\\b(?:I|we)(?:'ll| will| shall|'m going to| am going to|'re going to| are going to|'m gonna| plan to| intend to| expect to| hope to| promise to|'ll try to) (?!not\\b|never\\b|see you\\b|be ${absent}\\b)${adverb}[a-z]`,
  `\\b(?:I|we)(?:'m| am|'re| are) (?:back|getting back|coming back|replying|answering)\\b`,
  `\\b(?:I|we) (?:can|could|should|may|might) (?:(?:probably|hopefully) )?(?:get back|answer|reply|look|check|have|send|tell|be back|do)\\b`,
  `\\byou(?:'ll| will) (?:hear|have|get)\\b.{0,40}\\b(?:from (?:me|us)|(?:an|my|our) (?:answer|reply|response|update))\\b`,
  `\\bexpect (?:an?|my|our) (?:answer|reply|response|update)\\b`,
  `\\b(?:give|allow) me\\b`,
  `\\blet me (?:get back|come back|check|look|ask|find out|confirm)\\b`,
  // Without a subject, at the beginning.
  `^(?:ok(?:ay)?,? |sure,? |thanks,? |sorry,? )?(?:will |'ll |gonna )?${reply}\\b(?! me\\b| us\\b)`,
  `^(?:ok(?:ay)?,? |sure,? |sorry,? )?(?:brb|bbl|back|will be back|more|update(?:s)? follows?)\\b`,
];
const promise = new RegExp(promises.join("|"), "i");
/** The same words when they are a request, a report or a refusal. */
const elsewhere =
  /\b(?:please|can you|could you|would you|will you|should you|i(?:'d| would) have|you should|you can)\b/i;

function isPromise(sentence: string): boolean {
  const found = promise.exec(sentence);
  return found !== null && !elsewhere.test(sentence.slice(0, found.index + found[0].length));
}

/** Ways of saying a time that the parser does not know, in those that it does. */
function spelledOut(sentence: string): string {
  return sentence
    .replace(/\b(?:(?:the )?end of (?:the |this )?week|EOW)\b/gi, "Friday")
    .replace(
      /\b(?:(?:the )?end of (?:the |this |my |our )?(?:business |working |work)?day|EOD|close of business|COB)\b/gi,
      "today",
    )
    .replace(/\b(?:business|working|work) days\b/gi, "days")
    .replace(/\b(\d+) ?(?:-|–|to|or) ?(\d+) (?=(?:min|hour|day|week))/gi, "$2 ")
    .replace(
      /\b(?:by|before|around|about) (?=\d{1,2}(?:[ ,.!]|$))(?!\d+ ?(?:am|pm|min|hour|h\b|day|week|[A-Z]))/gi,
      "at ",
    )
    .replace(/\bgive me (?=(?:a|an|\d+|half|one|two|ten|five|twenty|thirty)\b)/gi, "in ");
}

/** Not one that belongs to a thing ("tomorrow's deadline"), to a beginning, or to what is asked about. */
function isTheirs(words: string, { index, text }: ParsedResult): boolean {
  const before = words.slice(0, index);
  const after = words.slice(index + text.length);
  if (/^'s\b/.test(after) || /\b(?:from|since|of|until|till|til|than)(?: the)? $/i.test(before)) return false;
  return !/\b(?:if|whether|what|which|because|since)\b(?! (?:I|we)\b)/i.test(before);
}

function due({ start, text }: ParsedResult, made: Made): number {
  // "in two hours": a moment, not a place on a calendar.
  if (start.isCertain("timezoneOffset")) return start.date().getTime();
  const known = (part: "year" | "month" | "day" | "hour" | "minute") => start.get(part) ?? 0;
  const date = DateTime.fromObject(
    { year: known("year"), month: known("month"), day: known("day") },
    { zone: made.zone },
  );
  const isDay = start.isCertain("day") || start.isCertain("weekday");
  if (start.isCertain("hour")) {
    if (!isDay) return nextAt(made, known("hour"), known("minute"));
    const isEarly = !start.isCertain("meridiem") && known("hour") > 0 && known("hour") <= 7;
    return at(date, known("hour") + (isEarly ? 12 : 0), known("minute"));
  }
  const part = /\b(morning|noon|afternoon|evening|night)|(?<=to)(night)/i.exec(text);
  const name = (part?.[1] ?? part?.[2])?.toLowerCase() as keyof typeof endOfPart | undefined;
  return name ? at(date, endOfPart[name]) : endOfWork(date, made);
}
