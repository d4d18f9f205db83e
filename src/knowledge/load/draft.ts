/** What the readers of the kinds of files give back. */
import type { Article } from "../passage.ts";

/** What a file says by itself; its place in the folder fills in what it leaves out. An empty title is the file's name. */
export type Draft = Partial<Omit<Article, "id">> & {
  readonly markdown: string;
  /** Tells the articles of one file apart. */
  readonly part?: string;
};

/** A file that can't be used; `message` is the reason as a person reads it after the file's name. */
export class BadFile extends Error {
  override readonly name = "BadFile";
}

/** The bytes as text. Throws BadFile if they are something else, or text that is not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new BadFile("is not text");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  } catch (cause) {
    throw new BadFile("is not UTF-8 text", { cause });
  }
}
