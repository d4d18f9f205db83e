import { filePhrases } from "../conversation/phrases/files.ts";
import { personalIn, type Span } from "./personal.ts";

/**
 * The text with everything personal replaced by what it was, `[phone]`: for what was read out of a file before
 * anybody else sees it, staff or model. A student's own words to staff are theirs and stay as written.
 */
export function mask(text: string, language: "en" | "zh"): string {
  return masked(text, personalIn(text), language);
}

/** As `mask`, where the spans are known already. */
export function masked(text: string, spans: readonly Span[], language: "en" | "zh"): string {
  const { personal } = filePhrases(language);
  let out = "";
  let from = 0;
  for (const { type, start, end } of spans) {
    out += `${text.slice(from, start)}[${personal[type]}]`;
    from = end;
  }
  return out + text.slice(from);
}
