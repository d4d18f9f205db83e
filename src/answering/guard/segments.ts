import { blocks } from "../quoting/blocks.ts";

/** Rewrites what is not code: text between code spans, outside of fences. `code` may rewrite the rest. */
export function mapText(
  markdown: string,
  text: (part: string) => string,
  code: (part: string) => string = (part) => part,
): string {
  return blocks(markdown)
    .map((block) => (block.kind === "code" ? code(block.text) : mapSpans(block.text, text, code)))
    .join("\n\n");
}

/** As `mapText`, inside one block that is not a fence. */
export function mapSpans(
  block: string,
  text: (part: string) => string,
  code: (part: string) => string,
): string {
  let out = "";
  let from = 0;
  let at = block.indexOf("`");
  const unclosed = new Set<number>();
  while (at >= 0) {
    let size = 1;
    while (block.charAt(at + size) === "`") size++;
    const end = unclosed.has(size) ? -1 : closing(block, at + size, size);
    if (end < 0) {
      unclosed.add(size);
      at = block.indexOf("`", at + size);
      continue;
    }
    out += text(block.slice(from, at)) + code(block.slice(at, end));
    from = end;
    at = block.indexOf("`", end);
  }
  return out + text(block.slice(from));
}

/** After the run of exactly `size` backticks that closes a span, or -1. */
function closing(block: string, from: number, size: number): number {
  let at = block.indexOf("`", from);
  while (at >= 0) {
    let run = 1;
    while (block.charAt(at + run) === "`") run++;
    if (run === size) return at + run;
    at = block.indexOf("`", at + run);
  }
  return -1;
}
