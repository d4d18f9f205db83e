/** A block of Markdown that stands by itself. A list, a table and a code block are whole. */
export type Block = {
  readonly kind: "prose" | "list" | "code" | "table" | "heading";
  readonly text: string;
};

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;

/** The blocks of a text in order, one pass over its lines. An unclosed fence reaches to the end, and is closed. */
export function blocks(markdown: string): readonly Block[] {
  const found: Block[] = [];
  const lines = markdown.split("\n");
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.trim() === "") {
      at++;
      continue;
    }
    const kind = kindOf(line, lines[at + 1] ?? "");
    const end = endOf(kind, lines, at);
    const text = lines.slice(at, end).join("\n").trimEnd();
    const unclosed = kind === "code" && !closes(lines[end - 1] ?? "", line, end - at);
    found.push({ kind, text: unclosed ? `${text}\n${fenceOf(line)}` : text });
    at = end;
  }
  return found;
}

function kindOf(line: string, next: string): Block["kind"] {
  if (FENCE.test(line)) return "code";
  if (/^ {0,3}#{1,6}\s/.test(line)) return "heading";
  if (ITEM.test(line)) return "list";
  return isTable(line, next) ? "table" : "prose";
}

function isTable(line: string, next: string): boolean {
  return line.includes("|") && next.includes("-") && /^[\s|:-]+$/.test(next);
}

/** The line after the block's last. */
function endOf(kind: Block["kind"], lines: readonly string[], from: number): number {
  const first = lines[from] ?? "";
  let at = from + 1;
  switch (kind) {
    case "heading":
      return at;
    case "code":
      while (at < lines.length && !closes(lines[at] ?? "", first, 2)) at++;
      return Math.min(at + 1, lines.length);
    case "table":
      while (at < lines.length && (lines[at] ?? "").includes("|")) at++;
      return at;
    case "prose":
      while (at < lines.length && continuesProse(lines, at)) at++;
      return at;
    case "list":
      return endOfList(lines, at);
  }
}

function continuesProse(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  return line.trim() !== "" && kindOf(line, lines[at + 1] ?? "") === "prose";
}

/** Blank lines and fences inside it belong to a list as long as what follows is an item or indented. */
function endOfList(lines: readonly string[], from: number): number {
  let at = from;
  let end = from;
  let fence: string | undefined;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const inside = fence !== undefined || ITEM.test(line) || /^(?: {2,}|\t)/.test(line);
    const lazy = end === at && line.trim() !== "" && kindOf(line, lines[at + 1] ?? "") === "prose";
    if (line.trim() === "") continue;
    if (!inside && !lazy) break;
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined)
      fence = fence === undefined ? mark : line.trim().startsWith(fence) ? undefined : fence;
    end = at + 1;
  }
  return end;
}

function fenceOf(line: string): string {
  return FENCE.exec(line)?.[1] ?? "```";
}

function closes(line: string, opening: string, lines: number): boolean {
  const fence = fenceOf(opening);
  const text = line.trim();
  return lines > 1 && text.startsWith(fence) && text.replaceAll(fence.charAt(0), "") === "";
}
