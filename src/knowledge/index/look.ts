/** Looks closely at passages that ranked well: which of the asked words they have, where, and how near each other. */
import { BREAK, type Index } from "./index-data.ts";
import { Seen, type Sought } from "./seen.ts";

/** Shares are of the worth of the content words, 0–1 where nothing else is said. */
export type Look = {
  /** Of the question, found in the passage. */
  readonly covered: number;
  /** Of the question, found in its best line: title with heading, heading, or a question that it answers. */
  readonly line: number;
  /** Of that line, found in the question. */
  readonly lineAsked: number;
  /** How far the heading says what the question says beyond the title, no more and no less. */
  readonly section: number;
  /** Of neighbours in the question, standing near each other in the passage. */
  readonly near: number;
  /** Of the question, found together in one stretch of the passage. */
  readonly together: number;
  /** Of the question, found in a row; above 1 if common words stand in it too. */
  readonly run: number;
  /** Of the words and numbers that the question writes in letters and digits, found; each counts the same. */
  readonly written: number;
  /** How many terms the passage has, with those of its article's title, tags and questions. */
  readonly size: number;
};

/** How well another word stands for the asked one. */
const OTHER_WORD = 0.8;

export class Looker {
  readonly #index: Index;
  /** By term: what a word is worth that was not asked for. */
  readonly #worths: Float32Array;
  /** By term: its place in the question + 1, negative for another word of it. All zero between two questions. */
  readonly #places: Int16Array;

  constructor(index: Index, worths: Float32Array) {
    this.#index = index;
    this.#worths = worths;
    this.#places = new Int16Array(index.dictionary.size);
  }

  /** Looks at the passages for one question. */
  look(sought: readonly Sought[], passages: readonly number[]): Look[] {
    const places = this.#places;
    sought.forEach(({ others }, place) => {
      for (const other of others) places[other] = -place - 1;
    });
    sought.forEach(({ term }, place) => {
      if (term >= 0) places[term] = place + 1;
    });
    const seen = new Seen(sought);
    const looks = passages.map((passage) => this.#one(passage, seen));
    for (const { term, others } of sought) {
      if (term >= 0) places[term] = 0;
      for (const other of others) places[other] = 0;
    }
    return looks;
  }

  #one(passage: number, seen: Seen): Look {
    const head = this.#index.articleTerms(this.#index.articleOf(passage));
    const own = this.#index.passageTerms(passage);
    seen.startPassage();
    this.#meet(head, seen);
    this.#meet(own, seen);
    const { share, asked, section } = this.#bestLine(head, own, seen);
    return { ...seen.result(), line: share, lineAsked: asked, section, size: head.length + own.length };
  }

  #bestLine(head: Uint32Array, own: Uint32Array, seen: Seen): BestLine {
    const best = new BestLine(seen.total);
    const titleEnd = head.indexOf(BREAK);
    const headingEnd = own.indexOf(BREAK);
    const title = this.#read(head, 0, titleEnd, seen, ++seen.mark);
    const both = this.#read(own, 0, headingEnd, seen, seen.mark);
    best.add(title.found + both.found, title.own + both.own);
    if (both.found > 0)
      best.section = harmonic(both.found / (seen.total - title.found), both.found / both.own);
    const heading = this.#read(own, 0, headingEnd, seen, ++seen.mark);
    best.add(heading.found, heading.own);
    // behind the title stand the tags, which are no line
    for (let from = head.indexOf(BREAK, titleEnd + 1) + 1; from < head.length; ) {
      const to = head.indexOf(BREAK, from);
      const asked = this.#read(head, from, to, seen, ++seen.mark);
      best.add(asked.found, asked.own);
      from = to + 1;
    }
    for (let from = headingEnd + 1; ; ) {
      const to = own.indexOf(BREAK, from);
      if (to < 0 || to + 1 >= own.length) break;
      const asked = this.#read(own, from, to, seen, ++seen.mark);
      best.add(asked.found, asked.own);
      from = to + 1;
    }
    return best;
  }

  /** The worth of the asked words in a line that were not marked as counted, and of all its words. */
  #read(terms: Uint32Array, from: number, to: number, seen: Seen, mark: number): Line {
    const { contentWorth, marks } = seen;
    let found = 0;
    let own = 0;
    for (let i = from; i < to; i++) {
      const term = terms[i] as number;
      const mapped = this.#places[term] as number;
      if (mapped === 0) {
        own += this.#worths[term] as number;
        continue;
      }
      const place = Math.abs(mapped) - 1;
      if (marks[place] === mark) continue;
      marks[place] = mark;
      const worth = contentWorth[place] as number;
      found += mapped < 0 ? worth * OTHER_WORD : worth;
      own += worth;
    }
    return { found, own };
  }

  #meet(terms: Uint32Array, seen: Seen): void {
    const places = this.#places;
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as number;
      if (term === BREAK) continue;
      const mapped = places[term] as number;
      if (mapped !== 0) seen.meet(Math.abs(mapped) - 1, mapped < 0 ? OTHER_WORD : 1, i);
    }
    seen.pass(terms.length);
  }
}

type Line = { readonly found: number; readonly own: number };

/** The line that says the same as the question, no more and no less, by the harmonic mean of both shares. */
class BestLine {
  readonly #total: number;
  share = 0;
  asked = 0;
  section = 0;

  constructor(total: number) {
    this.#total = total;
  }

  add(found: number, own: number): void {
    if (found === 0) return;
    const share = found / this.#total;
    const asked = found / own;
    if (harmonic(share, asked) <= harmonic(this.share, this.asked)) return;
    this.share = share;
    this.asked = asked;
  }
}

export function harmonic(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}
