import type { Action } from "#ports/controls.ts";
import {
  type Address,
  type Card,
  type Fault,
  type Found,
  type Host,
  type InboundEvent,
  type Mark,
  type OutboundMessage,
  type Platform,
  PlatformError,
  type Reaction,
  type Sent,
  type Signal,
} from "#ports/platform.ts";
import type { Seen, Side } from "./chat.ts";

type Standing = { readonly at: Address; readonly id: string; message: OutboundMessage };

/** What a dialogue needs to know of the places on a platform. */
export type Places = {
  readonly sideOf: (at: Address) => Side;
  readonly studentAt: (at: Address) => string;
  /** The name behind a person's id. */
  readonly nameOf: (id: string) => string;
};

type Offer = { readonly action: Action; readonly value: string };

/**
 * A platform that is looked at: what it took is what people see there. Refuses everything of a side that a
 * script broke, before it reaches the platform.
 */
export class Watched implements Platform {
  readonly name: string;
  readonly textLimit: number;
  readonly seen: Seen[];
  readonly cards = new Map<number, Address>();
  readonly faults = new Map<Side, Fault>();
  /** Places that were deleted. */
  readonly gone = new Set<Address>();
  readonly standing: Standing[] = [];
  /** What the core took from it. */
  readonly accepted: InboundEvent[] = [];
  readonly #inner: Platform;
  readonly #places: Places;

  constructor(inner: Platform, places: Places, seen: Seen[]) {
    this.#inner = inner;
    this.#places = places;
    this.seen = seen;
    this.name = inner.name;
    this.textLimit = inner.textLimit;
  }

  start(host: Host): Promise<void> {
    const accept = async (event: InboundEvent) => {
      const isNew = await host.accept(event);
      this.accepted.push(event);
      return isNew;
    };
    return this.#inner.start({ ...host, accept });
  }

  async send(to: Address, message: OutboundMessage, key: string): Promise<Sent> {
    this.#refuse(to);
    const sent = await this.#inner.send(to, message, key);
    if (message.card) this.cards.set(message.card.ticket, sent.repliesAt);
    this.standing.push({ at: to, id: sent.id, message });
    this.seen.push(this.#sight(to, "new", message));
    return sent;
  }

  find(to: Address, key: string, since: number): Promise<Found> {
    return this.#inner.find(to, key, since);
  }

  async edit(at: Address, id: string, message: OutboundMessage): Promise<void> {
    this.#refuse(at);
    await this.#inner.edit(at, id, message);
    const standing = this.standing.find((one) => one.id === id);
    if (standing) standing.message = message;
    this.seen.push(this.#sight(at, "changed", message));
  }

  async remove(at: Address, id: string): Promise<void> {
    this.#refuse(at);
    await this.#inner.remove(at, id);
    const index = this.standing.findIndex((one) => one.id === id);
    const [gone] = index < 0 ? [] : this.standing.splice(index, 1);
    this.seen.push({ at: this.#viewer(at), how: "gone", text: gone?.message.text ?? "" });
  }

  async mark(at: Address, id: string, mark: Mark): Promise<void> {
    this.#refuse(at);
    await this.#inner.mark(at, id, mark);
    this.seen.push({ at: this.#viewer(at), how: "marked", mark, text: "" });
  }

  async react(at: Address, id: string, reaction: Reaction): Promise<void> {
    this.#refuse(at);
    await this.#inner.react(at, id, reaction);
    this.seen.push({ at: this.#viewer(at), how: "reacted", text: "", ...reaction });
  }

  signal(to: Address, signal: Signal): Promise<void> {
    return this.#inner.signal(to, signal);
  }

  stop(): Promise<void> {
    return this.#inner.stop();
  }

  /** The newest message there on which the action can be pressed or chosen, and what it carries. */
  offering(at: Address, isRight: (offer: Offer) => boolean): { id: string; value: string } | undefined {
    for (const { at: place, id, message } of this.standing.toReversed()) {
      const offers: readonly Offer[] = [...(message.buttons ?? []), ...(message.choices ?? [])];
      const offer = place === at ? offers.find(isRight) : undefined;
      if (offer) return { id, value: offer.value };
    }
    return undefined;
  }

  /** The newest message there with these words. */
  saying(at: Address, words: string): string | undefined {
    return this.standing.findLast((one) => one.at === at && one.message.text.includes(words))?.id;
  }

  #refuse(at: Address): void {
    const fault = this.faults.get(this.#places.sideOf(at));
    if (fault) throw new PlatformError(fault);
    if (this.gone.has(at)) throw new PlatformError("gone");
  }

  #sight(at: Address, how: "new" | "changed", message: OutboundMessage): Seen {
    const { card, text, as, only, buttons = [], choices = [] } = message;
    const words = card ? `${card.title} (${factsOf(card)}) ${text}` : text;
    const viewer = this.#viewer(at);
    const alone = viewer.side === "desk" && only !== undefined ? { only: this.#places.nameOf(only) } : {};
    const offered = [...buttons, ...choices].map(({ action }) => action);
    return { at: { ...viewer, ...alone }, how, text: words, as, buttons: offered };
  }

  #viewer(at: Address): Seen["at"] {
    if (this.#places.sideOf(at) === "desk") return { side: "desk" };
    return { side: "student", name: this.#places.studentAt(at) };
  }
}

/** Where the student is differs from pair to pair, so scripts don't say it. */
function factsOf({ facts }: Card): string {
  return facts.flatMap(({ label, value }) => (label === "Where" ? [] : [value])).join(", ");
}
