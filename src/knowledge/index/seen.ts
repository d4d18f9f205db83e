/** What has been seen of a question in the passage at hand; all of it as arrays by place in the question. */

export type Sought = {
  /** Number in the dictionary; -1 if no passage has it. */
  readonly term: number;
  /** Terms that say about the same. */
  readonly others: readonly number[];
  /** What one of them counts beside the term itself. */
  readonly likeness: number;
  /** What it says: weight × rarity. */
  readonly worth: number;
  readonly content: boolean;
  readonly common: boolean;
  /** A word or number of the question itself, in letters or digits. */
  readonly written: boolean;
};

/** Neighbours in the question may stand this far from each other. */
const NEAR = 4;
/** Words in a row may have so many others between them. */
const GAP = 3;
/** How many terms make a stretch: about two sentences. */
const STRETCH = 30;
/** The smallest power of two above it. */
const RING = 32;

const NEVER = -1000;

export class Seen {
  /** The worth of all content words. */
  readonly total: number;
  readonly contentWorth: Float64Array;
  /** The line in which each was last counted. */
  readonly marks: Float64Array;
  mark = 0;
  readonly #worth: Float64Array;
  readonly #written: Uint8Array;
  readonly #writtenCount: number;
  /** The content word before and after in the question, or -1. */
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  /** How well it was met, 0 to 1. */
  readonly #met: Float32Array;
  /** 1 if it was met near the one before it. */
  readonly #pairs: Uint8Array;
  readonly #lastAt: Float64Array;
  /** How often it was met in the stretch that ends here, and the places met there, oldest first. */
  readonly #inStretch: Uint8Array;
  readonly #ringAt = new Float64Array(RING);
  readonly #ringPlace = new Int32Array(RING);
  #ringFrom = 0;
  #ringTo = 0;
  #stretch = 0;
  #together = 0;
  #runPlace = NEVER;
  #runAt = NEVER;
  #row = 0;
  #run = 0;
  /** Where the terms at hand begin. */
  #start = 0;

  constructor(sought: readonly Sought[]) {
    const { length } = sought;
    this.#worth = Float64Array.from(sought, ({ worth }) => worth);
    this.#written = Uint8Array.from(sought, ({ written }) => Number(written));
    this.#writtenCount = this.#written.reduce((sum, one) => sum + one, 0);
    this.contentWorth = Float64Array.from(sought, ({ worth, content }) => (content ? worth : 0));
    this.total = this.contentWorth.reduce((sum, worth) => sum + worth, 0);
    this.marks = new Float64Array(length);
    this.#before = new Int32Array(length).fill(-1);
    this.#after = new Int32Array(length).fill(-1);
    this.#met = new Float32Array(length);
    this.#pairs = new Uint8Array(length);
    this.#lastAt = new Float64Array(length);
    this.#inStretch = new Uint8Array(length);
    let last = -1;
    sought.forEach(({ content }, place) => {
      if (!content) return;
      this.#before[place] = last;
      if (last >= 0) this.#after[last] = place;
      last = place;
    });
  }

  startPassage(): void {
    this.#met.fill(0);
    this.#pairs.fill(0);
    this.#lastAt.fill(NEVER);
    this.#inStretch.fill(0);
    this.#ringFrom = this.#ringTo = 0;
    this.#stretch = this.#together = 0;
    this.#runPlace = this.#runAt = NEVER;
    this.#row = this.#run = 0;
    this.#start = 0;
  }

  /** Behind so many terms others begin, which are no neighbours of them. */
  pass(length: number): void {
    this.#start += length + GAP;
  }

  /** A word of the question stands at a place of the passage; `value` is less than 1 for another word of it. */
  meet(place: number, value: number, offset: number): void {
    const at = this.#start + offset;
    if (value > (this.#met[place] as number)) this.#met[place] = value;
    this.#lastAt[place] = at;
    const above = this.#before[place] as number;
    if (above >= 0 && at - (this.#lastAt[above] as number) <= NEAR) this.#pairs[place] = 1;
    const below = this.#after[place] as number;
    if (below >= 0 && at - (this.#lastAt[below] as number) <= NEAR) this.#pairs[below] = 1;
    this.#lengthenRow(place, at);
    const worth = this.contentWorth[place] as number;
    if (worth > 0) this.#lengthenStretch(place, worth, at);
  }

  #lengthenRow(place: number, at: number): void {
    const worth = this.#worth[place] as number;
    if (place === this.#runPlace + 1 && at - this.#runAt <= GAP) this.#row += worth;
    else if (place !== this.#runPlace) this.#row = worth;
    this.#runPlace = place;
    this.#runAt = at;
    if (this.#row > this.#run) this.#run = this.#row;
  }

  #lengthenStretch(place: number, worth: number, at: number): void {
    while (this.#ringFrom < this.#ringTo) {
      const oldest = this.#ringFrom % RING;
      if ((this.#ringAt[oldest] as number) > at - STRETCH) break;
      const left = this.#ringPlace[oldest] as number;
      const times = (this.#inStretch[left] as number) - 1;
      this.#inStretch[left] = times;
      if (times === 0) this.#stretch -= this.contentWorth[left] as number;
      this.#ringFrom++;
    }
    const newest = this.#ringTo++ % RING;
    this.#ringAt[newest] = at;
    this.#ringPlace[newest] = place;
    const times = this.#inStretch[place] as number;
    this.#inStretch[place] = times + 1;
    if (times === 0) this.#stretch += worth;
    if (this.#stretch > this.#together) this.#together = this.#stretch;
  }

  result() {
    let covered = 0;
    let near = 0;
    let most = 0;
    let written = 0;
    for (let place = 0; place < this.#met.length; place++) {
      if (this.#written[place] === 1 && this.#met[place] === 1) written++;
      const worth = this.contentWorth[place] as number;
      if (worth === 0) continue;
      covered += worth * (this.#met[place] as number);
      const before = this.#before[place] as number;
      if (before < 0) continue;
      const pair = Math.min(worth, this.contentWorth[before] as number);
      most += pair;
      if (this.#pairs[place] === 1) near += pair;
    }
    const total = this.total || 1;
    return {
      covered: covered / total,
      near: most > 0 ? near / most : covered / total,
      together: this.#together / total,
      run: this.#run / total,
      written: this.#writtenCount > 0 ? written / this.#writtenCount : 0,
    };
  }
}
