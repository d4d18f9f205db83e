import type { BlockContent, ListItem, Root, RootContent, Table } from "mdast";
import type { InputElement } from "./actions.ts";
import { type Links, lines, run, type TextRun } from "./inline.ts";

/** An element of an Adaptive Card of version 1.5, the newest that all Teams clients show. */
export type Element =
  | {
      readonly type: "RichTextBlock";
      readonly inlines: readonly TextRun[];
      readonly spacing?: "None" | "Small" | "Medium";
      readonly separator?: true;
    }
  | {
      readonly type: "Container";
      readonly style: "emphasis";
      readonly items: readonly Element[];
      readonly spacing?: "Small";
    }
  | {
      readonly type: "CodeBlock";
      readonly codeSnippet: string;
      readonly language: string;
      readonly fallback: Element;
    }
  | {
      readonly type: "Table";
      readonly firstRowAsHeader: true;
      readonly columns: readonly { width: 1; horizontalCellContentAlignment?: "left" | "center" | "right" }[];
      readonly rows: readonly {
        type: "TableRow";
        cells: readonly { type: "TableCell"; items: readonly Element[] }[];
      }[];
    }
  | { readonly type: "Image"; readonly url: string; readonly altText: string }
  | InputElement;

/** The tree as elements of a card: total over CommonMark and tables, with every word as it stands. */
export function cardBody(tree: Root, links: Links): readonly Element[] {
  return blocks(tree.children, links, 0);
}

/** A line of runs; `spacing: "None"` keeps it with the line before. */
export function line(inlines: readonly TextRun[], spacing?: "None" | "Small" | "Medium"): Element {
  return { type: "RichTextBlock", inlines, ...(spacing && { spacing }) };
}

/** What an element says, without its form. */
export function wordsIn(element: Element): string {
  switch (element.type) {
    case "RichTextBlock":
      return element.inlines.map(({ text }) => text).join("");
    case "Container":
      return element.items.map(wordsIn).join(" ");
    case "CodeBlock":
      return element.codeSnippet;
    case "Table":
      return element.rows.flatMap(({ cells }) => cells.flatMap(({ items }) => items.map(wordsIn))).join(" ");
    case "Image":
      return element.altText;
    case "Input.ChoiceSet":
      return element.label;
    case "ActionSet":
      return "";
  }
}

function blocks(nodes: readonly RootContent[], links: Links, depth: number): Element[] {
  return nodes.flatMap((node) => block(node, links, depth));
}

function block(node: RootContent, links: Links, depth: number): Element[] {
  switch (node.type) {
    case "paragraph":
      return stacked(lines(node.children, links));
    case "heading": {
      const size = node.depth < 3 ? "Large" : "Medium";
      return stacked(lines(node.children, links, { size, weight: "Bolder" }));
    }
    case "code":
      return [code(node.value, node.lang ?? "")];
    case "html":
      return stacked(node.value.split("\n").map((text) => [run(text || " ")]));
    case "blockquote":
      return [{ type: "Container", style: "emphasis", items: filled(blocks(node.children, links, depth)) }];
    case "list":
      return node.children.flatMap((item, index) =>
        listItem(item, node.ordered ? `${(node.start ?? 1) + index}. ` : "• ", links, depth),
      );
    case "table":
      return [table(node, links)];
    case "thematicBreak":
      return [{ type: "RichTextBlock", inlines: [run(" ", { size: "Small" })], separator: true }];
    case "footnoteDefinition": {
      const [first, ...rest] = blocks(node.children, links, depth);
      return first ? [prefixed(first, `[${node.label ?? node.identifier}] `), ...rest] : [];
    }
    case "definition":
    case "yaml":
      return [];
    default:
      // Phrasing at the root does not come from a parser; shown all the same.
      return "children" in node || "value" in node ? stacked(lines([node as never], links)) : [];
  }
}

function listItem(item: ListItem, mark: string, links: Links, depth: number): Element[] {
  const box = item.checked === true ? "☑ " : item.checked === false ? "☐ " : mark;
  // Spaces at the start of a line that no client drops.
  const indent = "\u00A0\u00A0\u00A0".repeat(depth);
  const [first, ...rest] = item.children;
  const head = first?.type === "paragraph" ? stacked(lines(first.children, links)) : [];
  const more = first && first.type !== "paragraph" ? [first, ...rest] : rest;
  const lead = head[0] ?? line([run(" ")]);
  return [
    prefixed(lead, `${indent}${box}`, "Small"),
    ...head.slice(1).map((next) => prefixed(next, `${indent}\u00A0\u00A0\u00A0`, "None")),
    ...blocks(more as BlockContent[], links, depth + 1),
  ];
}

function prefixed(element: Element, mark: string, spacing?: "None" | "Small"): Element {
  if (element.type !== "RichTextBlock") return element;
  return { ...element, inlines: [run(mark), ...element.inlines], ...(spacing && { spacing }) };
}

/** Lines of one paragraph. */
function stacked(all: readonly TextRun[][]): Element[] {
  return all.map((inlines, index) => line(inlines, index > 0 ? "None" : undefined));
}

/** An element that must hold something, though there is nothing. */
function filled(items: readonly Element[]): readonly Element[] {
  return items.length > 0 ? items : [line([run(" ")])];
}

function table({ children, align = [] }: Table, links: Links): Element {
  const columns = (children[0]?.children ?? []).map((_, index) => {
    const side = align?.[index];
    return { width: 1, ...(side && { horizontalCellContentAlignment: side }) } as const;
  });
  const rows = children.map(({ children: cells }) => ({
    type: "TableRow" as const,
    cells: cells.map((cell) => ({ type: "TableCell" as const, items: stacked(lines(cell.children, links)) })),
  }));
  return { type: "Table", firstRowAsHeader: true, columns, rows };
}

/** The names that a code block knows, by what people write behind a fence. */
const languages: Readonly<Record<string, string>> = {
  bash: "Bash",
  sh: "Bash",
  shell: "Bash",
  c: "C",
  cpp: "Cpp",
  "c++": "Cpp",
  cs: "CSharp",
  csharp: "CSharp",
  css: "Css",
  go: "Go",
  graphql: "GraphQL",
  html: "Html",
  java: "Java",
  js: "JavaScript",
  javascript: "JavaScript",
  jsx: "JavaScript",
  json: "Json",
  php: "Php",
  powershell: "PowerShell",
  py: "Python",
  python: "Python",
  sql: "Sql",
  ts: "TypeScript",
  typescript: "TypeScript",
  tsx: "TypeScript",
  xml: "Xml",
};

/**
 * Code that can be copied where the client knows code blocks (a Teams element, not one of the 1.5 schema), else
 * in a fixed width.
 */
function code(value: string, written: string): Element {
  const name = written.toLowerCase();
  const language = (Object.hasOwn(languages, name) ? languages[name] : undefined) ?? "PlainText";
  const plain = line([run(value || " ", { fontType: "Monospace" })]);
  return {
    type: "CodeBlock",
    codeSnippet: value,
    language,
    fallback: { type: "Container", style: "emphasis", items: [plain] },
  };
}
