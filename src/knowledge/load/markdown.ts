import { type Draft, textOf } from "./draft.ts";
import { readFrontMatter } from "./front-matter.ts";

/** Markdown as written, with what its front matter says. */
export function readMarkdown(bytes: Uint8Array): readonly Draft[] {
  return [readFrontMatter(textOf(bytes))];
}
