import type { Citation } from "#ports/platform.ts";
import type { Passage } from "../../knowledge/passage.ts";
import { marked } from "../guard/marks.ts";
import type { Piece } from "./pieces.ts";

/** The pieces of one passage as Markdown; every paragraph and list ends with the mark. */
export function quoted(pieces: readonly Piece[], number: number): string {
  const parts: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "sentence") {
      const sameBlock = pieces[index - 1]?.kind === "sentence" && pieces[index - 1]?.block === piece.block;
      if (sameBlock) parts.push(`${parts.pop() ?? ""}${joint(pieces[index - 1]?.text ?? "")}${piece.text}`);
      else parts.push(piece.text);
      const last = pieces[index + 1];
      if (last?.kind !== "sentence" || last.block !== piece.block)
        parts.push(marked(parts.pop() ?? "", number));
    } else if (piece.kind === "list" && !/```|~~~/.test(piece.text)) parts.push(marked(piece.text, number));
    else parts.push(piece.text);
  }
  return parts.join("\n\n");
}

/** Chinese sentences follow each other without a space. */
function joint(before: string): string {
  return /[。!?…”」)]$/.test(before) ? "" : " ";
}

/** The section's name for a sentence: no signs that Markdown reads. */
export function sectionName({ article, path }: Passage): string {
  const name = path.at(-1) ?? article.title;
  return name
    .replace(/[[\]`*_<>\\|#!]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

export function citation(passage: Passage, number: number, url: string): Citation {
  const { article, path } = passage;
  return { number, title: article.title, path, url, updated: article.updated };
}
