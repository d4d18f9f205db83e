import { inert } from "./inert.ts";

/**
 * Slack's rich text: structured, so that no content can turn into markup or a call.
 * https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export type Style = {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
};

export type Inline =
  | { readonly type: "text"; readonly text: string; readonly style?: Style }
  | { readonly type: "link"; readonly url: string; readonly text: string; readonly style?: Style };

export type Section = { readonly type: "rich_text_section"; readonly elements: readonly Inline[] };

export type Rich =
  | Section
  | { readonly type: "rich_text_quote"; readonly elements: readonly Inline[] }
  | {
      readonly type: "rich_text_preformatted";
      readonly language?: string;
      readonly elements: readonly Inline[];
    }
  | {
      readonly type: "rich_text_list";
      readonly style: "bullet" | "ordered";
      readonly indent: number;
      readonly offset: number;
      readonly elements: readonly Section[];
    };

/** Languages by the names that people write on a fence. Others are shown without colours: Slack lists no names. */
const languages = new Map(
  [
    ["bash", "sh", "shell", "console"],
    ["c"],
    ["cpp", "c++"],
    ["csharp", "cs", "c#"],
    ["css"],
    ["go", "golang"],
    ["html"],
    ["java"],
    ["javascript", "js", "jsx", "mjs"],
    ["json"],
    ["kotlin", "kt"],
    ["markdown", "md"],
    ["php"],
    ["python", "py", "python3"],
    ["r"],
    ["ruby", "rb"],
    ["rust", "rs"],
    ["sql"],
    ["swift"],
    ["typescript", "ts", "tsx"],
    ["xml"],
    ["yaml", "yml"],
  ].flatMap((names) => names.map((name) => [name, names[0]] as const)),
);

/** A block of code. https://docs.slack.dev/reference/block-kit/block-elements/rich-text-preformatted-element */
export function code(text: string, fence: string | null | undefined): Rich {
  const language = languages.get((fence ?? "").toLowerCase());
  return {
    type: "rich_text_preformatted",
    ...(language && { language }),
    elements: [{ type: "text", text: inert(text) }],
  };
}

/** The words alone, as a notification shows them. */
export function words(rich: readonly Rich[]): string {
  const inline = (elements: readonly Inline[]) => elements.map(({ text }) => text).join("");
  return rich
    .map((part) =>
      part.type === "rich_text_list"
        ? part.elements.map(({ elements }) => `• ${inline(elements)}`).join("\n")
        : inline(part.elements),
    )
    .join("\n")
    .trim();
}
