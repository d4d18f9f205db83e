/** A table in letters of one width: columns as wide as their widest cell, the head underlined. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length), 0);
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ""))),
  );
  const lines = rows.map((row) =>
    widths
      .map((wide, column) => padded(row[column] ?? "", wide))
      .join(" │ ")
      .trimEnd(),
  );
  const rule = widths.map((wide) => "─".repeat(wide)).join("─┼─");
  return [...lines.slice(0, 1), rule, ...lines.slice(1)].join("\n");
}

function padded(cell: string, wide: number): string {
  return cell + " ".repeat(wide - width(cell));
}

/** Chinese characters and emoji take two columns. */
function width(cell: string): number {
  return [...cell].reduce(
    (sum, character) =>
      sum + (/[\p{Script=Han}\p{Emoji_Presentation}\u3000-\u303F\uFF00-\uFF60]/u.test(character) ? 2 : 1),
    0,
  );
}
