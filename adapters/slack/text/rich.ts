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
  | { readonly type: "rich_text_preformatted"; readonly elements: readonly Inline[] }
  | {
      readonly type: "rich_text_list";
      readonly style: "bullet" | "ordered";
      readonly indent: number;
      readonly offset: number;
      readonly elements: readonly Section[];
    };

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
