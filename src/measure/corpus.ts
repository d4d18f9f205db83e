/** An evaluation corpus as the product would index it. */
import { Builder } from "../knowledge/index/builder.ts";
import { Searcher } from "../knowledge/index/searcher.ts";
import type { Article } from "../knowledge/passage.ts";
import { cut } from "../knowledge/text/cut.ts";
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
