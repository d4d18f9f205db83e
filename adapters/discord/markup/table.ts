import { fence } from "./escape.ts";

/** Wider than this, a row breaks on most screens, and the columns no longer stand under each other. */
const WIDEST = 76;

type Align = "left" | "right" | "center" | null | undefined;

/** A table in a code block with its columns under each other; a wide one row by row, each value with its name. */
export function table(rows: readonly (readonly string[])[], align: readonly Align[]): string {
  const [head = [], ...body] = rows;
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => width(row[i] ?? ""))),
  );
  const total = widths.reduce((sum, one) => sum + one, 0) + 3 * (columns - 1);
  if (total > WIDEST) return listed(head, body);
  const line = (row: readonly string[]) =>
    widths
      .map((wide, i) => pad(row[i] ?? "", wide, align[i]))
      .join(" │ ")
      .trimEnd();
  const rule = widths.map((wide) => "─".repeat(wide)).join("─┼─");
  return fence([line(head), rule, ...body.map(line)].join("\n"));
}

/** The same without alignment, hardly longer than its source. */
export function compactTable(rows: readonly (readonly string[])[]): string {
  return fence(rows.map((row) => row.join(" | ")).join("\n"));
}

function listed(head: readonly string[], body: readonly (readonly string[])[]): string {
  const lines = body.map((row) =>
    row.map((value, i) => `${head[i] ? `${head[i]}: ` : ""}${value}`).join("\n"),
  );
  return fence(lines.length === 0 ? head.join(" | ") : lines.join("\n\n"));
}

function pad(text: string, to: number, align: Align): string {
  const missing = Math.max(0, to - width(text));
  if (align === "right") return " ".repeat(missing) + text;
  const left = align === "center" ? Math.floor(missing / 2) : 0;
  return " ".repeat(left) + text + " ".repeat(missing - left);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60]|\p{Emoji_Presentation}/u;

/** Chinese characters and emoji take two columns. */
function width(text: string): number {
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}
