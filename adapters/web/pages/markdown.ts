import type { Element, ElementContent, Root as Html, Text } from "hast";
import type { Nodes, Parents, PhrasingContent, Root } from "mdast";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { plain } from "./plain.ts";

/** `breaks`: a line end is a line end. `citations`: where the marks `[1]` in the text lead to. */
type Reading = { readonly breaks: boolean; readonly citations: ReadonlyMap<number, string> };

/** Beyond this, and for text that nests too deep, Markdown costs too much: it is shown as it was typed. */
const LONGEST_MARKDOWN = 20_000;
/** Looking for links costs the square of this. */
const MOST_BRACKETS = 1500;

/**
 * CommonMark with tables as HTML that is safe to insert, whatever the text holds: markup in it is shown as
 * text, pictures become links, links lead only to the web and to our own pages. Never throws.
 */
export function markdown(text: string, reading: Reading): string {
  const readable = text.toWellFormed();
  if (readable.length > LONGEST_MARKDOWN || nests(readable)) return plain(readable);
  const tree = toHtml(parseMarkdown(readable, reading.breaks));
  finish(tree, reading.citations);
  return stringify(tree);
}

const parser = unified().use(remarkParse).use(remarkGfm).freeze();
const rehyper = unified().use(remarkRehype).use(rehypeSanitize, schema()).freeze();
const writer = unified().use(rehypeStringify).freeze();

/** The tree of a text, with raw HTML as text and pictures as links. */
export function parseMarkdown(text: string, breaks: boolean): Root {
  const tree = parser.parse(text) as Root;
  literal(tree, breaks);
  return tree;
}

/** A tree as safe HTML, for pages that go on working with it. */
export function toHtml(tree: Root): Html {
  return rehyper.runSync(tree) as Html;
}

export function stringify(tree: Html): string {
  return writer.stringify(tree);
}

function schema() {
  const { img: _, ...attributes } = defaultSchema.attributes ?? {};
  const tagNames = (defaultSchema.tagNames ?? []).filter((tag) => tag !== "img" && tag !== "picture");
  return { ...defaultSchema, attributes, tagNames };
}

/** Raw HTML becomes text, pictures become links; with `breaks`, line ends stay. */
function literal(parent: Parents, breaks: boolean): void {
  const children: Nodes[] = parent.children.flatMap((child: Nodes): Nodes[] => {
    switch (child.type) {
      case "html": {
        const text = { type: "text", value: child.value } as const;
        return isBlock(parent) ? [{ type: "paragraph", children: [text] }] : [text];
      }
      case "image":
        return [
          { type: "link", url: child.url, children: [{ type: "text", value: child.alt || child.url }] },
        ];
      case "imageReference":
        return [{ type: "text", value: child.alt ?? "" }];
      case "text":
        return breaks ? lines(child.value) : [child];
      default:
        if ("children" in child) literal(child, breaks);
        return [child];
    }
  });
  parent.children = children as typeof parent.children;
}

function isBlock(parent: Parents): boolean {
  return ["root", "blockquote", "listItem", "footnoteDefinition"].includes(parent.type);
}

function lines(text: string): PhrasingContent[] {
  return text.split(/\r?\n/).flatMap((value, index): PhrasingContent[] => {
    const line = { type: "text", value } as const;
    return index === 0 ? [line] : [{ type: "break" }, line];
  });
}

/** Citation marks, links that say where they lead, tables that scroll. */
function finish(tree: Html | Element, citations: ReadonlyMap<number, string>): void {
  tree.children = tree.children.flatMap((child): ElementContent[] => {
    if (child.type === "text") return cite(child, citations);
    if (child.type !== "element") return [];
    if (child.tagName === "code") return [child];
    if (child.tagName === "a") return [link(child)];
    finish(child, citations);
    return [child.tagName === "table" ? scrolling(child) : child];
  });
}

/** A table in a frame of its own, so that a wide one scrolls and the page does not. */
export function scrolling(table: Element): Element {
  const properties = { className: ["table"], tabIndex: 0, role: "group" };
  return { type: "element", tagName: "div", properties, children: [table] };
}

function cite(text: Text, citations: ReadonlyMap<number, string>): ElementContent[] {
  if (citations.size === 0) return [text];
  return text.value.split(/(\[\d{1,3}\])/).map((value): ElementContent => {
    const number = /^\[\d/.test(value) ? Number(value.slice(1, -1)) : Number.NaN;
    const url = citations.get(number);
    if (url === undefined) return { type: "text", value };
    const properties = { ...outward(url), className: ["cite"] };
    const children: Text[] = [{ type: "text", value: String(number) }];
    return { type: "element", tagName: "a", properties, children };
  });
}

/** A link opens beside the chat; one that leads to neither the web nor our own pages is only its words. */
export function link(anchor: Element): Element {
  const href = String(anchor.properties["href"] ?? "");
  if (href.startsWith("#user-content-")) return anchor;
  const leads = /^(https?:\/\/|mailto:|\/(?![/\\]))/i.test(href);
  if (!leads) return { ...anchor, tagName: "span", properties: {} };
  return { ...anchor, properties: { ...anchor.properties, ...outward(href) } };
}

function outward(href: string) {
  const rel = href.startsWith("/") ? ["noopener"] : ["noopener", "noreferrer", "nofollow"];
  return { href, target: "_blank", rel };
}

/** Whether quotes, lists or links are heaped so high that only an attacker wrote them. */
function nests(text: string): boolean {
  const heaped = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){40}/m.test(text) || /[[(*_~]{200}/.test(text);
  return heaped || text.split("[").length > MOST_BRACKETS;
}
