/**
 * Numbers the terms, in the order in which they come. Terms are kept as 64-bit hashes, so the index holds no
 * words and needs no parsing when it is loaded. At ten million terms two share a hash once in 400,000 indexes.
 */
export class Dictionary {
  #high: Uint32Array<ArrayBuffer>;
  #low: Uint32Array<ArrayBuffer>;
  #slots: Uint32Array<ArrayBuffer>;
  #size: number;

  constructor(stored?: DictionaryData) {
    this.#high = stored?.high ?? new Uint32Array(1024);
    this.#low = stored?.low ?? new Uint32Array(1024);
    this.#slots = stored?.slots ?? new Uint32Array(4096);
    this.#size = stored?.high.length ?? 0;
  }

  get size(): number {
    return this.#size;
  }

  /** The term's number, or -1 if no passage has it. */
  find(term: string): number {
    hash(term);
    return (this.#slots[this.#slot()] ?? 0) - 1;
  }

  add(term: string): number {
    hash(term);
    return this.#addHashed();
  }

  /** Adds the term that another dictionary knows as `id`. */
  addFrom(other: Dictionary, id: number): number {
    high = other.#high[id] ?? 0;
    low = other.#low[id] ?? 0;
    return this.#addHashed();
  }

  data(): DictionaryData {
    return {
      high: this.#high.slice(0, this.#size),
      low: this.#low.slice(0, this.#size),
      slots: this.#slots,
    };
  }

  #addHashed(): number {
    const at = this.#slot();
    const known = this.#slots[at] ?? 0;
    if (known > 0) return known - 1;
    if (this.#size === this.#high.length) {
      this.#high = doubled(this.#high);
      this.#low = doubled(this.#low);
    }
    const id = this.#size++;
    this.#high[id] = high;
    this.#low[id] = low;
    this.#slots[at] = id + 1;
    if (this.#size * 2 > this.#slots.length) this.#spread();
    return id;
  }

  /** Where the hashed term stands or would stand. */
  #slot(): number {
    const mask = this.#slots.length - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const id = this.#slots[at] ?? 0;
      if (id === 0 || (this.#low[id - 1] === low && this.#high[id - 1] === high)) return at;
    }
  }

  #spread(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let at = (this.#low[id] ?? 0) & mask;
      while (this.#slots[at] !== 0) at = (at + 1) & mask;
      this.#slots[at] = id + 1;
    }
  }
}

export type DictionaryData = {
  readonly high: Uint32Array<ArrayBuffer>;
  readonly low: Uint32Array<ArrayBuffer>;
  readonly slots: Uint32Array<ArrayBuffer>;
};

export function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(array.length * 2);
  more.set(array);
  return more;
}

// The hash of the term at hand: two numbers that a function cannot return without an object for each term.
let high = 0;
let low = 0;

function hash(term: string): void {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < term.length; i++) {
    const c = term.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x5bd1e995);
    b ^= b >>> 15;
  }
  a ^= a >>> 16;
  a = Math.imul(a, 0x85ebca6b);
  a ^= a >>> 13;
  low = a >>> 0;
  high = b >>> 0;
}
