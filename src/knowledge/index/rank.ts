/** The best passages for weighted terms: exact top k of the sum of idf × impact. */
import { IMPACT, type Index, type Postings } from "./index-data.ts";

export type Wanted = {
  /** Its number in the dictionary. */
  readonly term: number;
  readonly weight: number;
  /** No passage is worth looking at for this word alone. */
  readonly common: boolean;
};

export type Ranked = { readonly passage: number; readonly score: number };

/** How rare the term is: 0 for one in every passage. */
export function rarity(passageCount: number, holders: number): number {
  return Math.log(1 + (passageCount - holders + 0.5) / (holders + 0.5));
}

/**
 * A common word that more passages have is not looked up: of all lists its would be the longest to read, for the
 * least. In small indexes common words raise the ranking a little, so they stay there.
 */
const MOST_COMMON = 100_000;

/** Common words choose among this many times the passages asked for. */
const SPARE = 4;

type List = Postings & { readonly unit: number; readonly most: number; readonly common: boolean };

/**
 * Keeps the sums of one search; reused, since clearing only what was touched is what makes it fast. It works
 * through the terms from the one that can add most to the one that can add least, common words last. As soon
 * as all that is left can't lift a new passage among the best, it only completes those that still can be;
 * common words lift none, which is all that keeps the result from being exact.
 */
export class Ranker {
  readonly #index: Index;
  readonly #sums: Float32Array;
  /** The passages with a sum. */
  readonly #touched: Uint32Array;
  #seen = 0;
  /** The passages whose sum rose above `#least` since it was last known. */
  readonly #risen: Uint32Array;
  #rises = 0;
  /** By passage: the list with which it last rose, all lists of all searches counted. */
  readonly #roseWith: Float64Array;
  #list = 0;
  /** The passages of the last `#least`, and the sum of the last one of them. */
  #best: number[] = [];
  #least = 0;

  constructor(index: Index) {
    this.#index = index;
    this.#sums = new Float32Array(index.passageCount);
    this.#touched = new Uint32Array(index.passageCount);
    this.#risen = new Uint32Array(index.passageCount);
    this.#roseWith = new Float64Array(index.passageCount);
  }

  top(wanted: readonly Wanted[], count: number): Ranked[] {
    this.#seen = 0;
    this.#best = [];
    this.#least = 0;
    const lists = this.#lists(wanted);
    let left = lists.reduce((sum, { most }) => sum + most, 0);
    let closed = false;
    for (const list of lists) {
      if (!closed) {
        closed = list.common || this.#least > left;
        if (closed) this.#keep(list.common ? this.#nth(count * SPARE) : this.#least - left);
      } else if (this.#seen > count)
        this.#keep(this.#nth(list.common ? count * SPARE : count) - (list.common ? 0 : left));
      if (closed) this.#complete(list);
      else {
        this.#add(list);
        this.#raise(count);
      }
      left -= list.most;
    }
    return this.#take(count);
  }

  #lists(wanted: readonly Wanted[]): List[] {
    const { peaks } = this.#index.data;
    const nothingElse = wanted.every(({ common }) => common);
    return wanted
      .filter(({ term, common }) => !common || nothingElse || this.#index.holders(term) < MOST_COMMON)
      .map(({ term, weight, common }) => ({
        ...this.#index.postings(term),
        unit: weight / IMPACT,
        most: ((peaks[term] ?? 0) * weight) / IMPACT,
        common: common && !nothingElse,
      }))
      .sort((a, b) => Number(a.common) - Number(b.common) || b.most - a.most);
  }

  #add({ passages, impacts, unit }: List): void {
    const sums = this.#sums;
    const touched = this.#touched;
    const risen = this.#risen;
    const roseWith = this.#roseWith;
    const list = ++this.#list;
    const least = this.#least;
    let seen = this.#seen;
    let rises = 0;
    for (let i = 0; i < passages.length; i++) {
      const passage = passages[i] as number;
      const before = sums[passage] as number;
      const sum = before + (impacts[i] as number) * unit;
      if (before === 0) touched[seen++] = passage;
      sums[passage] = sum;
      if (sum > least) {
        risen[rises++] = passage;
        roseWith[passage] = list;
      }
    }
    this.#seen = seen;
    this.#rises = rises;
  }

  /** Brings `#best` and `#least` up to date: what did not rise was below before and is below now. */
  #raise(count: number): void {
    const risen = this.#risen.subarray(0, this.#rises);
    const still = this.#best.filter((passage) => this.#roseWith[passage] !== this.#list);
    const least = nthHighest(this.#sums, count, risen, still);
    const best = still.filter((passage) => (this.#sums[passage] as number) >= least);
    for (const passage of risen) if ((this.#sums[passage] as number) >= least) best.push(passage);
    this.#best = best;
    this.#least = least;
  }

  #nth(count: number): number {
    return this.#seen > count ? nthHighest(this.#sums, count, this.#touched.subarray(0, this.#seen)) : 0;
  }

  /** Forgets the passages below `least`; the others stand in the order of their numbers. */
  #keep(least: number): void {
    const touched = this.#touched;
    let kept = 0;
    for (let i = 0; i < this.#seen; i++) {
      const passage = touched[i] as number;
      if ((this.#sums[passage] as number) >= least) touched[kept++] = passage;
      else this.#sums[passage] = 0;
    }
    touched.subarray(0, kept).sort();
    this.#seen = kept;
  }

  /** Adds a list to the kept passages only, jumping through it by doubling and halving. */
  #complete({ passages, impacts, unit }: List): void {
    const to = passages.length;
    let from = 0;
    for (let i = 0; i < this.#seen && from < to; i++) {
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

  #take(count: number): Ranked[] {
    const least = this.#nth(count);
    const best: Ranked[] = [];
    for (let i = 0; i < this.#seen; i++) {
      const passage = this.#touched[i] as number;
      const score = this.#sums[passage] as number;
      this.#sums[passage] = 0;
      if (score >= least) best.push({ passage, score });
    }
    return best.sort((a, b) => b.score - a.score || a.passage - b.passage).slice(0, count);
  }
}

/** The sum of the passage that stands at `count` from the top; 0 if there are fewer. */
function nthHighest(sums: Float32Array, count: number, ...groups: readonly ArrayLike<number>[]): number {
  const heap = new Float32Array(count);
  let least = 0;
  for (const passages of groups)
    for (let i = 0; i < passages.length; i++) {
      const sum = sums[passages[i] as number] as number;
      if (sum <= least) continue;
      sift(heap, sum);
      least = heap[0] as number;
    }
  return least;
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
