import type { Log, Platform } from "#ports/platform.ts";
import type { Clock } from "../clock.ts";
import type { Language } from "../conversation/conversation.ts";
import type { Roster } from "../desk/roster.ts";
import { type Due, dueSends, nextSend, takeDue } from "../store/sending/due.ts";
import type { Store } from "../store/store.ts";
import { Courier } from "./deliver.ts";
import { platformOf } from "./handling/find.ts";

type Parts = {
  readonly store: Store;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly roster: Pick<Roster, "channelFor">;
  readonly deskLanguage: Language;
  readonly clock: Clock;
  readonly log: Log;
};

/** Messages on their way at once, on each platform: one that hangs does not hold up the others. */
const atOnce = 64;
/** What is due sooner than this leaves on time; the rest is found by the next look. */
const soonMs = 500;

/** Takes messages from the outbox: each side of a case one after the other, cases side by side, urgent ones first. */
export class Outgoing {
  readonly #parts: Parts;
  readonly #courier: Courier;
  readonly #wake: () => void;
  readonly #sends = new Map<string, { platform: string; work: Promise<void> }>();
  #soon: NodeJS.Timeout | undefined;
  #isStopped = false;

  /** `wake` is called when more may be due. */
  constructor(parts: Parts, wake: () => void) {
    this.#parts = parts;
    this.#courier = new Courier(parts);
    this.#wake = wake;
  }

  get isIdle(): boolean {
    return this.#sends.size === 0;
  }

  /** Takes nothing new. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#soon);
  }

  async underWay(): Promise<void> {
    await Promise.all([...this.#sends.values()].map(({ work }) => work));
  }

  /** Sends what is due. */
  async take(now: number): Promise<void> {
    const { store, roster } = this.#parts;
    const desk = roster.channelFor(undefined);
    const limit = atOnce * 2;
    while (!this.#isStopped) {
      const room = this.#room();
      const full = [...room].flatMap(([platform, left]) => (left <= 0 ? [platform] : []));
      const due = await store.read((db) => dueSends(db, { now, full, limit, desk }));
      const chosen = due.filter((head) => this.#mayGo(head, room));
      if (chosen.length > 0) await this.#send(chosen, now);
      if (chosen.length === 0 || due.length < limit) break;
    }
    await this.#comeBackFor(now);
  }

  #mayGo({ at, lane, isUrgent }: Due, room: Map<string, number>): boolean {
    if (this.#sends.has(lane)) return false;
    if (isUrgent) return true;
    const platform = platformOf(at);
    const left = room.get(platform) ?? atOnce;
    if (left <= 0) return false;
    room.set(platform, left - 1);
    return true;
  }

  /** How many more messages may be on their way, on the platforms where some are. */
  #room(): Map<string, number> {
    const room = new Map<string, number>();
    for (const { platform } of this.#sends.values()) room.set(platform, (room.get(platform) ?? atOnce) - 1);
    return room;
  }

  async #send(due: readonly Due[], now: number): Promise<void> {
    const at = new Map(due.map((head) => [head.id, head]));
    for (const sending of await this.#parts.store.transact((tx) => takeDue(tx, due, now))) {
      const head = at.get(sending.id);
      if (!head) continue;
      const work = this.#courier.deliver(sending).finally(() => {
        this.#sends.delete(head.lane);
        this.#wake();
      });
      this.#sends.set(head.lane, { platform: platformOf(head.at), work });
    }
  }

  /** What is held back for a moment leaves on time, not at the next look. */
  async #comeBackFor(now: number): Promise<void> {
    const next = await this.#parts.store.read((db) => nextSend(db, now, now + soonMs));
    clearTimeout(this.#soon);
    if (next !== undefined && !this.#isStopped) this.#soon = setTimeout(this.#wake, next - now);
  }
}
