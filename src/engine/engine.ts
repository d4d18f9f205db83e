import type { Conversation } from "../conversation/conversation.ts";
import { turnNumbered } from "../store/cases/turns.ts";
import { buryEvent, type Event, type InternalEvent, type Pending } from "../store/inbox.ts";
import { StoreError } from "../store/transactor.ts";
import { tellBuried } from "./handling/bury.ts";
import { findCase } from "./handling/find.ts";
import { handleDesk } from "./handling/staff/desk.ts";
import { handleStudent } from "./handling/student.ts";
import { type EngineParts, Work } from "./handling/work.ts";

/** An event with the conversation that it belongs to; a first message has none yet. */
export type Case = { readonly pending: Pending; readonly conversation: Conversation | undefined };

/**
 * Handles one event: finds what it means, lets the bot think if it may speak, and commits state, turn, messages
 * and the event's end in one transaction. If it throws, nothing happened and it may be handled again.
 */
export class Engine {
  readonly #work: Work;

  constructor(parts: EngineParts) {
    this.#work = new Work(parts);
  }

  /** The conversation of an event. Events of one conversation must be handled one after the other. */
  async find(event: Event): Promise<Conversation | undefined> {
    const { store, roster } = this.#work.parts;
    return store.read((db) => findCase(db, event, { channels: roster.channels, now: this.#work.now }));
  }

  /** Throws TooEarly if the event must wait for what is on its way. */
  async handle({ pending, conversation }: Case): Promise<void> {
    const { event } = pending;
    if (!("at" in event)) return this.#handleInternal(pending, event, conversation);
    if (event.from.kind === "bot") return this.#work.suppress(pending, "written by a bot");
    const handled = { pending, event, conversation };
    return this.#work.isDesk(event.at) ? handleDesk(this.#work, handled) : handleStudent(this.#work, handled);
  }

  /** Gives an event up, in a way that its author sees; the words are kept. */
  async bury({ pending, conversation }: Case, reason: string): Promise<void> {
    const { store, log } = this.#work.parts;
    log.error("event given up", { seq: pending.seq, type: pending.event.type, reason });
    try {
      await store.transact(async (tx) => {
        await buryEvent(tx, pending, reason);
        await tellBuried(tx, this.#work, pending.event, conversation);
      });
    } catch (error) {
      if (error instanceof StoreError) throw error;
      // What spoiled the event spoils the notice too.
      log.error("nobody was told", { seq: pending.seq });
      await store.transact((tx) => buryEvent(tx, pending, reason));
    }
  }

  async #handleInternal(
    pending: Pending,
    event: InternalEvent,
    conversation: Conversation | undefined,
  ): Promise<void> {
    const work = this.#work;
    if (!conversation) return work.suppress(pending, "no such conversation");
    if (event.type !== "undelivered")
      return work.finish(pending, conversation, async () => ({ input: event }));
    return work.finish(pending, conversation, async (tx) => {
      const what = typeof event.what === "number" ? await turnNumbered(tx, event.what) : event.what;
      return what ? { input: { type: "undelivered", what, fault: event.fault } } : undefined;
    });
  }
}
