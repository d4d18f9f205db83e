import { toString as plain } from "mdast-util-to-string";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { createSlugger } from "./slug.ts";

const parser = unified().use(remarkParse).use(remarkGfm);

/** The ids of an article's headings, in order, as its passages are anchored. */
export function anchorsOf(markdown: string): readonly string[] {
  const slugOf = createSlugger();
  return parser
    .parse(markdown)
    .children.flatMap((block) => (block.type === "heading" ? [slugOf(plain(block).trim())] : []));
}
