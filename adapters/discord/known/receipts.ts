import { LRUCache } from "lru-cache";

/** The bot's own messages as the gateway shows them, by their nonce: proof that they arrived. */
export class Receipts {
  readonly #ids = new LRUCache<string, string>({ max: 5000 });

  note(nonce: string | number | undefined, id: string): void {
    if (typeof nonce === "string") this.#ids.set(nonce, id);
  }

  find(nonce: string): string | undefined {
    return this.#ids.get(nonce);
  }
}
