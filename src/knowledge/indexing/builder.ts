/** Builds an index, article by article. */

import { withoutTargets } from "../cutting/without-targets.ts";
import { Dictionary } from "../index/dictionary.ts";
import { RANKING, type Ranking } from "../index/fields.ts";
import { BREAK, Index, type IndexData } from "../index/index-data.ts";
import type { Article, Passage } from "../passage.ts";
import { sortAsked } from "../question/asked.ts";
import { isLight } from "../text/common-words.ts";
import { terms } from "../text/terms.ts";
import { Bytes, Numbers } from "./grow.ts";
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
  readonly #articleText = new Numbers();
  readonly #passageText = new Numbers();
  readonly #texts = new Bytes();
  readonly #names: [id: string, language: string][] = [];

  add(article: Article, passages: readonly Omit<Passage, "article">[]): void {
    this.#names.push([article.id, article.language]);
    this.#startArticle(encoder.encode(JSON.stringify(article)));
    this.#line(article.title);
    this.#line(article.tags.join(" "));
    const { ofArticle, bySection } = sortAsked(article.alsoAskedAs, passages);
    for (const asked of ofArticle) this.#line(asked);
    for (const [at, { path, anchor, text }] of passages.entries()) {
      this.#startPassage(encoder.encode(JSON.stringify({ path, anchor, text })));
      this.#line(path.join(" "));
      for (const asked of bySection.get(at) ?? []) this.#line(asked);
      this.#line(withoutTargets(text));
    }
  }

  /** Adds an article as another index holds it: many times faster than reading it again. */
  copy(from: Copied, article: number): void {
    const { data } = from.index;
    const start = data.articleStream[article] ?? 0;
    this.#names.push([from.index.idOf(article), from.index.languageOf(article)]);
    this.#startArticle(from.index.articleBytes(article));
    this.#terms(from, start, from.index.endOfArticle(article));
    const end = data.firstPassage[article + 1] ?? 0;
    for (let at = data.firstPassage[article] ?? 0; at < end; at++) {
      this.#startPassage(from.index.passageBytes(at));
      this.#terms(from, data.passageStream[at] ?? 0, from.index.endOfPassage(at));
    }
  }

  /** The index of all that was added; `notes` come back from it as they are. */
  finish(notes: Uint8Array<ArrayBuffer> = new Uint8Array(), ranking: Ranking = RANKING): Index {
    this.#articleStream.push(this.#stream.length);
    this.#firstPassage.push(this.#articleOf.length);
    this.#articleText.push(this.#texts.length);
    const streams = {
      stream: this.#stream.array(),
      articleStream: this.#articleStream.array(),
      passageStream: this.#passageStream.array(),
      articleOf: this.#articleOf.array(),
      firstPassage: this.#firstPassage.array(),
    };
    const data: IndexData = {
      ...this.#dictionary.data(),
      light: Uint8Array.from(this.#light),
      ...streams,
      ...weigh(streams, this.#dictionary.size, ranking),
      articleText: this.#articleText.array(),
      passageText: this.#passageText.array(),
      texts: this.#texts.array(),
      names: encoder.encode(JSON.stringify(this.#names)),
      notes,
    };
    return new Index(data);
  }

  #startArticle(json: Uint8Array): void {
    this.#articleStream.push(this.#stream.length);
    this.#firstPassage.push(this.#articleOf.length);
    this.#articleText.push(this.#texts.length);
    this.#texts.push(json);
  }

  #startPassage(json: Uint8Array): void {
    this.#passageStream.push(this.#stream.length);
    this.#articleOf.push(this.#articleStream.length - 1);
    this.#passageText.push(this.#texts.length);
    this.#texts.push(json);
  }

  #line(text: string): void {
    for (const term of terms(text)) {
      const id = this.#dictionary.add(term);
      if (id === this.#light.length) this.#light.push(Number(isLight(term)));
      this.#stream.push(id);
    }
    this.#stream.push(BREAK);
  }

  #terms({ index, renumbered }: Copied, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const term = index.data.stream[i] ?? BREAK;
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

const encoder = new TextEncoder();
