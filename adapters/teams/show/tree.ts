import type { Nodes, PhrasingContent, Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

const markdown = unified().use(remarkParse).use(remarkGfm);

/** The text as a tree: what a person wrote keeps its line ends, in Markdown of the bot's own they are spaces. */
export function treeOf(text: string, isTyped: boolean): Root {
  const tree = markdown.parse(text);
  return { ...tree, children: tree.children.map((node) => ended(node, isTyped)) };
}

/** Words as somebody typed them, with nothing that means anything. */
export function literalTree(text: string): Root {
  const paragraphs = text.split(/\n{2,}/).filter((part) => part.trim() !== "");
  return {
    type: "root",
    children: paragraphs.map((part) => ({ type: "paragraph", children: withBreaks(part) })),
  };
}

/** A link that leads to the web, and nowhere else. */
export function webLink(url: string): string | undefined {
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined;
}

function ended<T extends RootContent | PhrasingContent>(node: T, isTyped: boolean): T {
  if (!("children" in node)) return node;
  const children = (node.children as Nodes[]).flatMap((child): Nodes[] => {
    if (child.type !== "text") return [ended(child as RootContent, isTyped)];
    return isTyped ? withBreaks(child.value) : [{ ...child, value: child.value.replace(/\s*\n\s*/g, " ") }];
  });
  return { ...node, children } as T;
}

function withBreaks(text: string): PhrasingContent[] {
  return text
    .split("\n")
    .flatMap((value, index): PhrasingContent[] => [
      ...(index > 0 ? [{ type: "break" } as const] : []),
      ...(value === "" ? [] : [{ type: "text", value } as const]),
    ]);
}
