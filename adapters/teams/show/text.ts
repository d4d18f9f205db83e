import type { BlockContent, PhrasingContent, Root, RootContent } from "mdast";
import { webLink } from "./tree.ts";

/**
 * The tree in the Markdown that Teams shows in a message on every device: paragraphs, quotes, bold, italic,
 * code in a line, links. `undefined` when it holds anything else, or a sign that Teams might take for markup:
 * its page promises no escapes.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export function teamsMarkdown(tree: Root): string | undefined {
  return joined(tree.children.map(block), "\n\n");
}

function block(node: RootContent): string | undefined {
  switch (node.type) {
    case "paragraph": {
      const text = inline(node.children);
      // What begins like a list, a heading or a quote would become one.
      return text !== undefined && !/^\s*(?:[-+*](?:\s|$)|[>#]|\d+[.)](?:\s|$))/.test(text)
        ? text
        : undefined;
    }
    case "blockquote":
      return joined((node.children as BlockContent[]).map(block), "\n\n")?.replace(/^/gm, "> ");
    default:
      return undefined;
  }
}

function inline(nodes: readonly PhrasingContent[]): string | undefined {
  return joined(nodes.map(phrase), "");
}

function phrase(node: PhrasingContent): string | undefined {
  switch (node.type) {
    case "text":
      return isPlain(node.value) ? node.value : undefined;
    case "strong":
      return wrapped("**", node.children);
    case "emphasis":
      return wrapped("*", node.children);
    case "inlineCode":
      return /[`\n]/.test(node.value) ? undefined : `\`${node.value}\``;
    case "link": {
      const text = inline(node.children);
      const url = webLink(node.url);
      return url === undefined || text === undefined || /[()\s<>[\]*]/.test(url)
        ? undefined
        : `[${text}](${url})`;
    }
    default:
      return undefined;
  }
}

/** Marks inside marks and marks against a letter are read differently from parser to parser. */
function wrapped(mark: string, nodes: readonly PhrasingContent[]): string | undefined {
  const text = nodes.every(({ type }) => type === "text") ? inline(nodes) : undefined;
  return text === undefined || text.trim() !== text ? undefined : `${mark}${text}${mark}`;
}

/** Nothing but words and the marks of sources: `[1]`. */
function isPlain(text: string): boolean {
  const words = text.replace(/\[\d{1,2}\](?![(:])/g, "");
  return !/[\\`*~<[\]]|&[#\w]+;|(?:^|\W)_|_(?:\W|$)/.test(words);
}

function joined(parts: readonly (string | undefined)[], by: string): string | undefined {
  return parts.every((part) => part !== undefined) ? parts.join(by) : undefined;
}
