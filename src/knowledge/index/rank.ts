/** The best passages for weighted terms: exact top k of the sum of idf × impact. */
import { IMPACT, type Index } from "./index-data.ts";

export type Wanted = {
  /** Its number in the dictionary. */
  readonly term: number;
  readonly weight: number;
  /** A passage is worth looking at for this word alone; at least one of the words is. */
  readonly content: boolean;
};

export type Ranked = { readonly passage: number; readonly score: number };

/** How rare the term is: 0 for one in every passage. */
export function rarity(passageCount: number, holders: number): number {
  return Math.log(1 + (passageCount - holders + 0.5) / (holders + 0.5));
}

/** Common words choose among this many times the passages asked for. */
const SPARE = 4;

/**
 * Keeps the sums of one search; reused, since clearing only what was touched is what makes it fast. It works
 * through the terms from the one that can add most to the one that can add least, common words last. As soon
 * as all that is left can't lift a new passage among the best, it only completes those that still can be;
 * common words lift none, which is all that keeps the result from being exact.
 */
export class Ranker {
  readonly #index: Index;
  readonly #sums: Float32Array;
  readonly #touched: Uint32Array;

  constructor(index: Index) {
    this.#index = index;
    this.#sums = new Float32Array(index.passageCount);
    this.#touched = new Uint32Array(index.passageCount);
  }

  top(wanted: readonly Wanted[], count: number): Ranked[] {
    const lists = this.#lists(wanted);
    let left = lists.reduce((sum, list) => sum + list.most, 0);
    let done = 0;
    let seen = 0;
    let closed = false;
    for (const { from, to, unit, most, content } of lists) {
      if (!closed && !content) {
        closed = true;
        seen = this.#keep(seen, seen > count * SPARE ? this.#nth(seen, count * SPARE) : 0);
      } else if (!closed && done > left && seen > count) {
        const needed = this.#nth(seen, count);
        if (needed > left) {
          closed = true;
          seen = this.#keep(seen, needed - left);
        }
      }
      if (closed) this.#complete(seen, from, to, unit);
      else seen = this.#add(seen, from, to, unit);
      left -= most;
      done += most;
    }
    return this.#take(seen, count);
  }

  #lists(wanted: readonly Wanted[]) {
    const { postings, peaks } = this.#index.data;
    const common = wanted.every(({ content }) => !content);
    return wanted
      .map(({ term, weight, content }) => ({
        from: postings[term] ?? 0,
        to: postings[term + 1] ?? 0,
        unit: weight / IMPACT,
        most: ((peaks[term] ?? 0) * weight) / IMPACT,
        content: content || common,
      }))
      .sort((a, b) => Number(b.content) - Number(a.content) || b.most - a.most);
  }

  #add(already: number, from: number, to: number, unit: number): number {
    const { passages, impacts } = this.#index.data;
    const sums = this.#sums;
    const touched = this.#touched;
    let seen = already;
    for (let i = from; i < to; i++) {
      const passage = passages[i] as number;
      const sum = sums[passage] as number;
      if (sum === 0) touched[seen++] = passage;
      sums[passage] = sum + (impacts[i] as number) * unit;
    }
    return seen;
  }

  /** The sum of the passage that stands at `count` from the top. */
  #nth(seen: number, count: number): number {
    const heap = new Float32Array(count);
    let least = 0;
    for (let i = 0; i < seen; i++) {
      const sum = this.#sums[this.#touched[i] as number] as number;
      if (sum > least) {
        sift(heap, sum);
        least = heap[0] as number;
      }
    }
    return least;
  }

  /** Forgets the passages below `least`; the others come to stand in the order of their numbers. */
  #keep(seen: number, least: number): number {
    let kept = 0;
    for (let i = 0; i < seen; i++) {
      const passage = this.#touched[i] as number;
      if ((this.#sums[passage] as number) >= least) this.#touched[kept++] = passage;
      else this.#sums[passage] = 0;
    }
    this.#touched.subarray(0, kept).sort();
    return kept;
  }

  /** Adds a list to the kept passages only, jumping through it by halves when it is much the longer one. */
  #complete(seen: number, start: number, to: number, unit: number): void {
    const { passages, impacts } = this.#index.data;
    let from = start;
    for (let i = 0; i < seen && from < to; i++) {
      const passage = this.#touched[i] as number;
      let step = 1;
      while (from + step < to && (passages[from + step] as number) < passage) step *= 2;
      let low = from + (step >> 1);
      let high = Math.min(to, from + step + 1);
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((passages[middle] as number) < passage) low = middle + 1;
        else high = middle;
      }
      from = low;
      if (low < to && passages[low] === passage)
        this.#sums[passage] = (this.#sums[passage] as number) + (impacts[low] as number) * unit;
    }
  }

  #take(seen: number, count: number): Ranked[] {
    const least = seen > count ? this.#nth(seen, count) : 0;
    const best: Ranked[] = [];
    for (let i = 0; i < seen; i++) {
      const passage = this.#touched[i] as number;
      const score = this.#sums[passage] as number;
      this.#sums[passage] = 0;
      if (score >= least) best.push({ passage, score });
    }
    return best.sort((a, b) => b.score - a.score || a.passage - b.passage).slice(0, count);
  }
}

/** Puts a value in place of the smallest of a heap. */
function sift(heap: Float32Array, value: number): void {
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child++;
    if ((heap[child] as number) >= value) break;
    heap[at] = heap[child] as number;
    at = child;
  }
  heap[at] = value;
}
