/** Makes of a message what its author said in words: bounded, folded, without code, links and error texts. */

/** Words that decide stand at the beginning or the end, also of a pasted log. */
const HEAD = 4_000;
const TAIL = 1_500;

/** The message without what was pasted or typed as code; language and wishes are read from this. */
export function plain(text: string): string {
  const clean = fold(bound(text));
  return withoutTraces(withoutCode(clean)).replace(LINK, " ");
}

/** True when there is a letter or a digit at all. A keycap emoji is not a digit. */
export function legible(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(bound(text).replace(/[0-9#*]\uFE0F?\u20E3/g, ""));
}

/** The sentences and parts of sentences, lower-case, apostrophes gone, with single spaces. */
export function clauses(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replace(/[’‘']/g, "")
    .split(/[.!?;,:\n\r()[\]{}"“”、。!?;,:…~～—]/)
    .map((clause) =>
      clause
        .replace(/[^\p{L}\p{N}+#-]/gu, " ")
        .replace(/ {2,}/g, " ")
        .trim(),
    )
    .filter((clause) => clause !== "");
}

/**
 * The text with spaces for all that Latin-1 lacks, place by place, held in one byte a character. The engine
 * compiles a pattern once for each width of text: the large English ones are kept to this one, which halves them.
 */
export function narrow(text: string): string {
  return Buffer.from(text.replace(/[\u0100-\uFFFF]/g, " "), "latin1").toString("latin1");
}

function bound(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

/** Compatibility forms unified, invisible characters removed. */
function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Co}\uFFFD]/gu, "")
    .replace(/[^\P{Cc}\n\t]/gu, " ");
}

/** Fences and inline code go; an unclosed fence swallows the rest, as it does when rendered. */
function withoutCode(text: string): string {
  const kept: string[] = [];
  let fenced = false;
  for (const line of text.split("\n")) {
    if (/^ {0,3}(```|~~~)/.test(line)) fenced = !fenced;
    else if (!fenced) kept.push(line.replace(/`[^`\n]{1,200}`/g, " "));
  }
  return kept.join("\n");
}

function withoutTraces(text: string): string {
  return text
    .split("\n")
    .filter((line) => !TRACE_LINE.test(line))
    .map((line) => line.replace(ERROR_TEXT, " "))
    .join("\n");
}

const LINK = /(?:https?:\/\/|www\.)[^\s\u4E00-\u9FFF]{1,2000}/gi;
const TRACE_LINE =
  /^\s{0,80}(?:at \S|npm (?:ERR!|error|WARN|warn) |Traceback |File "|\$ |> |PS [A-Z]:|fatal: |error: |warning: |\d\d:\d\d:\d\d)/;
/** From the error's name to the end of the line, or to where Chinese goes on. */
const ERROR_TEXT = /\b[A-Za-z]{0,40}(?:Error|Exception): [^\u4E00-\u9FFF\n]{0,500}/g;
