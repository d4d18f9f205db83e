/** Looks closely at passages that ranked well: which of the asked words they have, where, and how near each other. */
import { BREAK, type Index } from "./index-data.ts";

export type Sought = {
  /** Number in the dictionary; -1 if no passage has it. */
  readonly term: number;
  /** Terms that say about the same. */
  readonly others: readonly number[];
  /** What it says: weight × rarity. */
  readonly worth: number;
  readonly content: boolean;
  readonly common: boolean;
};

/** All are shares of the worth of the content words, 0–1. */
export type Look = {
  /** Of the question, found in the passage. */
  readonly covered: number;
  /** Of the question, found in its best line: title with heading, heading, or a question that it answers. */
  readonly line: number;
  /** Of that line, found in the question. */
  readonly lineAsked: number;
  /** Of neighbours in the question, standing near each other in the passage. */
  readonly near: number;
};

/** How well another word stands for the asked one. */
const OTHER_WORD = 0.8;

/** Neighbours in the question may stand this far from each other. */
const NEAR = 4;

export class Looker {
  readonly #index: Index;
  readonly #worthOf: (term: number) => number;
  /** By term: its place in the question + 1, negative for another word of it. All zero between two questions. */
  readonly #places: Int16Array;
  /** Numbers the lines, so that a word is counted once in each. */
  #mark = 0;

  /** `worthOf` says what a word is worth that was not asked for. */
  constructor(index: Index, worthOf: (term: number) => number) {
    this.#index = index;
    this.#worthOf = worthOf;
    this.#places = new Int16Array(index.dictionary.size);
  }

  /** Looks at the passages for one question. */
  look(sought: readonly Sought[], passages: readonly number[]): Look[] {
    const question = new Question(sought);
    sought.forEach(({ others }, place) => {
      for (const other of others) this.#places[other] = -place - 1;
    });
    sought.forEach(({ term }, place) => {
      if (term >= 0) this.#places[term] = place + 1;
    });
    const looks = passages.map((passage) => this.#one(passage, question));
    for (const { term, others } of sought) {
      if (term >= 0) this.#places[term] = 0;
      for (const other of others) this.#places[other] = 0;
    }
    return looks;
  }

  #one(passage: number, question: Question): Look {
    const { stream, articleOf, articleStream, passageStream } = this.#index.data;
    const article = articleOf[passage] ?? 0;
    const title = articleStream[article] ?? 0;
    const titleEnd = stream.indexOf(BREAK, title);
    const asked = this.#index.endOfArticle(article);
    const heading = passageStream[passage] ?? 0;
    const headingEnd = stream.indexOf(BREAK, heading);

    question.startPassage();
    const best = new BestLine(question.total);
    best.add(this.#read(question, [title, titleEnd], [heading, headingEnd]));
    if (headingEnd > heading) best.add(this.#read(question, [heading, headingEnd]));
    const tagsEnd = stream.indexOf(BREAK, titleEnd + 1);
    this.#read(question, [titleEnd + 1, tagsEnd]);
    for (let from = tagsEnd + 1; from < asked; ) {
      const to = stream.indexOf(BREAK, from);
      best.add(this.#read(question, [from, to]));
      from = to + 1;
    }
    const end = this.#index.endOfPassage(passage);
    for (let from = headingEnd + 1; ; ) {
      const to = stream.indexOf(BREAK, from);
      if (to + 1 >= end) break;
      best.add(this.#read(question, [from, to]));
      from = to + 1;
    }
    this.#neighbours(question, title, asked);
    this.#neighbours(question, heading, end);
    return { ...question.result(), line: best.share, lineAsked: best.asked };
  }

  /** The worth of the asked words in a line that may stand in two places, and of all its words. */
  #read(question: Question, ...ranges: readonly (readonly [from: number, to: number])[]): Line {
    const { stream } = this.#index.data;
    const mark = ++this.#mark;
    let found = 0;
    let own = 0;
    for (const [from, to] of ranges)
      for (let i = from; i < to; i++) {
        const term = stream[i] as number;
        const mapped = this.#places[term] as number;
        const place = Math.abs(mapped) - 1;
        if (place < 0) own += this.#worthOf(term);
        else if (question.lineMarks[place] !== mark) {
          question.lineMarks[place] = mark;
          const worth = question.contentWorth[place] as number;
          found += mapped < 0 ? worth * OTHER_WORD : worth;
          own += worth;
        }
      }
    return { found, own };
  }

  /** Notes which of the asked words the text has, and which stand near the one asked before them. */
  #neighbours({ has, pairs, lastSeen, before, after }: Question, from: number, to: number): void {
    const { stream } = this.#index.data;
    lastSeen.fill(-NEAR - 1);
    for (let i = from; i < to; i++) {
      const term = stream[i] as number;
      const mapped = term === BREAK ? 0 : (this.#places[term] as number);
      if (mapped === 0) continue;
      const place = Math.abs(mapped) - 1;
      const at = i - from;
      if (mapped > 0) has[place] = 1;
      else if (has[place] === 0) has[place] = OTHER_WORD;
      lastSeen[place] = at;
      const above = before[place] as number;
      if (above >= 0 && at - (lastSeen[above] as number) <= NEAR) pairs[place] = 1;
      const below = after[place] as number;
      if (below >= 0 && at - (lastSeen[below] as number) <= NEAR) pairs[below] = 1;
    }
  }
}

/** The question as arrays by place, with what has been seen of it in the passage at hand. */
class Question {
  readonly total: number;
  readonly contentWorth: Float64Array;
  /** The content word before and after in the question, or -1. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** 0 to 1. */
  readonly has: Float32Array;
  readonly pairs: Uint8Array;
  readonly lastSeen: Int32Array;
  readonly lineMarks: Float64Array;

  constructor(sought: readonly Sought[]) {
    this.contentWorth = Float64Array.from(sought, ({ worth, content }) => (content ? worth : 0));
    this.total = this.contentWorth.reduce((sum, worth) => sum + worth, 0);
    this.before = new Int32Array(sought.length).fill(-1);
    this.after = new Int32Array(sought.length).fill(-1);
    this.has = new Float32Array(sought.length);
    this.pairs = new Uint8Array(sought.length);
    this.lastSeen = new Int32Array(sought.length);
    this.lineMarks = new Float64Array(sought.length);
    let last = -1;
    sought.forEach(({ content }, place) => {
      if (!content) return;
      this.before[place] = last;
      if (last >= 0) this.after[last] = place;
      last = place;
    });
  }

  startPassage(): void {
    this.has.fill(0);
    this.pairs.fill(0);
  }

  result(): Pick<Look, "covered" | "near"> {
    let covered = 0;
    let near = 0;
    let most = 0;
    this.contentWorth.forEach((worth, place) => {
      covered += worth * (this.has[place] as number);
      const before = this.before[place] as number;
      if (before < 0) return;
      const pair = Math.min(worth, this.contentWorth[before] as number);
      most += pair;
      if (this.pairs[place] === 1) near += pair;
    });
    const share = this.total > 0 ? covered / this.total : 0;
    return { covered: share, near: most > 0 ? near / most : share };
  }
}

type Line = { readonly found: number; readonly own: number };

/** The line that says the same as the question, no more and no less, by the harmonic mean of both shares. */
class BestLine {
  readonly #total: number;
  share = 0;
  asked = 0;

  constructor(total: number) {
    this.#total = total;
  }

  add({ found, own }: Line): void {
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
