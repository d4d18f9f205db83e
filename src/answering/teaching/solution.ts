import type { Hit, Passage } from "../../knowledge/passage.ts";
import { blocks } from "../quoting/blocks.ts";

const SOLUTION =
  /\b(?:solutions?|answer key|model answers?|sample answers?|worked answers?)\b|答案|解答|题解|参考解/i;

/** Whether a passage gives graded work away: a section of solutions, or code in an article that is graded. */
export function givesAway({ article, path, text }: Passage): boolean {
  if (isSolution(path)) return true;
  return article.graded === true && blocks(text).some(({ kind }) => kind === "code");
}

/** What a hint may be taken from: no solutions, and of graded articles no code. */
export function withoutSolutions(hits: readonly Hit[]): readonly Hit[] {
  return hits.flatMap((hit) => {
    const { passage } = hit;
    if (!givesAway(passage)) return [hit];
    if (isSolution(passage.path)) return [];
    const words = blocks(passage.text).filter(({ kind }) => kind !== "code");
    if (words.length === 0) return [];
    return [{ ...hit, passage: { ...passage, text: words.map(({ text }) => text).join("\n\n") } }];
  });
}

/** What any answer may be taken from: whoever asks about something else is not shown the solution either. */
export function withoutGradedSolutions(hits: readonly Hit[]): readonly Hit[] {
  return hits.flatMap((hit) => (hit.passage.article.graded ? withoutSolutions([hit]) : [hit]));
}

function isSolution(path: readonly string[]): boolean {
  return path.some((heading) => SOLUTION.test(heading));
}

/** So much code shows how something is written and solves nothing. */
const SHORT = 2;
/** From this share of equal lines on, a text is the solution in another dress. */
const SAME = 0.5;

/**
 * Whether a model's text holds a solution: code that no passage shows which may be shown, or lines of what is
 * withheld. A model knows solutions that stand in no article.
 */
export function holdsSolution(
  text: string,
  shown: readonly Passage[],
  withheld: readonly Passage[],
): boolean {
  const codes = blocks(text).flatMap((block) =>
    block.kind === "code" || /```|~~~/.test(block.text) ? [block.text] : [],
  );
  const open = linesOf(shown.map((passage) => passage.text).join("\n"));
  const hasOwnCode = codes.some(
    (code) => [...linesOf(code)].filter((line) => !open.has(line)).length > SHORT,
  );
  if (hasOwnCode) return true;
  const told = squeezed(text);
  return withheld.some((passage) => {
    const lines = [...linesOf(passage.text)];
    const same = lines.filter((line) => told.includes(line)).length;
    return lines.length > 0 && same / lines.length >= SAME;
  });
}

/** Lines with something in them, without space and case: what copying leaves alike. */
function linesOf(text: string): ReadonlySet<string> {
  const lines = text.split("\n").filter((line) => !/^\s*(?:```|~~~)/.test(line));
  return new Set(lines.map(squeezed).filter((line) => line.length > 4));
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/\s/g, "");
}
