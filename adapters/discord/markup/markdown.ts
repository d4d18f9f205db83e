import type { List, ListItem, Nodes, Parents, Root, Table } from "mdast";
import { toString as plainText } from "mdast-util-to-string";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { escape, fence, inlineCode, link } from "./escape.ts";
import { compactTable, table } from "./table.ts";

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** Deeper nesting costs too much to read, and nobody means it. */
const DEEPEST = 12;

type How = {
  /** Tables without alignment, when the aligned ones take too much room. */
  readonly compact: boolean;
};

/**
 * CommonMark with tables in Discord's Markdown. Formatting that Discord has stays; pictures become links,
 * headings one size, tables code blocks; what is not formatting is escaped. Never throws.
 */
export function markdown(text: string, how: How = { compact: false }): string {
  const readable = text.toWellFormed().replaceAll("\0", "");
  if (nests(readable)) return escape(readable);
  const tree = parser.parse(readable) as Root;
  return blocks(tree, how, 0)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Quotes and lists in each other without end. */
function nests(text: string): boolean {
  return text.split("\n").some((line) => (/^[\s>*+-]*/.exec(line)?.[0].match(/[>*+-]/g) ?? []).length > DEEPEST);
}

function blocks(parent: Parents, how: How, depth: number): string {
  return parent.children
    .map((child) => block(child, how, depth))
    .filter((part) => part !== "")
    .join("\n\n");
}

function block(node: Nodes, how: How, depth: number): string {
  switch (node.type) {
    case "paragraph":
      return inlines(node);
    case "heading":
      return node.depth <= 3 ? `### ${inlines(node)}` : `**${inlines(node)}**`;
    case "thematicBreak":
      return "──────────";
    case "code":
      return fence(node.value, node.lang ?? "");
    case "blockquote":
      return quote(blocks(node, how, depth));
    case "list":
      return list(node, how, depth);
    case "table":
      return tableOf(node, how);
    case "html":
      return escape(node.value);
    case "definition":
      return link(escape(node.label ?? node.identifier), node.url);
    case "footnoteDefinition":
      return `${escape(`[^${node.label ?? node.identifier}]:`)} ${blocks(node, how, depth)}`;
    default:
      return inline(node);
  }
}

function list(node: List, how: How, depth: number): string {
  let number = node.start ?? 1;
  const items = node.children.map((item) => listItem(item, node.ordered ? `${number++}.` : "-", how, depth));
  return items.join(node.spread ? "\n\n" : "\n");
}

function listItem(item: ListItem, mark: string, how: How, depth: number): string {
  const box = item.checked === true ? "☑ " : item.checked === false ? "☐ " : "";
  const indent = " ".repeat(mark.length + 1);
  const parts = item.children.map((child) => block(child, how, depth + 1));
  const inner = parts.reduce((text, part, i) => {
    if (i === 0) return part;
    return `${text}${item.children[i]?.type === "list" ? "\n" : "\n\n"}${part}`;
  }, "");
  const [first = "", ...rest] = `${box}${inner}`.split("\n");
  return [`${mark} ${first}`, ...rest.map((line) => (line === "" ? "" : indent + line))].join("\n");
}

function tableOf(node: Table, how: How): string {
  const rows = node.children.map((row) => row.children.map((cell) => plainText(cell).replace(/\s+/g, " ").trim()));
  return how.compact ? compactTable(rows) : table(rows, node.align ?? []);
}

function quote(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.startsWith("> ") ? line : `> ${line}`))
    .join("\n");
}

function inlines(parent: Parents): string {
  return parent.children.map(inline).join("");
}

function inline(node: Nodes): string {
  switch (node.type) {
    case "text":
      return escape(node.value);
    case "html":
      return escape(node.value);
    case "strong":
      return `**${inlines(node)}**`;
    case "emphasis":
      return `*${inlines(node)}*`;
    case "delete":
      return `~~${inlines(node)}~~`;
    case "inlineCode":
      return inlineCode(node.value);
    case "break":
      return "\n";
    case "link":
      return link(inlines(node), node.url);
    case "image":
      return link(escape(node.alt || "image"), node.url);
    case "linkReference":
    case "imageReference":
      return escape(node.type === "imageReference" ? (node.alt ?? node.identifier) : plainText(node));
    case "footnoteReference":
      return escape(`[^${node.label ?? node.identifier}]`);
    default:
      return "children" in node ? inlines(node) : escape(plainText(node));
  }
}
