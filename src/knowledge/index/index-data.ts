/** The index: arrays that are written to a file and read from it as they are. Nothing in it changes. */
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Article, Passage } from "../passage.ts";
import type { Column } from "./column.ts";
import { Dictionary } from "./dictionary.ts";

/** Stands between the lines of a stream of terms: title, tags, each question, heading, text. */
export const BREAK = 0xffffffff;

type U32 = Uint32Array<ArrayBuffer>;
type U8 = Uint8Array<ArrayBuffer>;

/** What is kept in memory: a few numbers for each term, article and passage. */
export type Kept = {
  readonly high: U32;
  readonly low: U32;
  readonly slots: U32;
  /** By term: 1 if it says nothing by itself. */
  readonly light: U8;
  /** By term: where its postings begin; one more for the end. */
  readonly postings: U32;
  /** By term: its highest impact. */
  readonly peaks: U8;
  /** The ids of the articles, as a dictionary. */
  readonly idHigh: U32;
  readonly idLow: U32;
  readonly idSlots: U32;
  /** By id: the first article that has it. */
  readonly firstVersion: U32;
  /** By article: the number of its id. */
  readonly idOf: U32;
  /** By article: the next one with its id, in a ring. */
  readonly nextVersion: U32;
  /** By article: the place of its language in `facts`. */
  readonly languageOf: U8;
  /** By article: where its title begins in `stream`; one more for the end. */
  readonly articleStream: U32;
  /** By passage: where its heading begins in `stream`. */
  readonly passageStream: U32;
  readonly articleOf: U32;
  /** By article: its first passage; one more for the end. */
  readonly firstPassage: U32;
  /** By article: where its head begins in `texts`; one more for the end. */
  readonly headText: U32;
  /** By article: where the rest of it begins. */
  readonly restText: U32;
  /** By passage: where its JSON begins. */
  readonly passageText: U32;
  /** `FACTS` as JSON. */
  readonly facts: U8;
};

/** What is read when it is needed. */
export type Long = {
  /** The passages of each term, ascending. */
  readonly passages: Column<U32>;
  /** What the term is worth in the passage: saturated, field-weighted frequency × `IMPACT`. */
  readonly impacts: Column<U8>;
  /** Term numbers in the order of the text: of each article its title, tags and questions, then its passages. */
  readonly stream: Column<U32>;
  /** Each article in two pieces of JSON, what its passages show of it and the rest, then its passages. */
  readonly texts: Column<U8>;
  /** What the loader noted about each file of the folder, as JSON. */
  readonly notes: Column<U8>;
};

export type IndexData = Kept & Long;

/** An impact of 1.0 in the stored form. */
export const IMPACT = 255;

const FACTS = z.object({
  languages: z.array(z.string()),
  files: z.int().nonnegative(),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
});
export type Facts = z.infer<typeof FACTS>;

/** The passages of one term and its impact in each. */
export type Postings = { readonly passages: U32; readonly impacts: U8 };

/** The postings of the terms that are asked for most stay in memory. */
const HELD_BYTES = 256 * 2 ** 20;

export class Index {
  readonly data: IndexData;
  readonly dictionary: Dictionary;
  readonly facts: Facts;
  readonly passageCount: number;
  readonly articleCount: number;
  /** Articles, each counted once in whatever languages it exists. */
  readonly idCount: number;
  readonly #ids: Dictionary;
  readonly #held = new LRUCache<number, Postings>({
    maxSize: HELD_BYTES,
    sizeCalculation: ({ passages }) => passages.length * 5 + 100,
  });
  readonly #close: () => void;

  constructor(data: IndexData, close: () => void = () => undefined) {
    this.data = data;
    this.dictionary = new Dictionary(data);
    this.facts = FACTS.parse(parse(data.facts));
    this.passageCount = data.articleOf.length;
    this.articleCount = data.idOf.length;
    this.idCount = data.firstVersion.length;
    this.#ids = new Dictionary({ high: data.idHigh, low: data.idLow, slots: data.idSlots });
    this.#close = close;
  }

  /** Nothing can be read from it any more. */
  close(): void {
    this.#close();
  }

  /** How many passages have a term. */
  holders(term: number): number {
    return (this.data.postings[term + 1] ?? 0) - (this.data.postings[term] ?? 0);
  }

  postings(term: number): Postings {
    const held = this.#held.get(term);
    if (held) return held;
    const { postings, passages, impacts } = this.data;
    const from = postings[term] ?? 0;
    const to = postings[term + 1] ?? 0;
    const found = { passages: passages.subarray(from, to), impacts: impacts.subarray(from, to) };
    this.#held.set(term, found);
    return found;
  }

  /** The title, the tags and the questions of an article. */
  articleTerms(at: number): U32 {
    const { articleStream, passageStream, firstPassage, stream } = this.data;
    const first = firstPassage[at] ?? 0;
    const hasNone = first === firstPassage[at + 1];
    return stream.subarray(
      articleStream[at] ?? 0,
      (hasNone ? articleStream[at + 1] : passageStream[first]) ?? 0,
    );
  }

  /** The heading, the questions and the text of a passage. */
  passageTerms(at: number): U32 {
    const { articleStream, passageStream, stream } = this.data;
    const end = this.#isLast(at) ? articleStream[this.articleOf(at) + 1] : passageStream[at + 1];
    return stream.subarray(passageStream[at] ?? 0, end ?? 0);
  }

  articleOf(passage: number): number {
    return this.data.articleOf[passage] ?? 0;
  }

  article(at: number): Article {
    return { ...parse(this.headBytes(at)), ...parse(this.restBytes(at)) } as Article;
  }

  passage(at: number): Passage {
    const own = parse(this.passageBytes(at)) as Omit<Passage, "article">;
    return { article: this.head(this.articleOf(at)), ...own };
  }

  /** What the passages of an article show of it. */
  head(article: number): Passage["article"] {
    return parse(this.headBytes(article)) as Passage["article"];
  }

  headBytes(at: number): U8 {
    const { texts, headText, restText } = this.data;
    return texts.subarray(headText[at] ?? 0, restText[at] ?? 0);
  }

  restBytes(at: number): U8 {
    const { texts, headText, restText, passageText, firstPassage } = this.data;
    const first = firstPassage[at] ?? 0;
    const hasNone = first === firstPassage[at + 1];
    return texts.subarray(restText[at] ?? 0, (hasNone ? headText[at + 1] : passageText[first]) ?? 0);
  }

  passageBytes(at: number): U8 {
    const { texts, headText, passageText } = this.data;
    const end = this.#isLast(at) ? headText[this.articleOf(at) + 1] : passageText[at + 1];
    return texts.subarray(passageText[at] ?? 0, end ?? 0);
  }

  /** Some article exists in more than one language. */
  get hasVersions(): boolean {
    return this.idCount < this.articleCount;
  }

  /** The articles with an id, one for each language it exists in. */
  versions(id: string): readonly number[] {
    const number = this.#ids.find(id);
    return number < 0 ? [] : this.versionsOf(this.data.firstVersion[number] ?? 0);
  }

  /** An article with its versions in other languages, the same order for each of them. */
  versionsOf(article: number): readonly number[] {
    const { idOf, nextVersion, firstVersion } = this.data;
    const first = firstVersion[idOf[article] ?? 0] ?? article;
    const all = [first];
    for (let at = nextVersion[first] ?? first; at !== first && all.length < this.articleCount; ) {
      all.push(at);
      at = nextVersion[at] ?? first;
    }
    return all;
  }

  /** The same number for each version of an article. */
  idOf(article: number): number {
    return this.data.idOf[article] ?? 0;
  }

  languageOf(article: number): string {
    return this.facts.languages[this.data.languageOf[article] ?? 0] ?? "";
  }

  #isLast(passage: number): boolean {
    return passage + 1 === this.data.firstPassage[this.articleOf(passage) + 1];
  }
}

function parse(bytes: U8): object {
  return JSON.parse(decoder.decode(bytes)) as object;
}

const decoder = new TextDecoder();
