/** Articles of an evaluation, as the product would index them. */

import { cut } from "../knowledge/cutting/cut.ts";
import { Searcher } from "../knowledge/index/searcher.ts";
import { Builder } from "../knowledge/indexing/builder.ts";
import { loadFolder } from "../knowledge/load/folder.ts";
import type { Article } from "../knowledge/passage.ts";
import type { DocumentRow } from "./dataset.ts";

export function searcherOf(documents: readonly DocumentRow[]): Searcher {
  const builder = new Builder();
  for (const document of documents) {
    const article = articleOf(document);
    const passages = cut(article);
    builder.add(article, passages.length > 0 ? passages : [{ path: [], anchor: "", text: article.title }]);
  }
  return new Searcher(builder.finish());
}

/** Throws if the folder can't be read. */
export async function searcherOfFolder(folder: string): Promise<Searcher> {
  const builder = new Builder();
  for await (const { articles } of loadFolder(folder))
    if (articles !== "unchanged") for (const article of articles) builder.add(article, cut(article));
  return new Searcher(builder.finish());
}

function articleOf({ id, lang, title, heading, section, text, asked }: DocumentRow): Article {
  return {
    id,
    title,
    language: lang.slice(0, 2),
    updated: "",
    tags: section === "" ? [] : [section],
    alsoAskedAs: asked,
    escalate: false,
    markdown: heading === "" ? text : `## ${heading}\n\n${text}`,
  };
}
