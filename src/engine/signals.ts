import { type Address, type Log, type Platform, PlatformError, type Signal } from "#ports/platform.ts";
import { within } from "./within.ts";

/** The message may follow a sign that hangs after this. */
const patienceMs = 500;

/**
 * Shows passing signs at one address while an answer forms: one at a time, the newest next, and never so that
 * the answer waits for them. A sign that did not appear does no harm.
 */
export class Signals {
  readonly #platform: Platform | undefined;
  readonly #at: Address;
  readonly #log: Log;
  #next: Signal | undefined;
  #showing: Promise<void> | undefined;

  constructor(platform: Platform | undefined, at: Address, log: Log) {
    this.#platform = platform;
    this.#at = at;
    this.#log = log;
  }

  show(signal: Signal): void {
    this.#next = signal;
    this.#showing ??= this.#showAll();
  }

  /** Nothing new is shown after it; a draft on its way is waited for a moment, so that it does not come after the answer. */
  async end(): Promise<void> {
    this.#next = undefined;
    if (this.#showing !== undefined) await within(this.#showing, patienceMs);
  }

  async #showAll(): Promise<void> {
    while (this.#next) {
      const signal = this.#next;
      this.#next = undefined;
      try {
        await this.#platform?.signal(this.#at, signal);
      } catch (error) {
        const fault = error instanceof PlatformError ? error.fault : "error";
        this.#log.warn("signal refused", { type: signal.type, fault });
      }
    }
    this.#showing = undefined;
  }
}
