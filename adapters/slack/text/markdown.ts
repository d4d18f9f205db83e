import type { List, ListItem, PhrasingContent, Root, RootContent, Table } from "mdast";
import { toString as plainText } from "mdast-util-to-string";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { inert, isSafeLink, safeUrl } from "./inert.ts";
import { code, type Inline, type Rich, type Section, type Style } from "./rich.ts";
import { aligned } from "./table.ts";

const parser = unified().use(remarkParse).use(remarkGfm);

export type MarkdownOptions = {
  /** A person wrote it: a line's end is a line's end. */
  readonly breaks: boolean;
  /** Where the marks `[1]` lead, by number. */
  readonly citations: ReadonlyMap<number, string>;
};

/** CommonMark with tables as rich text. Total: what Slack has no form for is shown as it was written. */
export function markdown(source: string, options: MarkdownOptions): readonly Rich[] {
  const tree: Root = parser.parse(source.toWellFormed());
  return joined(tree.children.flatMap((node) => block(node, options)));
}

function block(node: RootContent, options: MarkdownOptions): readonly Rich[] {
  switch (node.type) {
    case "paragraph":
      return section(phrases(node.children, {}, options));
    case "heading":
      return section(phrases(node.children, { bold: true }, options));
    case "code":
      return node.value === "" ? [] : [code(node.value, node.lang)];
    case "blockquote":
      return quote(node.children, options);
    case "list":
      return list(node, 0, options);
    case "table":
      return [code(aligned(cells(node)), undefined)];
    case "thematicBreak":
      return section([text("────────")]);
    case "html":
      return section([text(node.value)]);
    case "definition":
    case "footnoteDefinition":
    case "yaml":
      return section([text(plainText(node))]);
    default:
      return section(phrases([node as PhrasingContent], {}, options));
  }
}

function section(elements: readonly Inline[]): readonly Section[] {
  return elements.some(({ text }) => text !== "") ? [{ type: "rich_text_section", elements }] : [];
}

/** Blocks in a quote stand below each other in it. */
function quote(children: readonly RootContent[], options: MarkdownOptions): readonly Rich[] {
  const parts = children.flatMap((child) => block(child, options)).map(flat);
  const elements = parts.flatMap((part, index) => (index === 0 ? part : [text("\n"), ...part]));
  return elements.length === 0 ? [] : [{ type: "rich_text_quote", elements }];
}

function flat(part: Rich): readonly Inline[] {
  if (part.type !== "rich_text_list") return part.elements;
  return part.elements.flatMap(({ elements }, index) => [text(index === 0 ? "• " : "\n• "), ...elements]);
}

/** Slack's lists are flat runs of one depth: a list below an item, or code in it, ends the run and starts the next. */
function list(node: List, depth: number, options: MarkdownOptions): readonly Rich[] {
  const found: Rich[] = [];
  const style = node.ordered === true ? "ordered" : "bullet";
  const first = node.ordered === true ? (node.start ?? 1) - 1 : 0;
  // Slack shows eight depths at most.
  const indent = Math.min(depth, 8);
  let run: Section[] = [];
  let offset = Math.max(0, first);
  const end = () => {
    if (run.length > 0) found.push({ type: "rich_text_list", style, indent, offset, elements: run });
    offset += run.length;
    run = [];
  };
  for (const item of node.children) {
    run.push({ type: "rich_text_section", elements: itemWords(item, options) });
    for (const child of item.children) {
      if (child.type === "paragraph") continue;
      end();
      found.push(...(child.type === "list" ? list(child, depth + 1, options) : block(child, options)));
    }
  }
  end();
  return found;
}

function itemWords(item: ListItem, options: MarkdownOptions): readonly Inline[] {
  const box = typeof item.checked === "boolean" ? [text(item.checked ? "☑ " : "☐ ")] : [];
  const paragraphs = item.children.flatMap((child) =>
    child.type === "paragraph" ? [phrases(child.children, {}, options)] : [],
  );
  const elements = [
    ...box,
    ...paragraphs.flatMap((part, index) => (index === 0 ? part : [text("\n"), ...part])),
  ];
  return elements.length === 0 ? [text(" ")] : elements;
}

function cells(node: Table): readonly (readonly string[])[] {
  return node.children.map((row) => row.children.map((cell) => plainText(cell).replace(/\s+/g, " ")));
}

function phrases(
  nodes: readonly PhrasingContent[],
  style: Style,
  options: MarkdownOptions,
): readonly Inline[] {
  return nodes.flatMap((node) => phrase(node, style, options));
}

function phrase(node: PhrasingContent, style: Style, options: MarkdownOptions): readonly Inline[] {
  switch (node.type) {
    case "text":
      return marked(options.breaks ? node.value : unwrapped(node.value), style, options);
    case "strong":
      return phrases(node.children, { ...style, bold: true }, options);
    case "emphasis":
      return phrases(node.children, { ...style, italic: true }, options);
    case "delete":
      return phrases(node.children, { ...style, strike: true }, options);
    case "inlineCode":
      return node.value === "" ? [] : [text(node.value, { ...style, code: true })];
    case "break":
      return [text("\n")];
    case "link":
      return link(node.url, plainText(node), style);
    case "image":
      return link(node.url, node.alt || node.url, style);
    case "html":
      return [text(node.value, style)];
    case "footnoteReference":
      return [text(`[^${node.label ?? node.identifier}]`, style)];
    case "linkReference":
    case "imageReference":
      return [text(plainText(node), style)];
  }
}

/** The marks of sources lead to them. */
function marked(value: string, style: Style, { citations }: MarkdownOptions): readonly Inline[] {
  return value.split(/(\[\d{1,3}\])/).flatMap((piece): readonly Inline[] => {
    if (piece === "") return [];
    const url = citations.get(Number(/^\[(\d+)\]$/.exec(piece)?.[1] ?? -1));
    return url === undefined ? [text(piece, style)] : link(url, piece, style);
  });
}

function link(url: string, label: string, style: Style): readonly Inline[] {
  const shown = inert(label.trim() === "" ? url : label);
  if (!isSafeLink(url)) return shown === "" ? [] : [text(shown, style)];
  return [{ type: "link", url: safeUrl(url), text: shown, ...(Object.keys(style).length > 0 && { style }) }];
}

function text(value: string, style: Style = {}): Inline {
  return { type: "text", text: inert(value), ...(Object.keys(style).length > 0 && { style }) };
}

/** Lines of one paragraph run on, with a space between words of scripts that have spaces. */
function unwrapped(value: string): string {
  return value.replace(/(?<=[\p{Script=Han}，。！？；：、])\n(?=\p{Script=Han})/gu, "").replaceAll("\n", " ");
}

/** Paragraphs that follow each other are one section with an empty line between them. */
function joined(parts: readonly Rich[]): readonly Rich[] {
  const found: Rich[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.type === "rich_text_section" && last?.type === "rich_text_section")
      found[found.length - 1] = { ...last, elements: [...last.elements, text("\n\n"), ...part.elements] };
    else found.push(part);
  }
  return found;
}
