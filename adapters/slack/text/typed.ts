import { inert, isSafeLink } from "./inert.ts";
import { code, type Inline, type Rich } from "./rich.ts";

/** What somebody typed, as they typed it: only code and bare links are read, the rest stays as it stands. */
export function typed(text: string): readonly Rich[] {
  const parts = text.toWellFormed().split(/^(```[^\n`]*\n[\s\S]*?\n?```)[ \t]*$/m);
  return parts.flatMap((part, index): readonly Rich[] => {
    if (index % 2 === 0) {
      const words = part.replace(/^\n|\n$/g, "");
      return words.trim() === "" ? [] : [{ type: "rich_text_section", elements: line(words) }];
    }
    const [, language = "", inside = ""] = /^```([^\n]*)\n([\s\S]*?)\n?```$/.exec(part) ?? [];
    return inside === "" ? [] : [code(inside, language.trim())];
  });
}

/** The same in one quote, for a preview. */
export function quoted(text: string): Rich {
  return { type: "rich_text_quote", elements: line(text.toWellFormed()) };
}

function line(words: string): readonly Inline[] {
  return words.split(/(`[^`\n]+`|https?:\/\/[^\s<>`]+)/).flatMap((piece, index): readonly Inline[] => {
    if (piece === "") return [];
    if (index % 2 === 0) return [{ type: "text", text: inert(piece) }];
    if (piece.startsWith("`"))
      return [{ type: "text", text: inert(piece.slice(1, -1)), style: { code: true } }];
    const [, url = "", rest = ""] = /^(.*?)([.,;:!?)\]，。！？；：）]*)$/.exec(piece) ?? [];
    if (!isSafeLink(url)) return [{ type: "text", text: inert(piece) }];
    const after: readonly Inline[] = rest === "" ? [] : [{ type: "text", text: rest }];
    return [{ type: "link", url, text: url }, ...after];
  });
}
