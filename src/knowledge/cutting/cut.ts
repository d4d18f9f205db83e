/** Cuts an article into passages: at its headings, and where a section is long between its blocks. */
import type { Heading, RootContent } from "mdast";
import { toString as plain } from "mdast-util-to-string";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Article, Passage } from "../passage.ts";
import { createSlugger } from "./slug.ts";

/** A passage is closed when the next block would lift it above this many words. */
const USUAL_WORDS = 200;
/** A paragraph or list longer than this is cut inside. */
const MOST_WORDS = 350;

const parser = unified().use(remarkParse).use(remarkGfm);

export type Cut = Omit<Passage, "article">;

/** The passages in order; code blocks and tables are never cut. An article without text has none. */
export function cut(article: Pick<Article, "title" | "markdown">): Cut[] {
  const { markdown, title } = article;
  const passages: Cut[] = [];
  const slugOf = createSlugger();
  let path: readonly { depth: number; text: string }[] = [];
  let anchor = "";
  let held: string[] = [];
  let words = 0;

  const close = () => {
    const text = held.join("\n\n").trim();
    if (text !== "") passages.push({ path: path.map((heading) => heading.text), anchor, text });
    held = [];
    words = 0;
  };

  for (const block of parser.parse(markdown).children) {
    if (block.type === "heading") {
      close();
      const text = plain(block).trim();
      anchor = slugOf(text);
      path = isTitle(block, text, title, path)
        ? []
        : [...path.filter((above) => above.depth < block.depth), { depth: block.depth, text }];
      continue;
    }
    for (const text of pieces(block, markdown)) {
      const size = countWords(text);
      if (words > 0 && words + size > USUAL_WORDS) close();
      held.push(text);
      words += size;
    }
  }
  close();
  return passages;
}

function isTitle(heading: Heading, text: string, title: string, path: readonly unknown[]): boolean {
  return heading.depth === 1 && path.length === 0 && text.toLowerCase() === title.trim().toLowerCase();
}

/** The block as written, or its sentences or items in groups if it is a long paragraph or list. */
function pieces(block: RootContent, markdown: string): readonly string[] {
  const text = source(block, markdown);
  if (countWords(text) <= MOST_WORDS) return [text];
  if (block.type === "list" || block.type === "blockquote")
    return block.children.flatMap((child) => pieces(child, markdown));
  if (block.type === "listItem") return [text];
  return block.type === "paragraph" ? group(sentences(text)) : [text];
}

function source(block: RootContent, markdown: string): string {
  return markdown.slice(block.position?.start.offset ?? 0, block.position?.end.offset ?? 0);
}

function group(parts: readonly string[]): string[] {
  const groups: string[] = [];
  let current = "";
  let words = 0;
  for (const part of parts) {
    const size = countWords(part);
    if (words > 0 && words + size > USUAL_WORDS) {
      groups.push(current);
      current = "";
      words = 0;
    }
    current += part;
    words += size;
  }
  return current === "" ? groups : [...groups, current];
}

function sentences(text: string): readonly string[] {
  return text.match(/[^.!?。！？\n]*(?:[.!?。！？\n]+|$)/g)?.filter((part) => part !== "") ?? [text];
}

/** Words; 1.7 Chinese characters count as one. */
export function countWords(text: string): number {
  const han = text.match(/[\u3400-\u9fff]/g)?.length ?? 0;
  const words = text.replace(/[\u3400-\u9fff]/g, " ").match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return words + han / 1.7;
}
