import type { Block } from "../quoting/blocks.ts";
import { joined, sentences } from "../quoting/sentences.ts";
import { claim } from "./claims.ts";
import type { Evidence } from "./evidence.ts";
import { marked, marks, renumber } from "./marks.ts";

/** Why a text may not be shown. */
export type Failure = {
  readonly ok: false;
  readonly why: "empty" | "ungrounded" | "leak" | "claim" | "foreign" | "unknown" | "language";
};

/** A block that may be shown; `dropped` sentences of it were left out since no passage carries them. */
export type Grounded = { readonly text: string; readonly kept: number; readonly dropped: number };

/**
 * A block of a model's text with a source for each claim in it, or why the whole text falls. `before` is the block
 * above: a list or a table may have its source in the paragraph that introduces it.
 */
export function ground(block: Block, before: Block | undefined, evidence: Evidence): Grounded | Failure {
  return block.kind === "code" ? codeOf(block, evidence) : wordsOf(block, before, evidence);
}

/** Whether a text says of itself that it doesn't know. */
export function doesNotKnow(text: string): boolean {
  return DOES_NOT_KNOW.test(text);
}

function wordsOf(block: Block, before: Block | undefined, evidence: Evidence): Grounded | Failure {
  const lines = block.kind === "prose" ? [block.text] : block.text.split("\n");
  let later = introducedBy(block, before, evidence);
  let dropped = 0;
  let count = 0;
  const done: string[] = [];
  // From the end: a mark carries the sentences of its paragraph before it.
  for (const line of lines.map((line) => sentences(line)).toReversed()) {
    const kept: string[] = [];
    for (const sentence of line.toReversed()) {
      const own = validMarks(sentence, evidence);
      if (own.length > 0) later = own;
      const source = sourceOf(sentence, later, block, evidence);
      if (typeof source === "object") return source;
      // A step that is missing from a list misleads: there the whole falls.
      if (source === "dropped" && (block.kind === "list" || block.kind === "table"))
        return { ok: false, why: "ungrounded" };
      if (source === "dropped") dropped++;
      else kept.unshift(source === "kept" ? sentence : marked(withoutMarks(sentence), source));
    }
    count += kept.length;
    done.unshift(joined(kept));
  }
  const text = block.kind === "prose" ? joined(done) : indented(block.text, done);
  return { text, kept: count, dropped };
}

/** A fence is no place to say what a sentence may not: its lines of words are judged like sentences. */
function codeOf(block: Block, evidence: Evidence): Grounded | Failure {
  for (const line of block.text.split("\n")) {
    if (claim(line) !== undefined) return { ok: false, why: "claim" };
    const isCode = /[{}()[\]<>=;$|]|^\s*(?:```|~~~)/.test(line) || line.trim().split(/\s+/).length < 5;
    if (!isCode && !(evidence.knows(line) && evidence.isHeard(line))) return { ok: false, why: "ungrounded" };
  }
  return { text: block.text, kept: 1, dropped: 0 };
}

/**
 * `kept` if the sentence is carried by the passages that it or a later one of its paragraph names, or claims
 * nothing; the passage to name instead; `dropped` if none carries it; or why the whole text falls: numbers and acts
 * are not made up by mistake.
 */
function sourceOf(
  sentence: string,
  cited: readonly number[],
  block: Block,
  evidence: Evidence,
): number | "kept" | "dropped" | Failure {
  const act = claim(sentence);
  if (act === "own") return { ok: false, why: "claim" };
  if (act === "others" && evidence.best(sentence).share < VERBATIM) return { ok: false, why: "claim" };
  if (!evidence.knows(sentence) || !evidence.isHeard(sentence)) return { ok: false, why: "ungrounded" };
  // Nobody asks the bot to say what they said; whoever makes it do so wants the words in its mouth.
  if (evidence.isEcho(sentence)) return "dropped";
  if (block.kind === "heading") return evidence.isCarriedBy(sentence, all(evidence)) ? "kept" : "dropped";
  if (!isClaim(sentence, block, evidence)) return "kept";
  if (cited.length > 0 && evidence.isCarriedBy(sentence, cited)) return "kept";
  const { number, share, words } = evidence.best(sentence);
  const isSure = share >= WITHOUT_MARK && words >= 2 && evidence.isCarriedBy(sentence, [number]);
  if (isSure) return number;
  if (doesNotKnow(sentence)) return { ok: false, why: "unknown" };
  return cited.length > 0 ? "dropped" : { ok: false, why: "ungrounded" };
}

/** A sentence is given a mark that it did not have when a passage has this share of its telling words. */
const WITHOUT_MARK = 0.7;
/** Somebody is said to act: the passage must say so nearly in the same words. */
const VERBATIM = 0.75;

const DOES_NOT_KNOW =
  /\b(?:i (?:dont|don't|do not|cant|can't|cannot) (?:know|find|have)|(?:passages?|material|sources?|information) (?:provided |given )?(?:do|does|did|is|are)(?: not|n't)|not (?:covered|mentioned|contained|included) in)\b|(?:没有|未)(?:提到|提及|找到|涉及|包含|说明)|不知道|无法(?:回答|确定|找到)/i;

function isClaim(sentence: string, block: Block, evidence: Evidence): boolean {
  const text = withoutMarks(sentence).trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return false;
  // "Does that help?" asks; a long question can say as much as a statement.
  if (/[?\uFF1F]$/.test(text)) return evidence.best(text).words >= LONG_QUESTION;
  if (block.kind === "table" && /^[\s|:-]+$/.test(text)) return false;
  return !/[:\uFF1A]$/.test(text) && !SMALL.test(text);
}

const LONG_QUESTION = 3;

const SMALL =
  /^(?:sure|of course|certainly|yes|no|good question|great question|no problem|here is how|here's how|here is an example|here's an example|for example|hope this helps|当然|当然可以|好的|可以|没问题|是的|不是|不行|例如|比如)[.!,\u3002\uFF01\uFF0C]?$/i;

function introducedBy({ kind }: Block, before: Block | undefined, evidence: Evidence): readonly number[] {
  if (kind !== "list" && kind !== "table") return [];
  return before?.kind === "prose" ? validMarks(before.text, evidence) : [];
}

function withoutMarks(sentence: string): string {
  return renumber(sentence, () => undefined);
}

function all({ count }: Evidence): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function validMarks(text: string, evidence: Evidence): readonly number[] {
  return marks(text).filter((number) => number >= 1 && number <= evidence.count);
}

/** Lines keep their indentation, which nests lists. */
function indented(original: string, lines: readonly string[]): string {
  const margins = original.split("\n").map((line) => /^\s*/.exec(line)?.[0] ?? "");
  return lines.map((line, index) => (margins[index] ?? "") + line).join("\n");
}
