/** One file → its articles, by its ending. */
import type { Article } from "../passage.ts";
import { BadFile, type Draft } from "./draft.ts";
import { place } from "./place.ts";

export type RawFile = { readonly path: string; readonly bytes: Uint8Array; readonly mtime: number };

type Read = { readonly articles: readonly Article[] } | { readonly reason: string };

/** Quotes or lists within each other, so many that Markdown's reader would take minutes. */
const DEEP = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){60}/m;

/** Never throws: a file that breaks its reader is a file with a reason. */
export async function readDocument(file: RawFile): Promise<Read> {
  const read = readers[endingOf(file.path)];
  if (!read) return { reason: `is not one of ${Object.keys(readers).join(", ")}` };
  if (file.bytes.length === 0) return { reason: "is empty" };
  try {
    const drafts = await read(file.bytes);
    if (drafts.some(({ markdown }) => DEEP.test(markdown))) return { reason: "is nested too deeply" };
    const articles = drafts
      .filter(({ markdown }) => markdown.trim() !== "")
      .map((draft) => place(draft, file));
    return articles.length > 0 ? { articles } : { reason: "holds no text" };
  } catch (error) {
    return { reason: error instanceof BadFile ? error.message : "is broken" };
  }
}

// Readers are loaded when the first file of their kind is met: most folders need one or two of them.
const markdown = async (bytes: Uint8Array) => (await import("./markdown.ts")).readMarkdown(bytes);
const html = async (bytes: Uint8Array) => (await import("./html.ts")).readHtml(bytes);
const readers: Record<string, (bytes: Uint8Array) => Promise<readonly Draft[]>> = {
  md: markdown,
  markdown,
  txt: markdown,
  html,
  htm: html,
  pdf: async (bytes) => (await import("./pdf.ts")).readPdf(bytes),
  docx: async (bytes) => (await import("./docx.ts")).readDocx(bytes),
  csv: async (bytes) => (await import("./faq.ts")).readCsv(bytes),
  json: async (bytes) => (await import("./faq.ts")).readJson(bytes),
};

function endingOf(path: string): string {
  return /\.([A-Za-z]{2,8})$/.exec(path)?.[1]?.toLowerCase() ?? "";
}
