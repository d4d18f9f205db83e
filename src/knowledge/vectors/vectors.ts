/** Meaning beside words: a vector for each passage, made in the background by the embedder. */
import { setTimeout as wait } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Embedder } from "#ports/model.ts";
import type { Log } from "#ports/platform.ts";
import type { Index } from "../index/index-data.ts";
import type { Ranked } from "../index/rank.ts";
import { nearest } from "./nearest.ts";
import { keyOf, readVectors, type VectorTable, writeVectors } from "./vector-file.ts";

/** A question waits this long for its vector, then is searched by words alone. */
const DEADLINE_MS = 800;
const BATCH = 64;
const BATCH_DEADLINE_MS = 60_000;
const SAVE_EVERY = 20;
const RETRY_MS = 30_000;

export class Vectors {
  readonly #embedder: Embedder;
  readonly #file: string;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #asked = new LRUCache<string, Float32Array>({ max: 500 });
  #table: VectorTable = new Map();
  #index: Index | undefined;
  #rows: readonly (Float32Array | undefined)[] = [];
  #work: Promise<void> = Promise.resolve();

  private constructor(embedder: Embedder, file: string, log: Log) {
    this.#embedder = embedder;
    this.#file = file;
    this.#log = log;
  }

  static async open(embedder: Embedder, file: string, log: Log): Promise<Vectors> {
    const vectors = new Vectors(embedder, file, log);
    vectors.#table = await readVectors(file, embedder.model);
    return vectors;
  }

  /** Takes over a new index. Its passages are found by meaning as soon as their vectors are there. */
  follow(index: Index): void {
    this.#index = index;
    this.#rows = [];
    this.#work = this.#work.then(() => this.#fill(index));
  }

  /** Resolves when all passages have their vectors, or it was closed. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** The passages nearest in meaning, with their cosine; `undefined` if that can't be told in time. */
  async nearest(text: string, index: Index, count: number): Promise<Ranked[] | undefined> {
    if (index !== this.#index || this.#rows.length === 0) return undefined;
    const rows = this.#rows;
    const vector = await this.#ask(text);
    return vector && nearest(vector, rows, count);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #ask(text: string): Promise<Float32Array | undefined> {
    const known = this.#asked.get(text);
    if (known) return known;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(DEADLINE_MS)]);
    try {
      // the race holds the deadline even if the embedder doesn't
      const [vector] = (await Promise.race([this.#embedder.embed([text], signal), aborted(signal)])) ?? [];
      if (vector) this.#asked.set(text, vector);
      return vector;
    } catch {
      return undefined;
    }
  }

  async #fill(index: Index): Promise<void> {
    if (this.#index !== index) return;
    const keys = Array.from({ length: index.passageCount }, (_, at) => keyOf(textOf(index, at)));
    const lacking = keys.flatMap((key, at) => (this.#table.has(key) ? [] : [at]));
    this.#show(index, keys);
    for (let from = 0; from < lacking.length && this.#index === index; from += BATCH) {
      const batch = lacking.slice(from, from + BATCH);
      if (!(await this.#embed(index, batch, keys))) return;
      this.#show(index, keys);
      if ((from / BATCH) % SAVE_EVERY === SAVE_EVERY - 1) await this.#save();
    }
    if (this.#index !== index) return;
    const current = new Set(keys);
    const left = [...this.#table.keys()].filter((key) => !current.has(key));
    for (const key of left) this.#table.delete(key);
    if (lacking.length + left.length > 0) await this.#save();
  }

  /** Tries until it has them; gives up only when it is closed or the index has changed. */
  async #embed(index: Index, batch: readonly number[], keys: readonly string[]): Promise<boolean> {
    while (!this.#stop.signal.aborted && this.#index === index) {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(BATCH_DEADLINE_MS)]);
      try {
        const vectors = await this.#embedder.embed(
          batch.map((at) => textOf(index, at)),
          signal,
        );
        batch.forEach((at, place) => {
          const vector = vectors[place];
          if (vector) this.#table.set(keys[at] ?? "", vector);
        });
        return true;
      } catch (error) {
        this.#log.warn("passages not embedded", { passages: batch.length, fault: faultOf(error) });
        await wait(RETRY_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
    return false;
  }

  #show(index: Index, keys: readonly string[]): void {
    if (this.#index === index && this.#table.size > 0) this.#rows = keys.map((key) => this.#table.get(key));
  }

  async #save(): Promise<void> {
    try {
      await writeVectors(this.#file, this.#embedder.model, this.#table);
    } catch (error) {
      this.#log.warn("vectors not kept", { fault: faultOf(error) });
    }
  }
}

function textOf(index: Index, at: number): string {
  const { article, path, text } = index.passage(at);
  return [article.title, ...path, text].join("\n");
}

function faultOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));
}
