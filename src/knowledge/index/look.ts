/** Looks closely at a passage that ranked well: which of the asked words it has, where, and how near each other. */
import { BREAK, type Index } from "./index-data.ts";

export type Sought = {
  /** Number in the dictionary; -1 if no passage has it. */
  readonly term: number;
  /** What it says: weight × rarity. */
  readonly worth: number;
  readonly content: boolean;
};

/** All are shares of the worth of the content words, 0–1. */
export type Look = {
  /** Of the question, found in the passage. */
  readonly covered: number;
  /** Of the question, found in its best line: title, a question it answers, or heading. */
  readonly line: number;
  /** Of that line, found in the question. */
  readonly lineAsked: number;
  /** Of neighbours in the question, standing near each other in the passage. */
  readonly near: number;
};

/** Neighbours in the question may stand this far from each other. */
const NEAR = 4;

export class Looker {
  readonly #index: Index;
  /** By term: its place in the question + 1. All zero between two questions. */
  readonly #places: Uint16Array;
  #sought: readonly Sought[] = [];
  #total = 0;
  #lastSeen = new Int32Array(0);
  #lineSeen = new Uint32Array(0);
  #line = 0;
  #worths: (term: number) => number;

  constructor(index: Index, worths: (term: number) => number) {
    this.#index = index;
    this.#places = new Uint16Array(index.dictionary.size);
    this.#worths = worths;
  }

  /** Looks at the passages for one question. */
  look(sought: readonly Sought[], passages: readonly number[]): Look[] {
    this.#sought = sought;
    this.#total = 0;
    for (const { worth, content } of sought) if (content) this.#total += worth;
    if (this.#lastSeen.length < sought.length) {
      this.#lastSeen = new Int32Array(sought.length * 2);
      this.#lineSeen = new Uint32Array(sought.length * 2);
    }
    sought.forEach(({ term }, place) => {
      if (term >= 0) this.#places[term] = place + 1;
    });
    const looks = passages.map((passage) => this.#one(passage));
    for (const { term } of sought) if (term >= 0) this.#places[term] = 0;
    return looks;
  }

  #one(passage: number): Look {
    const { data } = this.#index;
    const article = data.articleOf[passage] ?? 0;
    const has = new Uint8Array(this.#sought.length);
    const pairs = new Uint8Array(this.#sought.length);
    let line = 0;
    let lineAsked = 0;
    const tryLine = (from: number, to: number) => {
      const [found, own] = this.#readLine(from, to, has);
      if (own === 0 || this.#total === 0) return;
      const share = found / this.#total;
      const asked = found / own;
      // the harmonic mean prefers lines that say the same, no more and no less
      if (harmonic(share, asked) > harmonic(line, lineAsked)) {
        line = share;
        lineAsked = asked;
      }
    };
    let from = data.articleStream[article] ?? 0;
    const end = this.#index.endOfArticle(article);
    for (let i = from; i < end; i++)
      if (data.stream[i] === BREAK) {
        tryLine(from, i);
        from = i + 1;
      }
    const own = data.passageStream[passage] ?? 0;
    const text = data.stream.indexOf(BREAK, own) + 1;
    tryLine(own, text - 1);
    this.#readText(text, this.#index.endOfPassage(passage), has, pairs);
    this.#readText(data.articleStream[article] ?? 0, end, has, pairs);
    let covered = 0;
    let near = 0;
    let nearTotal = 0;
    let before = -1;
    this.#sought.forEach(({ worth, content }, place) => {
      if (!content) return;
      if (has[place] === 1) covered += worth;
      if (before >= 0) {
        const pair = Math.min(worth, this.#sought[before]?.worth ?? 0);
        nearTotal += pair;
        if (pairs[place] === 1) near += pair;
      }
      before = place;
    });
    return {
      covered: this.#total > 0 ? covered / this.#total : 0,
      line,
      lineAsked,
      near: nearTotal > 0 ? near / nearTotal : covered > 0 ? 1 : 0,
    };
  }

  /** The worth of the asked words in the line, and of all its words. */
  #readLine(from: number, to: number, has: Uint8Array): [found: number, own: number] {
    const { stream } = this.#index.data;
    const mark = ++this.#line;
    let found = 0;
    let own = 0;
    for (let i = from; i < to; i++) {
      const term = stream[i] as number;
      const place = (this.#places[term] as number) - 1;
      if (place < 0) {
        own += this.#worths(term);
        continue;
      }
      has[place] = 1;
      if (this.#lineSeen[place] === mark) continue;
      this.#lineSeen[place] = mark;
      const { worth = 0, content = false } = this.#sought[place] ?? {};
      if (content) {
        found += worth;
        own += worth;
      }
    }
    return [found, own];
  }

  /** Notes which of the asked words the text has, and which stand near the one asked before them. */
  #readText(from: number, to: number, has: Uint8Array, pairs: Uint8Array): void {
    const { stream } = this.#index.data;
    this.#lastSeen.fill(-NEAR - 1, 0, this.#sought.length);
    for (let i = from; i < to; i++) {
      const term = stream[i] as number;
      if (term === BREAK) continue;
      const place = (this.#places[term] as number) - 1;
      if (place < 0) continue;
      has[place] = 1;
      this.#lastSeen[place] = i - from;
      const above = this.#contentBefore(place);
      if (above >= 0 && i - from - (this.#lastSeen[above] as number) <= NEAR) pairs[place] = 1;
      const below = this.#contentAfter(place);
      if (below >= 0 && i - from - (this.#lastSeen[below] as number) <= NEAR) pairs[below] = 1;
    }
  }

  #contentBefore(place: number): number {
    for (let at = place - 1; at >= 0; at--) if (this.#sought[at]?.content) return at;
    return -1;
  }

  #contentAfter(place: number): number {
    for (let at = place + 1; at < this.#sought.length; at++) if (this.#sought[at]?.content) return at;
    return -1;
  }
}

function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}
