/**
 * Cuts a Markdown text into parts of at most `limit` characters, at paragraph borders if it can, else at lines,
 * else between words. A code fence that must be cut is closed and opened again with its language. Nothing is
 * lost: the parts hold every character but white space at the cuts.
 */
export function split(text: string, limit: number): readonly string[] {
  if (text.length <= limit) return [text];
  const parts: string[] = [];
  let part = "";
  for (const block of blocks(text)) {
    const joined = part === "" ? block : `${part}\n\n${block}`;
    if (joined.length <= limit) {
      part = joined;
      continue;
    }
    if (part !== "") parts.push(part);
    const pieces = block.length <= limit ? [block] : cutBlock(block, limit);
    parts.push(...pieces.slice(0, -1));
    part = pieces.at(-1) ?? "";
  }
  if (part !== "" || parts.length === 0) parts.push(part);
  return parts;
}

const fence = /^(`{3,}|~{3,})(.*)$/;

/** Paragraphs, and code fences as a whole. */
function blocks(text: string): readonly string[] {
  const found: string[] = [];
  let lines: string[] = [];
  let open: string | undefined;
  const end = () => {
    if (lines.some((line) => line.trim() !== "")) found.push(lines.join("\n"));
    lines = [];
  };
  for (const line of text.split("\n")) {
    const mark = fence.exec(line.trimStart());
    if (open !== undefined) {
      lines.push(line);
      if (mark?.[1]?.startsWith(open) && mark[2]?.trim() === "") {
        open = undefined;
        end();
      }
    } else if (mark?.[1]) {
      end();
      open = mark[1];
      lines.push(line);
    } else if (line.trim() === "") end();
    else lines.push(line);
  }
  end();
  return found;
}

function cutBlock(block: string, limit: number): readonly string[] {
  const [first = "", ...rest] = block.split("\n");
  const mark = fence.exec(first.trimStart());
  if (!mark?.[1]) return cutLines(block.split("\n"), limit);
  // Indented as it was opened: in a list, any other would end the list and open a fence anew.
  const closing = first.slice(0, first.length - first.trimStart().length) + mark[1];
  const body = rest.at(-1)?.trim() === mark[1] ? rest.slice(0, -1) : rest;
  const room = limit - first.length - closing.length - 2;
  // A fence line longer than the limit is no fence that anybody wrote to show code.
  if (room < limit / 2) return cutLines(block.split("\n"), limit);
  return cutLines(body, room).map((piece) => `${first}\n${piece}\n${closing}`);
}

function cutLines(lines: readonly string[], limit: number): readonly string[] {
  const pieces: string[] = [];
  let piece: string | undefined;
  for (const line of lines.flatMap((whole) => cutWords(whole, limit))) {
    const joined: string = piece === undefined ? line : `${piece}\n${line}`;
    if (joined.length <= limit) piece = joined;
    else {
      if (piece !== undefined) pieces.push(piece);
      piece = line;
    }
  }
  if (piece !== undefined) pieces.push(piece);
  return pieces;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Between words where there are some, else between whole characters as a reader sees them. */
function cutWords(line: string, limit: number): readonly string[] {
  if (line.length <= limit) return [line];
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > limit) {
    const space = rest.lastIndexOf(" ", limit);
    const end = space > limit / 2 ? space : wholeCharacters(rest, limit);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  if (rest !== "") pieces.push(rest);
  return pieces;
}

function wholeCharacters(text: string, limit: number): number {
  // Borders near the limit suffice, and a window keeps this linear in the text.
  const start = Math.max(0, limit - 200);
  const from = start > 0 && isLowSurrogate(text, start) ? start + 1 : start;
  let end = from;
  for (const { index, segment } of graphemes.segment(text.slice(from, limit + 200))) {
    if (from + index + segment.length > limit) break;
    end = from + index + segment.length;
  }
  return end > 0 ? end : limit;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
