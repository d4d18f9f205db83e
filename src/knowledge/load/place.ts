/** Completes an article from where its file lies: id, language, title, date. */

import { createSlugger } from "../cutting/slug.ts";
import type { Article } from "../passage.ts";
import type { Draft } from "./draft.ts";

/** `zh/lessons/git.md` → id `lessons/git`, language `zh`. What the file says itself goes first. */
export function place(draft: Draft, file: { readonly path: string; readonly mtime: number }): Article {
  const segments = file.path.replace(/\.[A-Za-z]+$/, "").split("/");
  const folder = segments.length > 1 && /^(?:en|zh)$/.test(segments[0] ?? "") ? segments.shift() : undefined;
  const base = segments.join("/");
  const said = draft.title ?? firstHeading(draft.markdown) ?? "";
  const title = said === "" ? (segments.at(-1) ?? base).replace(/[-_]+/g, " ") : said;
  return {
    id: draft.part === undefined ? base : `${base}/${draft.part}`,
    title,
    language: draft.language ?? folder ?? languageOf(`${title} ${draft.markdown}`),
    updated: draft.updated ?? new Date(file.mtime).toISOString().slice(0, 10),
    tags: draft.tags ?? [],
    alsoAskedAs: draft.alsoAskedAs ?? [],
    escalate: draft.escalate ?? false,
    ...(draft.graded && { graded: draft.graded }),
    ...(draft.module !== undefined && { module: draft.module }),
    markdown: draft.markdown,
  };
}

function firstHeading(markdown: string): string | undefined {
  return /^ {0,3}#{1,6} +(\S.*)$/m
    .exec(markdown)?.[1]
    ?.replace(/ +#+ *$/, "")
    .trim();
}

/** Chinese if a sixth of the letters are: articles about code hold much English. */
export function languageOf(text: string): "en" | "zh" {
  const start = text.slice(0, 20_000);
  const han = start.match(/[\u3400-\u9fff]/g)?.length ?? 0;
  const latin = start.match(/[A-Za-z]/g)?.length ?? 0;
  return han * 5 > latin ? "zh" : "en";
}

/** Parts of one file, named after what they are about. */
export function createPartNamer(): (title: string) => string {
  const slug = createSlugger();
  return (title) => slug(title.slice(0, 80));
}
