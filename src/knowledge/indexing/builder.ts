/** Builds an index, article by article. */

import { withoutTargets } from "../cutting/without-targets.ts";
import { Dictionary } from "../index/dictionary.ts";
import { RANKING, type Ranking } from "../index/fields.ts";
import { BREAK, type Facts, Index, type IndexData } from "../index/index-data.ts";
import type { FileNote } from "../load/folder.ts";
import type { Article, Passage } from "../passage.ts";
import { sortAsked } from "../question/asked.ts";
import { isLight } from "../text/common-words.ts";
import { terms } from "../text/terms.ts";
import { Bytes, Numbers } from "./grow.ts";
import { Versions } from "./versions.ts";
import { weigh } from "./weigh.ts";

export class Builder {
  readonly #dictionary = new Dictionary();
  /** By term: 1 if it says nothing by itself. */
  readonly #light: number[] = [];
  readonly #stream = new Numbers();
  readonly #articleStream = new Numbers();
  readonly #passageStream = new Numbers();
  readonly #articleOf = new Numbers();
  readonly #firstPassage = new Numbers();
  readonly #headText = new Numbers();
  readonly #restText = new Numbers();
  readonly #passageText = new Numbers();
  readonly #texts = new Bytes();
  readonly #versions = new Versions();

  add(article: Article, passages: readonly Omit<Passage, "article">[]): void {
    const { tags, alsoAskedAs, markdown, ...head } = article;
    this.#versions.add(article.id, article.language);
    this.#startArticle(json(head), json({ tags, alsoAskedAs, markdown }));
    this.#line(article.title);
    this.#line(article.tags.join(" "));
    const { ofArticle, bySection } = sortAsked(article.alsoAskedAs, passages);
    for (const asked of ofArticle) this.#line(asked);
    for (const [at, { path, anchor, text }] of passages.entries()) {
      this.#startPassage(json({ path, anchor, text }));
      this.#line(path.join(" "));
      for (const asked of bySection.get(at) ?? []) this.#line(asked);
      this.#line(withoutTargets(text));
    }
  }

  /** Adds an article as another index holds it: many times faster than reading it again. */
  copy(from: Copied, article: number): void {
    const { index } = from;
    this.#versions.add(index.head(article).id, index.languageOf(article));
    this.#startArticle(index.headBytes(article), index.restBytes(article));
    this.#terms(from, index.articleTerms(article));
    const end = index.data.firstPassage[article + 1] ?? 0;
    for (let at = index.data.firstPassage[article] ?? 0; at < end; at++) {
      this.#startPassage(index.passageBytes(at));
      this.#terms(from, index.passageTerms(at));
    }
  }

  /** The index of all that was added; `notes` come back from it as they are. */
  finish(notes: readonly FileNote[] = [], ranking: Ranking = RANKING): Index {
    this.#articleStream.push(this.#stream.length);
    this.#firstPassage.push(this.#articleOf.length);
    this.#headText.push(this.#texts.length);
    const streams = {
      stream: this.#stream.array(),
      articleStream: this.#articleStream.array(),
      passageStream: this.#passageStream.array(),
      articleOf: this.#articleOf.array(),
      firstPassage: this.#firstPassage.array(),
    };
    const skipped = notes.flatMap(({ path, reason }) => (reason === undefined ? [] : [{ path, reason }]));
    const facts: Facts = {
      languages: this.#versions.languages,
      files: notes.length - skipped.length,
      skipped,
    };
    const data: IndexData = {
      ...this.#dictionary.data(),
      light: Uint8Array.from(this.#light),
      ...this.#versions.data(),
      ...streams,
      ...weigh(streams, this.#dictionary.size, ranking),
      headText: this.#headText.array(),
      restText: this.#restText.array(),
      passageText: this.#passageText.array(),
      texts: this.#texts.array(),
      facts: json(facts),
      notes: json(notes),
    };
    return new Index(data);
  }

  #startArticle(head: Uint8Array, rest: Uint8Array): void {
    this.#articleStream.push(this.#stream.length);
    this.#firstPassage.push(this.#articleOf.length);
    this.#headText.push(this.#texts.length);
    this.#texts.push(head);
    this.#restText.push(this.#texts.length);
    this.#texts.push(rest);
  }

  #startPassage(own: Uint8Array): void {
    this.#passageStream.push(this.#stream.length);
    this.#articleOf.push(this.#articleStream.length - 1);
    this.#passageText.push(this.#texts.length);
    this.#texts.push(own);
  }

  #line(text: string): void {
    for (const term of terms(text)) {
      const id = this.#dictionary.add(term);
      if (id === this.#light.length) this.#light.push(Number(isLight(term)));
      this.#stream.push(id);
    }
    this.#stream.push(BREAK);
  }

  #terms({ index, renumbered }: Copied, terms: Uint32Array): void {
    for (const term of terms) {
      if (term === BREAK) this.#stream.push(BREAK);
      else {
        if (renumbered[term] === -1) {
          const id = this.#dictionary.addFrom(index.dictionary, term);
          if (id === this.#light.length) this.#light.push(index.data.light[term] ?? 0);
          renumbered[term] = id;
        }
        this.#stream.push(renumbered[term] ?? BREAK);
      }
    }
  }
}

/** An index to copy from, with the numbers that its terms got in the new one. Make one for each builder. */
export type Copied = { readonly index: Index; readonly renumbered: Int32Array };

export function copyOf(index: Index): Copied {
  return { index, renumbered: new Int32Array(index.dictionary.size).fill(-1) };
}

function json(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(value));
}

const encoder = new TextEncoder();
