import { isNewer } from "../snowflake.ts";

type Entry = { readonly seq: number; readonly id: string | undefined; holdsAll: boolean };

/** What was received and is not stored yet, so that nothing after it counts as received for good. */
export class Ledger {
  readonly #open = new Set<Entry>();
  #newest: { seq: number; id: string };

  constructor(from: { seq: number; id: string }) {
    this.#newest = { ...from };
  }

  /** A new session counts anew; what the old one left open holds the new one's state back. */
  begin(seq: number): void {
    this.#newest.seq = seq;
    for (const entry of this.#open) entry.holdsAll = true;
  }

  /** What needs no work is done as it comes. */
  pass(seq: number): void {
    this.#newest.seq = Math.max(this.#newest.seq, seq);
  }

  /** `id` is that of a message, which catching up starts from. The result is called when it is stored. */
  receive(seq: number, id?: string): () => void {
    this.pass(seq);
    if (id !== undefined && isNewer(id, this.#newest.id)) this.#newest.id = id;
    return this.#add({ seq, id, holdsAll: false });
  }

  /** Holds everything back until the result is called: while catching up from `id`, an end must begin it again. */
  hold(id: string): () => void {
    return this.#add({ seq: 0, id, holdsAll: true });
  }

  /** The newest message up to which all are stored. */
  seen(): string {
    let { id } = this.#newest;
    for (const open of this.#open)
      if (open.id !== undefined && !isNewer(open.id, id)) id = String(BigInt(open.id) - 1n);
    return id;
  }

  /** How far everything is stored; `undefined` while something holds all back. */
  stored(): { readonly seq: number; readonly id: string } | undefined {
    let { seq } = this.#newest;
    for (const entry of this.#open) {
      if (entry.holdsAll) return undefined;
      seq = Math.min(seq, entry.seq - 1);
    }
    return { seq, id: this.seen() };
  }

  #add(entry: Entry): () => void {
    this.#open.add(entry);
    return () => this.#open.delete(entry);
  }
}
