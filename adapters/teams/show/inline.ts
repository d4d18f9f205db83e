import type { PhrasingContent } from "mdast";
import { webLink } from "./tree.ts";

/** A piece of text in a card. Whatever it says is shown as it is: cards read no markup in it. */
export type TextRun = {
  readonly type: "TextRun";
  readonly text: string;
  readonly weight?: "Bolder";
  readonly italic?: true;
  readonly strikethrough?: true;
  readonly fontType?: "Monospace";
  readonly size?: "Small" | "Medium" | "Large";
  readonly isSubtle?: true;
  readonly color?: "Accent";
  readonly selectAction?: { readonly type: "Action.OpenUrl"; readonly url: string };
};

export type Style = Omit<TextRun, "type" | "text">;
export type Links = ReadonlyMap<number, string>;

export function run(text: string, style: Style = {}): TextRun {
  return { type: "TextRun", text, ...style };
}

/** The words of a paragraph, one list of runs for each line. */
export function lines(nodes: readonly PhrasingContent[], links: Links, style: Style = {}): TextRun[][] {
  const found: TextRun[][] = [[]];
  for (const node of nodes) {
    const [first = [], ...rest] = node.type === "break" ? [[], []] : runsOf(node, links, style);
    found.at(-1)?.push(...first);
    found.push(...rest);
  }
  return found.map((line) => (line.length > 0 ? line : [run(" ", style)]));
}

function runsOf(node: PhrasingContent, links: Links, style: Style): TextRun[][] {
  switch (node.type) {
    case "text":
      return [marked(node.value, links, style)];
    case "html":
      return [[run(node.value, style)]];
    case "inlineCode":
      return [[run(node.value, { ...style, fontType: "Monospace" })]];
    case "strong":
      return lines(node.children, links, { ...style, weight: "Bolder" });
    case "emphasis":
      return lines(node.children, links, { ...style, italic: true });
    case "delete":
      return lines(node.children, links, { ...style, strikethrough: true });
    case "link":
      return lines(node.children, links, { ...style, ...leadingTo(node.url) });
    case "image":
      // A picture that words name is never fetched: its address could carry a secret away.
      return [[run(node.alt || node.url, { ...style, ...leadingTo(node.url) })]];
    case "linkReference":
      return lines(node.children, links, style);
    case "imageReference":
      return [[run(node.alt ?? node.label ?? node.identifier, style)]];
    case "footnoteReference":
      return [[run(`[${node.label ?? node.identifier}]`, style)]];
    case "break":
      return [[], []];
  }
}

/** Text in which the marks of sources lead to them. */
function marked(text: string, links: Links, style: Style): TextRun[] {
  return text
    .split(/(\[\d{1,2}\])/)
    .filter((part) => part !== "")
    .map((part) => {
      const url = links.get(Number(/^\[(\d+)\]$/.exec(part)?.[1]));
      return run(part, url === undefined ? style : { ...style, ...leadingTo(url) });
    });
}

export function leadingTo(address: string): Style {
  const url = webLink(address);
  return url === undefined ? {} : { color: "Accent", selectAction: { type: "Action.OpenUrl", url } };
}
