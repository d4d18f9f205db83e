/** Which articles are the same one in several languages. */
import { Dictionary } from "../index/dictionary.ts";
import type { Kept } from "../index/index-data.ts";
import { Numbers } from "./grow.ts";

type Stored = Pick<
  Kept,
  "idHigh" | "idLow" | "idSlots" | "firstVersion" | "idOf" | "nextVersion" | "languageOf"
>;

/** Takes the articles in the order of their numbers. */
export class Versions {
  readonly languages: string[] = [];
  readonly #ids = new Dictionary();
  readonly #first = new Numbers();
  readonly #idOf = new Numbers();
  readonly #next = new Numbers();
  readonly #languageOf = new Numbers();

  add(id: string, language: string): void {
    const article = this.#idOf.length;
    const number = this.#ids.add(id);
    if (number === this.#first.length) {
      this.#first.push(article);
      this.#next.push(article);
    } else {
      // behind the first one
      const first = this.#first.at(number);
      this.#next.push(this.#next.at(first));
      this.#next.set(first, article);
    }
    this.#idOf.push(number);
    if (!this.languages.includes(language)) this.languages.push(language);
    this.#languageOf.push(this.languages.indexOf(language));
  }

  data(): Stored {
    const { high, low, slots } = this.#ids.data();
    return {
      idHigh: high,
      idLow: low,
      idSlots: slots,
      firstVersion: this.#first.array(),
      idOf: this.#idOf.array(),
      nextVersion: this.#next.array(),
      languageOf: Uint8Array.from(this.#languageOf.array()),
    };
  }
}
