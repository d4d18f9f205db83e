/** Markdown without the addresses of its links and pictures: `[the form](../a/b.md)` → `[the form]`. */
export function withoutTargets(markdown: string): string {
  let out = "";
  let from = 0;
  for (;;) {
    const open = markdown.indexOf("](", from);
    if (open < 0) return out + markdown.slice(from);
    const end = endOfTarget(markdown, open + 2);
    out += markdown.slice(from, open + 1);
    from = end;
  }
}

/** After the bracket that closes the target; a target is one line and short, anything else is text. */
function endOfTarget(markdown: string, from: number): number {
  let depth = 1;
  const most = Math.min(markdown.length, from + 300);
  for (let at = from; at < most; at++) {
    const c = markdown.charCodeAt(at);
    if (c === 10) return from - 1;
    if (c === 40) depth++;
    if (c === 41 && --depth === 0) return at + 1;
  }
  return from - 1;
}
