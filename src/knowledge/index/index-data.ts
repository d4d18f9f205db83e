/** The index: typed arrays that are written to a file and read from it as they are. Nothing in it changes. */
import type { Article, Passage } from "../passage.ts";
import { Dictionary } from "./dictionary.ts";

/** Stands between the lines of a stream of terms: title, each question, heading, text. */
export const BREAK = 0xffffffff;

type U32 = Uint32Array<ArrayBuffer>;

export type IndexData = {
  readonly high: U32;
  readonly low: U32;
  readonly slots: U32;
  /** By term: 1 if it says nothing by itself. */
  readonly light: Uint8Array<ArrayBuffer>;
  /** By term: where its postings begin; one more for the end. */
  readonly postings: U32;
  /** The passages of each term, ascending. */
  readonly passages: U32;
  /** What the term is worth in the passage: saturated, field-weighted frequency × `IMPACT`. */
  readonly impacts: Uint16Array<ArrayBuffer>;
  /** By term: its highest impact. */
  readonly peaks: Uint16Array<ArrayBuffer>;
  /** Term numbers in the order of the text: of each article its title and questions, then its passages. */
  readonly stream: U32;
  /** By article: where its title begins in `stream`; one more for the end. */
  readonly articleStream: U32;
  /** By passage: where its heading begins in `stream`. */
  readonly passageStream: U32;
  readonly articleOf: U32;
  /** By article: its first passage; one more for the end. */
  readonly firstPassage: U32;
  /** Articles, each followed by its passages, as JSON, read one by one when they are asked for. */
  readonly texts: Uint8Array<ArrayBuffer>;
  /** By article: where its JSON begins in `texts`; one more for the end. */
  readonly articleText: U32;
  readonly passageText: U32;
  /** By article: its id and language, as JSON. */
  readonly names: Uint8Array<ArrayBuffer>;
  /** What the loader noted about the folder, as JSON. */
  readonly notes: Uint8Array<ArrayBuffer>;
};

/** An impact of 1.0 in the stored form. */
export const IMPACT = 16384;

export class Index {
  readonly data: IndexData;
  readonly dictionary: Dictionary;
  readonly passageCount: number;
  readonly articleCount: number;
  #names: readonly (readonly [id: string, language: string])[] | undefined;
  readonly #heads = new Map<number, Passage["article"]>();
  readonly #versions = new Map<string, number[]>();

  constructor(data: IndexData) {
    this.data = data;
    this.dictionary = new Dictionary(data);
    this.passageCount = data.articleOf.length;
    this.articleCount = data.firstPassage.length - 1;
  }

  /** The end of the article's title and questions in the stream. */
  endOfArticle(at: number): number {
    const first = this.data.firstPassage[at] ?? 0;
    return first === this.data.firstPassage[at + 1]
      ? (this.data.articleStream[at + 1] ?? 0)
      : (this.data.passageStream[first] ?? 0);
  }

  /** The end of the passage's text in the stream. */
  endOfPassage(at: number): number {
    const article = this.data.articleOf[at] ?? 0;
    return at + 1 === this.data.firstPassage[article + 1]
      ? (this.data.articleStream[article + 1] ?? 0)
      : (this.data.passageStream[at + 1] ?? 0);
  }

  article(at: number): Article {
    return JSON.parse(decoder.decode(this.articleBytes(at))) as Article;
  }

  passage(at: number): Passage {
    const own = JSON.parse(decoder.decode(this.passageBytes(at))) as Omit<Passage, "article">;
    return { article: this.#head(this.data.articleOf[at] ?? 0), ...own };
  }

  /** Kept, since the articles that are found are mostly the same few. */
  #head(article: number): Passage["article"] {
    const known = this.#heads.get(article);
    if (known) return known;
    const { id, title, language, updated, escalate } = this.article(article);
    const head = { id, title, language, updated, escalate };
    this.#heads.set(article, head);
    return head;
  }

  /** The JSON of the article, to be copied. */
  articleBytes(at: number): Uint8Array<ArrayBuffer> {
    const { texts, articleText, passageText, firstPassage } = this.data;
    const first = firstPassage[at] ?? 0;
    const end = first === firstPassage[at + 1] ? articleText[at + 1] : passageText[first];
    return texts.subarray(articleText[at], end);
  }

  passageBytes(at: number): Uint8Array<ArrayBuffer> {
    const { texts, articleText, passageText, articleOf, firstPassage } = this.data;
    const article = articleOf[at] ?? 0;
    const last = at + 1 === firstPassage[article + 1];
    return texts.subarray(passageText[at], last ? articleText[article + 1] : passageText[at + 1]);
  }

  /** Articles, each counted once in whatever languages it exists. */
  get idCount(): number {
    this.#list();
    return this.#versions.size;
  }

  /** Some article exists in more than one language. */
  get hasVersions(): boolean {
    this.#list();
    return this.#versions.size < this.articleCount;
  }

  /** The same article in every language it exists in, as numbers. */
  versions(id: string): readonly number[] {
    this.#list();
    return this.#versions.get(id) ?? [];
  }

  /** The first of the versions of an article: the same number for each of them. */
  original(article: number): number {
    return this.versions(this.idOf(article))[0] ?? article;
  }

  idOf(article: number): string {
    return this.#list()[article]?.[0] ?? "";
  }

  languageOf(article: number): string {
    return this.#list()[article]?.[1] ?? "";
  }

  /** Read when first asked for. */
  #list(): readonly (readonly [id: string, language: string])[] {
    if (this.#names) return this.#names;
    const names = JSON.parse(decoder.decode(this.data.names)) as [string, string][];
    names.forEach(([id], at) => {
      const versions = this.#versions.get(id);
      if (versions) versions.push(at);
      else this.#versions.set(id, [at]);
    });
    this.#names = names;
    return names;
  }
}

const decoder = new TextDecoder();
