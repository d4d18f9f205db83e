import type { Line } from "../question.ts";
import { offered } from "./clarify.ts";

/** "No, the other one": how a message begins that says of the last answer that it is not what was meant. */
export function rejection(text: string): string | undefined {
  return REJECTS.exec(text.trim())?.[0];
}

const REJECTS =
  /^(?:(?:no|nope|wrong)(?:\s{0,3}[,.!，]{1,3}\s{0,3}|$)(?:(?:i (?:meant|mean)|not (?:that|this)(?: one)?|the other(?: one)?|that['’]?s not (?:it|what i (?:meant|asked|mean)))\b)?|(?:no|nope) (?:(?:i (?:meant|mean)|not (?:that|this)(?: one)?|the other(?: one)?|that['’]?s not (?:it|what i (?:meant|asked|mean)))\b)|not (?:that|this)(?: one)?\b|that['’]?s not (?:it|what i (?:meant|asked|mean))\b|(?:i meant |i mean )?the other one\b|another one\b|不是(?:这个|那个|这一个|问这个|的)|不对|错了|(?:我说的是|我要|我问的是)?(?:另外?一个|另外那个|别的那个)|换一个)[,.!?;:，。！？；：\s]{0,3}(?:我(?:说|问)的是|是)?/i;

/** "Another one": of what was asked for last, if that was an example; else it rejects. */
export function isOneMore(text: string): boolean {
  return ONE_MORE.test(text.trim());
}

const ONE_MORE =
  /^(?:and |ok(?:ay)? |can i have |give me |show me )?(?:another(?: one)?|one more|a different one|more of (?:those|these|them))(?: please| pls)?[.!?]?$|^(?:再来|再给|再举|换|还要)(?:我)?(?:一个|个|一)(?:吧|呗|看看)?[。！!？?]?$|^(?:再来|还有吗)[。！!？?]?$/i;

/** One of what the bot offered last: "the second", 第一个. With its name the question is complete. */
export function choice(text: string, history: readonly Line[]): string | undefined {
  const options = offered(history);
  if (options.length === 0 || text.length > 40) return undefined;
  const number = ORDINALS.findIndex((ordinal) => ordinal.test(text.trim()));
  if (number < 0) return undefined;
  return options.at(number === ORDINALS.length - 1 ? -1 : number);
}

const ORDINALS: readonly RegExp[] = [
  /^(?:the )?(?:1|1st|first|former)(?: one)?(?: please)?[.!]?$|^(?:第一|前者|前面那|头一)/i,
  /^(?:the )?(?:2|2nd|second)(?: one)?(?: please)?[.!]?$|^第二/i,
  /^(?:the )?(?:3|3rd|third)(?: one)?(?: please)?[.!]?$|^第三/i,
  /^(?:the )?(?:last|latter)(?: one)?(?: please)?[.!]?$|^(?:最后|后者|后面那)/i,
];
