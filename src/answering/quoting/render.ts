import type { Citation } from "#ports/platform.ts";
import type { Passage } from "../../knowledge/passage.ts";
import { visible, withoutMentions } from "../guard/clean.ts";
import { marked } from "../guard/marks.ts";
import type { Piece } from "./pieces.ts";
import { joined } from "./sentences.ts";

/** The pieces of one passage as Markdown; every paragraph and list ends with the mark. */
export function quoted(pieces: readonly Piece[], number: number): string {
  return paragraphs(pieces)
    .map(({ kind, text }) => {
      const takesMark = kind === "sentence" || (kind === "list" && !/```|~~~/.test(text));
      return takesMark ? marked(text, number) : text;
    })
    .join("\n\n");
}

/** Neighbouring sentences of one paragraph together. */
function paragraphs(pieces: readonly Piece[]): readonly Pick<Piece, "kind" | "text">[] {
  const found: { kind: Piece["kind"]; block: number; texts: string[] }[] = [];
  for (const { kind, block, text } of pieces) {
    const last = found.at(-1);
    if (last?.block === block) last.texts.push(text);
    else found.push({ kind, block, texts: [text] });
  }
  return found.map(({ kind, texts }) => ({ kind, text: joined(texts) }));
}

/** The section's name for a sentence: no signs that Markdown reads. */
export function sectionName({ article, path }: Passage): string {
  return quiet(path.at(-1) ?? article.title)
    .replace(/[[\]`*_<>\\|#!]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

export function citation(passage: Passage, number: number, url: string): Citation {
  const { article, path } = passage;
  return { number, title: quiet(article.title), path: path.map(quiet), url, updated: article.updated };
}

function quiet(name: string): string {
  return withoutMentions(visible(name));
}
