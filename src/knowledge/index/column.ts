/** Long arrays of the index, read piece by piece: from memory, or from the file that holds them. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** As much of a typed array as a search needs, so that a typed array is one. */
export interface Column<T> {
  readonly length: number;
  subarray(from: number, to: number): T;
}

export type View<T> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, from: number, length: number): T;
};

/** A file that is open for reading until it is closed. Throws when it can't be opened. */
export class OpenFile {
  readonly size: number;
  #descriptor: number | undefined;

  constructor(path: string) {
    this.#descriptor = openSync(path, "r");
    this.size = fstatSync(this.#descriptor).size;
  }

  /** Throws when the file ends before, or is closed. */
  read(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      if (this.#descriptor === undefined) throw new Error("the index file is closed");
      const count = readSync(this.#descriptor, bytes, done, length - done, at + done);
      if (count === 0) throw new Error("the index file ends too early");
      done += count;
    }
    return bytes;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Reads what is asked for each time; the system keeps what is asked for often. */
export class FileColumn<T> implements Column<T> {
  readonly length: number;
  readonly #file: OpenFile;
  readonly #at: number;
  readonly #View: View<T>;

  constructor(file: OpenFile, Numbers: View<T>, at: number, length: number) {
    this.#file = file;
    this.#View = Numbers;
    this.#at = at;
    this.length = length;
  }

  subarray(from: number, to: number): T {
    const size = this.#View.BYTES_PER_ELEMENT;
    const bytes = this.#file.read(this.#at + from * size, Math.max(0, to - from) * size);
    return new this.#View(bytes.buffer, 0, to - from);
  }
}
