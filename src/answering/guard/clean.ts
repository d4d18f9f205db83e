import { mapText } from "./segments.ts";

/**
 * Text that may be shown: no invisible or control characters, no mentions, no pictures, no raw HTML; links
 * only to hosts that `allowed` lets pass, other links are their words. Code stays as it is but for mentions.
 */
export function clean(markdown: string, allowed: (host: string) => boolean): string {
  return mapText(withoutMentions(visible(markdown)), (part) => withoutHtml(plainLinks(part, allowed)));
}

/** Broken surrogates repaired; control, bidi, tag and other invisible characters removed. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(JOINER_IN_EMOJI, "$1\uE000")
    .replace(/[\p{Cf}\u115F\u1160\u3164\uFFA0\uFFFC]|[\u{E0100}-\u{E01EF}]/gu, "")
    .replace(/[^\P{Cc}\n\t]|[\u2028\u2029]/gu, "")
    .replaceAll("\uE000", "\u200D")
    .replace(/[\uE001-\uF8FF\u{F0000}-\u{10FFFF}]/gu, "");
}

/** The joiner holds 👩‍💻 together; elsewhere it is invisible. A private character keeps its place meanwhile. */
const JOINER_IN_EMOJI =
  /(\p{Extended_Pictographic}|\uFE0F|[\u{1F3FB}-\u{1F3FF}])\u200D(?=\p{Extended_Pictographic})/gu;

const MENTIONS: readonly RegExp[] = [
  /<!(?:channel|here|everyone|group|subteam\^|date\^)[^<>]{0,200}>/gi,
  /<[@#][!&]?[A-Za-z0-9_]{1,40}(?:\|[^<>]{0,80})?>/g,
  /<\/?at\b[^<>]{0,80}>/gi,
];
const LOUD = /[@\uFF20](?=everyone|here|channel)/gi;

/** What would ring on some platform. Repeated, since taking one out can join another. */
export function withoutMentions(text: string): string {
  let now = text;
  for (;;) {
    const next = MENTIONS.reduce((rest, pattern) => rest.replace(pattern, ""), now).replace(LOUD, "");
    if (next === now) return now;
    now = next;
  }
}

const IMAGE = /!\[([^\][]{0,300})\](?:\([^()\s]{0,2000}(?:\s[^()]{0,300})?\)|\[[^\][]{0,100}\])?/g;
const LINK =
  /\[([^\][]{1,500})\]\(\s{0,4}<?([^()\s<>]{0,2000}(?:\([^()\s<>]{0,200}\))?[^()\s<>]{0,500})>?(?:\s[^()]{0,300})?\)/g;

/** Pictures and definitions go; a link stays if it leads to an allowed host, else its words do. */
function plainLinks(part: string, allowed: (host: string) => boolean): string {
  return part
    .replace(IMAGE, "$1")
    .replace(/^ {0,3}\[[^\]\n]{1,100}\]:[^\n]*$/gm, "")
    .replace(/<(https?:\/\/[^<>\s]{1,2000})>/gi, "$1")
    .replace(/<mailto:([^<>\s]{1,300})>/gi, "$1")
    .replace(LINK, (whole: string, words: string, url: string) => (isAllowed(url, allowed) ? whole : words));
}

function isAllowed(url: string, allowed: (host: string) => boolean): boolean {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return false;
  const { hostname, username, password } = new URL(url);
  return username === "" && password === "" && allowed(hostname);
}

/** A tag is shown as code, so that its name is read and nothing is executed. */
function withoutHtml(part: string): string {
  return part
    .replace(/<\/?[A-Za-z][^<>`\n]{0,300}>/g, (tag) => `\`${tag}\``)
    .replace(/(?<!`)<(?=[A-Za-z/!?])(?![^<>`\n]{0,302}>`)/g, "\\<");
}
