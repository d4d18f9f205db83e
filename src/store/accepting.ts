import type { InboundEvent } from "#ports/platform.ts";
import { insertEvents } from "./inbox.ts";
import { StoreError, type Tx } from "./transactor.ts";

type Waiting = { readonly event: InboundEvent; resolve(isNew: boolean): void; reject(error: unknown): void };

/** One statement for so many: the inserts share not only the commit. */
const TOGETHER = 64;
/** So many at the most wait for more. */
const CROWD = 512;

/**
 * Takes events into the inbox, many in one statement: an event by itself costs three times as much (measured).
 * They are gathered as long as every turn of the event loop brings more. What spoils such a statement spoils only
 * its own event.
 */
export class Acceptance {
  readonly #transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  #waiting: Waiting[] = [];

  constructor(transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>) {
    this.#transact = transact;
  }

  /** `false` if the event was stored before. */
  accept(event: InboundEvent): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      if (this.#waiting.length === 1) this.#gather();
    });
  }

  #gather(): void {
    const before = this.#waiting.length;
    setImmediate(() => {
      if (this.#waiting.length > before && this.#waiting.length < CROWD) this.#gather();
      else this.#takeAll();
    });
  }

  #takeAll(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < all.length; from += TOGETHER) void this.#take(all.slice(from, from + TOGETHER));
  }

  async #take(group: readonly Waiting[]): Promise<void> {
    try {
      const fresh = await this.#transact((tx) =>
        insertEvents(
          tx,
          group.map(({ event }) => event),
        ),
      );
      for (const [n, { resolve }] of group.entries()) resolve(fresh[n] ?? false);
    } catch (error) {
      // A disk that is full is nobody's fault in the group: one try is enough for all.
      if (group.length === 1 || error instanceof StoreError) for (const { reject } of group) reject(error);
      else for (const one of group) await this.#take([one]);
    }
  }
}
