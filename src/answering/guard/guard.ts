import { type Block, blocks } from "../quoting/blocks.ts";
import { joined, sentences } from "../quoting/sentences.ts";
import { claim } from "./claims.ts";
import { clean, visible, withoutMentions } from "./clean.ts";
import type { Evidence } from "./evidence.ts";
import { hosts } from "./hosts.ts";
import { marked, marks, renumber, uniform } from "./marks.ts";

export type Rules = {
  readonly evidence: Evidence;
  /** Whether an answer that cites these passages may name the host. */
  readonly allowed: (host: string, cited: readonly number[]) => boolean;
  readonly leaks: (text: string) => boolean;
};

export type Refusal = "empty" | "ungrounded" | "leak" | "claim" | "foreign" | "unknown";

/** `used` are the numbers of the cited passages in the order of the new marks 1, 2, … in `text`. */
export type Verdict =
  | { readonly ok: true; readonly text: string; readonly used: readonly number[] }
  | { readonly ok: false; readonly why: Refusal };

/**
 * What of a model's text may be shown. All of it or nothing: a text of which one sentence has no source, leads
 * elsewhere or claims an act is not repaired, since the rest was written by the same hand.
 */
export function guard(raw: string, rules: Rules): Verdict {
  const text = withoutMentions(visible(raw)).trim();
  if (text === "") return { ok: false, why: "empty" };
  if (rules.leaks(text)) return { ok: false, why: "leak" };

  const parts = blocks(text).map((block) =>
    block.kind === "code" ? block : { ...block, text: uniform(block.text) },
  );
  const checked: string[] = [];
  for (const [index, part] of parts.entries()) {
    const result = part.kind === "code" ? part.text : ground(part, carried(parts, index, rules), rules);
    if (typeof result !== "string") return result;
    checked.push(result);
  }
  return numbered(checked, rules);
}

type Failure = { readonly ok: false; readonly why: Refusal };

/** The block with a source for each claim in it, or why there is none. `covered`: its lead-in has one. */
function ground(block: Block, covered: boolean, rules: Rules): string | Failure {
  const lines = block.kind === "prose" ? [block.text] : block.text.split("\n");
  const whole = lines.map((line) => sentences(line));
  let later = covered;
  const done: string[] = [];
  // From the end: a mark carries the sentences of its paragraph before it.
  for (const line of whole.toReversed()) {
    const kept: string[] = [];
    for (const sentence of line.toReversed()) {
      const source = sourceOf(sentence, later, block, rules);
      if (typeof source === "object") return source;
      if (validMarks(sentence, rules).length > 0) later = true;
      kept.unshift(source === "none" || source === "own" ? sentence : marked(sentence, source));
    }
    done.unshift(joined(kept));
  }
  return block.kind === "prose" ? joined(done) : indented(block.text, done);
}

/** The passage to add as a mark, `own` if it has one or needs none, or why the answer falls. */
function sourceOf(
  sentence: string,
  later: boolean,
  block: Block,
  rules: Rules,
): number | "own" | "none" | Failure {
  const { evidence } = rules;
  const support = evidence.best(sentence);
  const act = claim(sentence);
  if (act === "own") return { ok: false, why: "claim" };
  if (act === "others" && support.share < VERBATIM) return { ok: false, why: "claim" };
  if (!evidence.knows(sentence) || evidence.share(sentence) < STRANGE)
    return { ok: false, why: "ungrounded" };
  if (validMarks(sentence, rules).length > 0 || later) return "own";
  if (!isClaim(sentence, block)) return "none";
  if (support.share >= CARRIED && support.words >= 2) return support.number;
  return { ok: false, why: DOES_NOT_KNOW.test(sentence) ? "unknown" : "ungrounded" };
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

/** A list, a table or a code block may have its source in the paragraph that introduces it. */
function carried(parts: readonly Block[], index: number, rules: Rules): boolean {
  const before = parts[index - 1];
  if (parts[index]?.kind !== "list" && parts[index]?.kind !== "table") return false;
  return before?.kind === "prose" && validMarks(before.text, rules).length > 0;
}

function validMarks(text: string, { evidence }: Rules): readonly number[] {
  return marks(text).filter((number) => number >= 1 && number <= evidence.count);
}

/** Marks in the order of first use; without a single one nothing is shown as fact. */
function numbered(parts: readonly string[], rules: Rules): Verdict {
  const used: number[] = [];
  const rename = (number: number) => {
    if (number < 1 || number > rules.evidence.count) return undefined;
    if (!used.includes(number)) used.push(number);
    return used.indexOf(number) + 1;
  };
  const text = parts.map((part) => (isFence(part) ? part : renumber(part, rename))).join("\n\n");
  const allowed = (host: string) => rules.allowed(host, used);
  if (!hosts(text).every(allowed)) return { ok: false, why: "foreign" };
  const shown = clean(text, allowed).trim();
  if (used.length > 0 && marks(shown).length > 0) return { ok: true, text: shown, used };
  return { ok: false, why: DOES_NOT_KNOW.test(shown) ? "unknown" : "ungrounded" };
}

function isFence(part: string): boolean {
  return /^ {0,3}(?:```|~~~)/.test(part);
}

/** Lines keep their indentation, which nests lists. */
function indented(original: string, lines: readonly string[]): string {
  const margins = original.split("\n").map((line) => /^\s*/.exec(line)?.[0] ?? "");
  return lines.map((line, index) => (margins[index] ?? "") + line).join("\n");
}
