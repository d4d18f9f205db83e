/** HTML → Markdown: what is to be read, without menus, scripts and forms. */
import type { Element, Root, RootContent } from "hast";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { type Draft, textOf } from "./draft.ts";

const parser = unified().use(rehypeParse);
const writer = unified().use(rehypeRemark).use(remarkGfm).use(remarkStringify);

export async function readHtml(bytes: Uint8Array): Promise<readonly Draft[]> {
  return [await draftOfHtml(textOf(bytes))];
}

export async function draftOfHtml(html: string): Promise<Draft> {
  const root = parser.parse(html);
  const title = textIn(find(root, "title")) || textIn(find(root, "h1"));
  const language = /^[a-z]{2,3}/.exec(
    String(find(root, "html")?.properties["lang"] ?? "").toLowerCase(),
  )?.[0];
  const body = find(root, "main") ?? find(root, "article") ?? find(root, "body");
  const content: Root = { type: "root", children: body ? body.children.flatMap(readable) : [] };
  const markdown = writer.stringify(await writer.run(content));
  return { markdown, ...(title ? { title } : {}), ...(language ? { language } : {}) };
}

const LEFT_OUT = new Set(
  "script style nav footer aside form button iframe svg noscript template object".split(" "),
);

function readable(node: RootContent): RootContent[] {
  if (node.type !== "element") return node.type === "text" ? [node] : [];
  if (LEFT_OUT.has(node.tagName)) return [];
  return [{ ...node, children: node.children.flatMap((child) => readable(child)) } as Element];
}

/** The first element of this name, in the order of the page. */
function find(root: Root, name: string): Element | undefined {
  const open: (Root | RootContent)[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "element" && node.tagName === name) return node;
    if ("children" in node) open.push(...node.children.toReversed());
  }
  return undefined;
}

function textIn(element: Element | undefined): string {
  if (!element) return "";
  return element.children
    .map((child) => (child.type === "text" ? child.value : child.type === "element" ? textIn(child) : ""))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}
