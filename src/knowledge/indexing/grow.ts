/** Typed arrays that grow, for building the index. */

export class Numbers {
  #array = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#array.length) {
      const more = new Uint32Array(this.length * 2);
      more.set(this.#array);
      this.#array = more;
    }
    this.#array[this.length++] = value;
  }

  at(place: number): number {
    return this.#array[place] ?? 0;
  }

  set(place: number, value: number): void {
    this.#array[place] = value;
  }

  /** What was pushed; to be asked for when nothing more is. */
  array(): Uint32Array<ArrayBuffer> {
    return this.#array.subarray(0, this.length);
  }
}

export class Bytes {
  #array = new Uint8Array(65_536);
  length = 0;

  push(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.#array.length) {
      const more = new Uint8Array(Math.max(needed, this.#array.length * 2));
      more.set(this.#array.subarray(0, this.length));
      this.#array = more;
    }
    this.#array.set(bytes, this.length);
    this.length = needed;
  }

  /** What was pushed; to be asked for when nothing more is. */
  array(): Uint8Array<ArrayBuffer> {
    return this.#array.subarray(0, this.length);
  }
}
