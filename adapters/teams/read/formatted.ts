import type { Element, ElementContent, Root, RootContent } from "hast";
import rehypeParse from "rehype-parse";
import { unified } from "unified";

const html = unified().use(rehypeParse, { fragment: true });

/** More than people format by hand; deeper trees than this are nobody's words. */
const limits = { characters: 100_000, tags: 1000 } as const;
const hasForm = /<(?:pre|code|codeblock|strong|b|em|i|s|strike|del|ul|ol|table|blockquote|h[1-6]|a)[\s>]/i;

/**
 * The Markdown of a message that its author formatted; `undefined` when there is no form that plain words would
 * lose. Teams sends the words without it, and the form beside them as HTML.
 */
export function formatted(source: string): string | undefined {
  return hasForm.test(source) ? markdownOf(source) : undefined;
}

/** The Markdown of HTML; `undefined` for more of it than anybody writes. */
export function markdownOf(source: string): string | undefined {
  if (source.length > limits.characters || source.split("<").length > limits.tags) return undefined;
  return blocks(html.parse(source)).join("\n\n");
}

type Parent = Root | Element;

/** Paragraphs and what stands between them; loose words make a paragraph. */
function blocks(parent: Parent): readonly string[] {
  const found: string[] = [];
  let loose = "";
  const end = () => {
    const text = loose.replace(/[ \t]*\n[ \t]*/g, "\n").trim();
    if (text !== "") found.push(text);
    loose = "";
  };
  for (const node of parent.children) {
    const made = node.type === "element" ? block(node) : undefined;
    if (made === undefined) loose += inline(node);
    else {
      end();
      found.push(...made.filter((text) => text !== ""));
    }
  }
  end();
  return found;
}

/** `undefined` for what stands in a line. */
function block(node: Element): readonly string[] | undefined {
  const { tagName } = node;
  switch (tagName) {
    case "p":
    case "div":
    case "body":
      return blocks(node);
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      return [`${"#".repeat(Number(tagName[1]))} ${inlines(node).trim()}`];
    case "pre":
    case "codeblock":
      return [fenced(textOf(node).replace(/^\n|\n+$/g, ""), languageOf(node))];
    case "blockquote":
      return [blocks(node).join("\n\n").replace(/^/gm, "> ")];
    case "hr":
      return ["---"];
    case "ul":
    case "ol":
      return [listed(node, tagName === "ol").join("\n")];
    case "table":
      return [table(node)];
    default:
      return undefined;
  }
}

function inline(node: RootContent): string {
  if (node.type === "text") return node.value.replace(/\s+/g, " ").replaceAll("\u00A0", " ");
  if (node.type !== "element") return "";
  const words = inlines(node);
  switch (node.tagName) {
    case "br":
      return "\n";
    case "strong":
    case "b":
      return marked("**", words);
    case "em":
    case "i":
      return marked("*", words);
    case "s":
    case "strike":
    case "del":
      return marked("~~", words);
    case "code":
      return coded(textOf(node));
    case "a": {
      const url = String(node.properties["href"] ?? "");
      return !/^https?:\/\//i.test(url) || url === words.trim() ? words : `[${words}](${url})`;
    }
    // Emoji are pictures with their sign beside them.
    case "img":
    case "emoji":
      return String(node.properties["alt"] ?? "");
    default:
      return words;
  }
}

function inlines(parent: Parent): string {
  return parent.children.map(inline).join("");
}

/** Marks stand against words, or they are no marks. */
function marked(mark: string, words: string): string {
  const inner = words.trim();
  return inner === "" ? words : words.replace(inner, () => `${mark}${inner}${mark}`);
}

function coded(text: string): string {
  const mark = text.includes("`") ? "``" : "`";
  return text === "" ? "" : mark === "`" ? `\`${text}\`` : `${mark} ${text} ${mark}`;
}

/** A fence longer than any in the code. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

function languageOf({ properties }: Element): string {
  const names = [properties["className"]].flat().map(String);
  return names.map((name) => /^language-([\w+#-]{1,20})$/i.exec(name)?.[1]).find((name) => name) ?? "";
}

function listed(list: Element, isOrdered: boolean): readonly string[] {
  return elements(list, "li").map((item, index) => {
    const mark = isOrdered ? `${index + 1}. ` : "- ";
    const indent = " ".repeat(mark.length);
    return `${mark}${blocks(item)
      .join("\n")
      .replace(/\n(?!$)/g, `\n${indent}`)}`;
  });
}

function table(node: Element): string {
  const rows = elements(node, "tr").map((row) =>
    row.children
      .filter((cell): cell is Element => cell.type === "element")
      .map((cell) => blocks(cell).join(" ").replace(/\s+/g, " ").replaceAll("|", "\\|")),
  );
  const [head = [], ...rest] = rows.map((cells) => `| ${cells.join(" | ")} |`);
  const columns = rows[0]?.length ?? 1;
  return [head, `|${" --- |".repeat(columns)}`, ...rest].join("\n");
}

/** The elements of a name below another, but not those inside one of them. */
function elements(parent: Element, name: string): readonly Element[] {
  return parent.children.flatMap((child): readonly Element[] => {
    if (child.type !== "element") return [];
    return child.tagName === name ? [child] : elements(child, name);
  });
}

function textOf(node: ElementContent): string {
  if (node.type === "text") return node.value.replaceAll("\u00A0", " ");
  if (node.type !== "element") return "";
  return node.tagName === "br" ? "\n" : node.children.map(textOf).join("");
}
