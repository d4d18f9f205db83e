import { LRUCache } from "lru-cache";
import { terms } from "../../knowledge/text/terms.ts";
import { clean } from "../guard/clean.ts";
import { blocks } from "./blocks.ts";
import { sentences } from "./sentences.ts";

/** A part of a passage that can be quoted by itself: a sentence of a paragraph, or a whole block. */
export type Piece = {
  readonly kind: "sentence" | "list" | "table" | "code";
  /** Pieces of one paragraph have the same number. */
  readonly block: number;
  readonly text: string;
  readonly terms: ReadonlySet<string>;
  readonly words: number;
  /** Letters and digits only: to see whether it was said before. */
  readonly print: string;
};

/** By text: a passage that is asked for often is split once. 500 of them take about 5 MB. */
const cache = new LRUCache<string, readonly Piece[]>({ max: 500 });

/** The pieces of a passage's text in order, cleaned for showing. */
export function pieces(text: string): readonly Piece[] {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const found = split(text);
  cache.set(text, found);
  return found;
}

/** Letters and digits of a text, lower-case. */
export function print(text: string): string {
  return text
    .toLowerCase()
    .replace(/\[\d{1,3}\]/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** A course may link to whatever it likes; only what is relative leads nowhere from a chat. */
const anywhere = () => true;

function split(text: string): readonly Piece[] {
  return blocks(clean(text, anywhere)).flatMap(({ kind, text }, block) => {
    if (kind === "heading") return [];
    if (kind !== "prose") return [piece(kind, block, text)];
    return sentences(text).map((sentence) => piece("sentence", block, sentence));
  });
}

function piece(kind: Piece["kind"], block: number, text: string): Piece {
  return {
    kind,
    block,
    text,
    terms: new Set(terms(text)),
    words: kind === "code" ? 0 : words(text),
    print: print(text),
  };
}

/** 1.7 Chinese characters are read like one word. */
function words(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return (text.match(/[\p{Script=Latin}\p{N}]+/gu)?.length ?? 0) + han / 1.7;
}
