import { blocks } from "../quoting/blocks.ts";

/**
 * The part of a growing text that is complete: up to the end of its last closed block, and of the paragraph or
 * list that grows up to its last whole line or sentence. A fence that is still open is left out.
 */
export function ready(raw: string): string {
  const fence = openFence(raw);
  const text = fence === undefined ? raw : raw.slice(0, fence);
  if (fence !== undefined) return text.trimEnd();
  const last = blocks(text).at(-1);
  if (last?.kind === "table" || last?.kind === "list")
    return text.slice(0, text.lastIndexOf("\n") + 1).trimEnd();
  const end =
    /^[\s\S]*(?:[\u3002\uFF01\uFF1F](?:\[\d{1,3}\]){0,6}(?=.)|[.!?…](?:\s?\[\d{1,3}\]){0,6}(?=\s+[^\s[])|\n)/.exec(
      text,
    );
  return (end?.[0] ?? "").trimEnd();
}

/** Where the fence starts that isn't closed yet. */
function openFence(raw: string): number | undefined {
  let at = 0;
  let open: { mark: string; at: number } | undefined;
  for (const line of raw.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (open === undefined) open = { mark, at };
      else if (line.trim().startsWith(open.mark)) open = undefined;
    }
    at += line.length + 1;
  }
  return open?.at;
}
