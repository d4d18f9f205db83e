import type { Action, Address, Fault, Mark, OutboundMessage } from "#ports/platform.ts";
import { PlatformError, type Sent } from "#ports/platform.ts";
import { createHarness, desk, type Harness } from "../../harness.ts";
import { MemoryPlatform } from "../../memory-platform.ts";
import type { Chat, Seen, Side, Who } from "./chat.ts";
import { course } from "./course.ts";

/** A chat over the real core and store, with a platform in memory and a clock by hand. */
export async function createMemoryChat(): Promise<Chat> {
  const platform = new WatchedPlatform();
  const harness = await createHarness({ platform, answerer: course });
  return new MemoryChat(harness, platform);
}

class MemoryChat implements Chat {
  readonly #harness: Harness;
  readonly #platform: WatchedPlatform;
  readonly #faults = new Map<Side, Fault>();
  readonly #wrote = new Map<string, { at: Address; message: string }[]>();
  #messages = 0;

  constructor(harness: Harness, platform: WatchedPlatform) {
    this.#harness = harness;
    this.#platform = platform;
    platform.fail = (_, at) => {
      const fault = this.#faults.get(sideOf(at));
      return fault && new PlatformError(fault);
    };
  }

  async say(who: Who, text: string): Promise<void> {
    const message = `written-${++this.#messages}`;
    const at = this.#placeOf(who);
    this.#wrote.set(who.name, [...(this.#wrote.get(who.name) ?? []), { at, message }]);
    await this.#harness.hear({ type: "message", from: authorOf(who), at, message, text });
  }

  async edit(who: Who, nth: number, text: string): Promise<void> {
    await this.#harness.hear({ type: "edited", from: authorOf(who), text, ...this.#written(who, nth) });
  }

  async remove(who: Who, nth: number): Promise<void> {
    await this.#harness.hear({ type: "deleted", from: authorOf(who), ...this.#written(who, nth) });
  }

  async press(who: Who, action: Action, forged: boolean): Promise<void> {
    const from = authorOf(who);
    const place = who.side === "student" || who.ticket !== undefined || forged ? this.#placeOf(who) : desk;
    if (forged) {
      await this.#harness.hear({ type: "action", action, from, at: place, value: "1" });
      return;
    }
    const shown = this.#platform.standing.findLast(
      ({ at, message }) => at === place && message.buttons?.some((button) => button.action === action),
    );
    if (!shown) throw new Error(`no button ${action} stands before ${who.name}`);
    const value = shown.message.buttons?.find((button) => button.action === action)?.value ?? "";
    await this.#harness.hear({ type: "action", action, from, at: place, value, on: shown.id });
  }

  async pass(ms: number): Promise<void> {
    this.#harness.clock.time += ms;
  }

  fail(side: Side, fault: Fault | undefined): void {
    if (fault) this.#faults.set(side, fault);
    else this.#faults.delete(side);
  }

  async seen(): Promise<readonly Seen[]> {
    await this.#harness.idle();
    return this.#platform.seen.splice(0);
  }

  async close(): Promise<void> {
    await this.#harness.close();
  }

  #placeOf(who: Who): Address {
    if (who.side === "student") return `web:student/${who.name.toLowerCase()}` as Address;
    const cards = this.#platform.cards;
    const thread = who.ticket === undefined ? [...cards.values()].at(-1) : cards.get(who.ticket);
    if (!thread) throw new Error("the desk has no card to answer under");
    return thread;
  }

  #written(who: Who, nth: number): { at: Address; message: string } {
    const found = this.#wrote.get(who.name)?.[nth - 1];
    if (!found) throw new Error(`${who.name} has not written message ${nth}`);
    return found;
  }
}

/** Remembers what people saw, in order. */
class WatchedPlatform extends MemoryPlatform {
  readonly seen: Seen[] = [];
  readonly cards = new Map<number, Address>();

  override async send(to: Address, message: OutboundMessage, key: string): Promise<Sent> {
    const sent = await super.send(to, message, key);
    if (message.card) this.cards.set(message.card.ticket, sent.repliesAt);
    this.seen.push(sight(to, "new", message));
    return sent;
  }

  override async edit(at: Address, id: string, message: OutboundMessage): Promise<void> {
    await super.edit(at, id, message);
    this.seen.push(sight(at, "changed", message));
  }

  override async remove(at: Address, id: string): Promise<void> {
    const text = this.standing.find((one) => one.id === id)?.message.text ?? "";
    await super.remove(at, id);
    this.seen.push({ at: viewerOf(at), how: "gone", text });
  }

  override async mark(at: Address, id: string, mark: Mark): Promise<void> {
    await super.mark(at, id, mark);
    this.seen.push({ at: viewerOf(at), how: "marked", mark, text: "" });
  }
}

function sight(at: Address, how: "new" | "changed", message: OutboundMessage): Seen {
  const { card, text, as, buttons = [] } = message;
  const words = card ? `${card.title} (${card.facts.map(({ value }) => value).join(", ")}) ${text}` : text;
  return { at: viewerOf(at), how, text: words, as, buttons: buttons.map(({ action }) => action) };
}

function viewerOf(at: Address): Seen["at"] {
  if (sideOf(at) === "desk") return { side: "desk" };
  const id = at.slice(at.lastIndexOf("/") + 1);
  return { side: "student", name: id.charAt(0).toUpperCase() + id.slice(1) };
}

function sideOf(at: Address): Side {
  return at === desk || at.startsWith(`${desk}/`) ? "desk" : "student";
}

function authorOf({ side, name }: Who) {
  return { id: name.toLowerCase(), name, kind: side === "desk" ? "staff" : "student" } as const;
}
