import type { Block } from "../quoting/blocks.ts";
import { joined, sentences } from "../quoting/sentences.ts";
import { claim } from "./claims.ts";
import type { Evidence } from "./evidence.ts";
import { marked, marks } from "./marks.ts";

/** Why a text may not be shown. */
export type Failure = {
  readonly ok: false;
  readonly why: "empty" | "ungrounded" | "leak" | "claim" | "foreign" | "unknown";
};

/**
 * A block of a model's text with a source for each claim in it, or why there is none. `before` is the block
 * above: a list or a table may have its source in the paragraph that introduces it.
 */
export function ground(block: Block, before: Block | undefined, evidence: Evidence): string | Failure {
  return block.kind === "code" ? codeOf(block, evidence) : wordsOf(block, before, evidence);
}

/** Whether a text says of itself that it doesn't know. */
export function doesNotKnow(text: string): boolean {
  return DOES_NOT_KNOW.test(text);
}

function wordsOf(block: Block, before: Block | undefined, evidence: Evidence): string | Failure {
  const lines = block.kind === "prose" ? [block.text] : block.text.split("\n");
  const whole = lines.map((line) => sentences(line));
  let later = isIntroduced(block, before, evidence);
  const done: string[] = [];
  // From the end: a mark carries the sentences of its paragraph before it.
  for (const line of whole.toReversed()) {
    const kept: string[] = [];
    for (const sentence of line.toReversed()) {
      const source = sourceOf(sentence, later, block, evidence);
      if (typeof source === "object") return source;
      if (validMarks(sentence, evidence).length > 0) later = true;
      kept.unshift(source === "kept" ? sentence : marked(sentence, source));
    }
    done.unshift(joined(kept));
  }
  return block.kind === "prose" ? joined(done) : indented(block.text, done);
}

/** A fence is no place to say what a sentence may not: its lines of words are judged like sentences. */
function codeOf(block: Block, evidence: Evidence): string | Failure {
  for (const line of block.text.split("\n")) {
    if (claim(line) !== undefined) return { ok: false, why: "claim" };
    const isCode = /[{}()[\]<>=;$|]|^\s*(?:```|~~~)/.test(line) || line.trim().split(/\s+/).length < 5;
    if (!isCode && !isCarried(line, evidence)) return { ok: false, why: "ungrounded" };
  }
  return block.text;
}

function isCarried(words: string, evidence: Evidence): boolean {
  return evidence.knows(words) && evidence.share(words) >= STRANGE;
}

/** The passage to add as a mark, `kept` if it has one or needs none, or why the answer falls. */
function sourceOf(
  sentence: string,
  later: boolean,
  block: Block,
  evidence: Evidence,
): number | "kept" | Failure {
  const support = evidence.best(sentence);
  const act = claim(sentence);
  if (act === "own") return { ok: false, why: "claim" };
  if (act === "others" && support.share < VERBATIM) return { ok: false, why: "claim" };
  if (!isCarried(sentence, evidence)) return { ok: false, why: "ungrounded" };
  if (validMarks(sentence, evidence).length > 0 || later) return "kept";
  if (!isClaim(sentence, block)) return "kept";
  if (support.share >= CARRIED && support.words >= 2) return support.number;
  return { ok: false, why: doesNotKnow(sentence) ? "unknown" : "ungrounded" };
}

/** A sentence without a mark is given one when a passage has this share of its telling words. */
const CARRIED = 0.7;
/** Somebody is said to act: the passage must say so nearly in the same words. */
const VERBATIM = 0.75;
/** With a mark or not, a sentence whose words are nearly all unheard of doesn't come from the passages. */
const STRANGE = 0.2;

const DOES_NOT_KNOW =
  /\b(?:i (?:dont|don't|do not|cant|can't|cannot) (?:know|find|have)|(?:passages?|material|sources?|information) (?:provided |given )?(?:do|does|did|is|are)(?: not|n't)|not (?:covered|mentioned|contained|included) in)\b|(?:没有|未)(?:提到|提及|找到|涉及|包含|说明)|不知道|无法(?:回答|确定|找到)/i;

function isClaim(sentence: string, block: Block): boolean {
  const text = sentence.trim();
  if (block.kind === "heading" || !/[\p{L}\p{N}]/u.test(text) || /[?\uFF1F]$/.test(text)) return false;
  if (block.kind === "table" && /^[\s|:-]+$/.test(text)) return false;
  return !/[:\uFF1A]$/.test(text) && !SMALL.test(text);
}

const SMALL =
  /^(?:sure|of course|certainly|yes|no|good question|great question|no problem|here is how|here's how|here is an example|here's an example|for example|hope this helps|当然|当然可以|好的|可以|没问题|是的|不是|不行|例如|比如)[.!,\u3002\uFF01\uFF0C]?$/i;

function isIntroduced({ kind }: Block, before: Block | undefined, evidence: Evidence): boolean {
  if (kind !== "list" && kind !== "table") return false;
  return before?.kind === "prose" && validMarks(before.text, evidence).length > 0;
}

function validMarks(text: string, evidence: Evidence): readonly number[] {
  return marks(text).filter((number) => number >= 1 && number <= evidence.count);
}

/** Lines keep their indentation, which nests lists. */
function indented(original: string, lines: readonly string[]): string {
  const margins = original.split("\n").map((line) => /^\s*/.exec(line)?.[0] ?? "");
  return lines.map((line, index) => (margins[index] ?? "") + line).join("\n");
}
