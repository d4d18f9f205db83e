import { defuse, literal } from "./escape.ts";

const CODE = /```[\s\S]*?```|`[^`\n]+`|https?:\/\/[^\s<>"'`]+/g;

/** What a student typed, as it was typed: only code between back-ticks looks like code, links can be followed. */
export function typed(text: string): string {
  const readable = text.toWellFormed().replaceAll("\0", "");
  let shown = "";
  let after = 0;
  for (const match of readable.matchAll(CODE)) {
    shown += literal(readable.slice(after, match.index));
    shown += match[0].startsWith("`") ? match[0] : defuse(match[0]);
    after = match.index + match[0].length;
  }
  return shown + literal(readable.slice(after));
}
