import type { List, ListItem, Nodes, Parents, Root, Table } from "mdast";
import { toString as plainText } from "mdast-util-to-string";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { fence, inlineCode, link, literal } from "./escape.ts";
import { compactTable, table } from "./table.ts";

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** More than any message holds: looking for links in it would cost the square of its length. */
const LONGEST = 8000;
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
  if (readable.length > LONGEST || nests(readable)) return literal(readable);
  const tree = parser.parse(readable) as Root;
  return blocks(tree, how, 0)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Quotes and lists in each other without end. */
function nests(text: string): boolean {
  return text
    .split("\n")
    .some((line) => (/^[\s>*+-]*/.exec(line)?.[0].match(/[>*+-]/g) ?? []).length > DEEPEST);
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
      return literal(node.value);
    case "definition":
      return link(literal(node.label ?? node.identifier), node.url);
    case "footnoteDefinition":
      return `${literal(`[^${node.label ?? node.identifier}]:`)} ${blocks(node, how, depth)}`;
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
  const rows = node.children.map((row) =>
    row.children.map((cell) => plainText(cell).replace(/\s+/g, " ").trim()),
  );
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
      return literal(node.value);
    case "html":
      return literal(node.value);
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
      return link(literal(node.alt || "image"), node.url);
    case "linkReference":
    case "imageReference":
      return literal(node.type === "imageReference" ? (node.alt ?? node.identifier) : plainText(node));
    case "footnoteReference":
      return literal(`[^${node.label ?? node.identifier}]`);
    default:
      return "children" in node ? inlines(node) : literal(plainText(node));
  }
}
