import type { Address, InboundEvent } from "#ports/platform.ts";
import type { Clock } from "../clock.ts";
import type { Conversation, Language, Step, Turn } from "../conversation/conversation.ts";
import { botMayAnswer, step } from "../conversation/handoff.ts";
import type { Input } from "../conversation/input.ts";
import { phrases } from "../conversation/phrases/phrases.ts";
import { policy } from "../conversation/policy.ts";
import {
  answerTo,
  forgetTurn,
  rateTurn,
  setTurn,
  turnNumbered,
  turnsOf,
  turnWritten,
  waitingBefore,
} from "../store/conversations.ts";
import { messageShown } from "../store/history.ts";
import {
  buryEvent,
  type Event,
  finishEvent,
  type InternalEvent,
  type Pending,
  suppressEvent,
} from "../store/inbox.ts";
import { cardUnderWay } from "../store/sending.ts";
import type { Store } from "../store/store.ts";
import { StoreError, type Tx } from "../store/transactor.ts";
import { plainReading, type Reading } from "../understanding/reading.ts";
import { tellBuried } from "./bury.ts";
import { commitStep } from "./commit.ts";
import { findCase, isDesk } from "./find.ts";
import { openCase, recordTurn } from "./record.ts";
import { lines, Thinker, type ThinkerParts } from "./thinker.ts";

export type EngineParts = ThinkerParts & {
  readonly store: Store;
  /** The channel where cards are posted. */
  readonly desk: Address;
  readonly deskLanguage: Language;
  readonly clock: Clock;
};

/** An event with the conversation that it belongs to; a first message has none yet. */
export type Case = { readonly pending: Pending; readonly conversation: Conversation | undefined };

/** What an event comes to, in its transaction. `turns` where they are known already, `answers` what the bot answers. */
type Prepared = {
  readonly input: Input;
  readonly conversation?: Conversation;
  readonly turns?: readonly Turn[];
  readonly answers?: number;
};

/** Staff answered in a thread that is not known yet: its card is on the way. To be handled a little later. */
export class TooEarly extends Error {
  override readonly name = "TooEarly";
}

/**
 * Handles one event: finds what it means, lets the bot think if it may speak, and commits state, turn, messages
 * and the event's end in one transaction. If it throws, nothing happened and it may be handled again.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #thinker: Thinker;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#thinker = new Thinker(parts);
  }

  /** The conversation of an event. Events of one conversation must be handled one after the other. */
  async find(event: Event): Promise<Conversation | undefined> {
    return this.#parts.store.read((db) => findCase(db, event, this.#parts.desk));
  }

  /** Throws TooEarly if the event must wait for what is on its way. */
  async handle({ pending, conversation }: Case): Promise<void> {
    const { event } = pending;
    if (!("at" in event)) return this.#handleInternal(pending, event, conversation);
    if (event.from.kind === "bot") return this.#suppress(pending, "written by a bot");
    if (this.#isDesk(event.at)) return this.#handleDesk(pending, event, conversation);
    return this.#handleStudent(pending, event, conversation);
  }

  /** Gives an event up, in a way that its author sees; the words are kept. */
  async bury({ pending, conversation }: Case, reason: string): Promise<void> {
    const { store, log, desk, deskLanguage, clock } = this.#parts;
    log.error("event given up", { seq: pending.seq, type: pending.event.type, reason });
    try {
      await store.transact(async (tx) => {
        await buryEvent(tx, pending, reason);
        const commit = (step: Step, answers?: number) => this.#commit(tx, step, answers);
        await tellBuried(tx, pending.event, { conversation, desk, deskLanguage, now: clock.now(), commit });
      });
    } catch (error) {
      if (error instanceof StoreError) throw error;
      // What spoiled the event spoils the notice too.
      log.error("nobody was told", { seq: pending.seq });
      await store.transact((tx) => buryEvent(tx, pending, reason));
    }
  }

  async #handleStudent(
    pending: Pending,
    event: InboundEvent,
    conversation: Conversation | undefined,
  ): Promise<void> {
    switch (event.type) {
      case "message": {
        const history = await this.#turns(conversation);
        const reading = this.#parts.understand(event.text, lines(history), event.from.locale);
        return this.#ask(pending, event, { conversation, history, reading });
      }
      case "action": {
        if (event.action === "simpler" && conversation && botMayAnswer(conversation.state)) {
          const history = await this.#turns(conversation);
          const { language } = conversation;
          const reading = plainReading(language, "simpler");
          return this.#ask(pending, event, { conversation, history, reading });
        }
        return this.#press(pending, event, conversation);
      }
      case "edited":
        return this.#edit(pending, event, conversation);
      case "deleted":
        return this.#delete(pending, event, conversation);
      case "reaction":
      case "left":
        return this.#suppress(pending, "nothing to do");
    }
  }

  async #handleDesk(
    pending: Pending,
    event: InboundEvent,
    conversation: Conversation | undefined,
  ): Promise<void> {
    if (event.from.kind !== "staff") return this.#suppress(pending, "not staff");
    if (!conversation) {
      if (event.at !== this.#parts.desk && (await this.#parts.store.read(cardUnderWay))) throw new TooEarly();
      return this.#suppress(pending, "not in a case");
    }
    switch (event.type) {
      case "message": {
        const { text, files, from } = event;
        return this.#finish(pending, conversation, async (tx) => {
          const turn = await recordTurn(tx, conversation, event, { side: "desk", text });
          return { input: { type: "wrote", turn, text, files, staff: { id: from.id, name: from.name } } };
        });
      }
      case "action":
        return this.#press(pending, event, conversation);
      case "edited":
        return this.#edit(pending, event, conversation);
      case "deleted":
        return this.#delete(pending, event, conversation);
      case "reaction":
      case "left":
        return this.#suppress(pending, "nothing to do");
    }
  }

  async #handleInternal(
    pending: Pending,
    event: InternalEvent,
    conversation: Conversation | undefined,
  ): Promise<void> {
    if (!conversation) return this.#suppress(pending, "no such conversation");
    if (event.type === "woke") return this.#finish(pending, conversation, async () => ({ input: event }));
    return this.#finish(pending, conversation, async (tx) => {
      const what = event.what === "card" ? event.what : await turnNumbered(tx, event.what);
      return what ? { input: { type: "undelivered", what, fault: event.fault } } : undefined;
    });
  }

  async #ask(
    pending: Pending,
    event: Extract<InboundEvent, { type: "message" | "action" }>,
    asked: { conversation: Conversation | undefined; history: readonly Turn[]; reading: Reading },
  ): Promise<void> {
    const { reading } = asked;
    const label = phrases(reading.language).buttons.simpler;
    const { text, files } = event.type === "message" ? event : { text: label, files: [] };
    const open = asked.conversation;
    const question = { text, reading, history: lines(asked.history), student: event.from.id };
    const answer = await this.#thinker.answer(open, event.at, question);
    return this.#finish(pending, open, async (tx) => {
      const now = this.#parts.clock.now();
      const conversation = open ?? (await openCase(tx, event, { language: reading.language, now }));
      const turn = await recordTurn(tx, conversation, event, { side: "student", text });
      const input = { type: "asked", turn, text, files, reading, answer } as const;
      // Nobody else writes in the lane: what was said is the history with this.
      const said = { number: turn, side: "student", by: "student", internal: false, files, text } as const;
      const author = { id: event.from.id, name: event.from.name };
      const turns = [...asked.history, { ...said, author, time: event.time }];
      return { conversation, answers: turn, turns, input };
    });
  }

  async #press(
    pending: Pending,
    event: Extract<InboundEvent, { type: "action" }>,
    conversation: Conversation | undefined,
  ): Promise<void> {
    const by = this.#isDesk(event.at) ? "staff" : "student";
    const { action, from, on } = event;
    if (!conversation && action !== "person") return this.#suppress(pending, "button without a case");
    if (by === "staff" && conversation?.state.name === "resolved" && !conversation.deskAt)
      return this.#suppress(pending, "the case is over");
    // A way to a person on an old answer opens a case of its own.
    const current = action === "person" && conversation?.state.name === "resolved" ? undefined : conversation;
    return this.#finish(pending, current, async (tx) => {
      const language = conversation?.language ?? "en";
      const open = current ?? (await openCase(tx, event, { language, now: this.#parts.clock.now() }));
      const shown = on === undefined ? undefined : await messageShown(tx, event.at, on);
      const rating = action === "helpful" ? 1 : action === "unhelpful" ? -1 : undefined;
      // A second click says nothing new.
      if (shown && rating && !(await rateTurn(tx, shown.turn, rating))) return undefined;
      const person = { id: from.id, name: from.name };
      return { conversation: open, input: { type: "pressed", action, by, person, on: shown?.turn } };
    });
  }

  async #edit(
    pending: Pending,
    event: Extract<InboundEvent, { type: "edited" }>,
    conversation: Conversation | undefined,
  ): Promise<void> {
    const { text } = event;
    const found = await this.#parts.store.read(async (db) => {
      const turn = await turnWritten(db, event.at, event.message);
      return turn && { turn, answered: await answerTo(db, turn.number, turn.conversation) };
    });
    if (!conversation || !found || found.turn.author.id !== event.from.id)
      return this.#suppress(pending, "edit of a message that is not theirs");
    if (found.turn.text === text) return this.#suppress(pending, "edit without a difference");
    const { turn, answered } = found;
    const read =
      turn.side === "student"
        ? await this.#thinker.answerAgain(conversation, turn, text, await this.#turns(conversation))
        : undefined;
    return this.#finish(pending, conversation, async (tx) => {
      await setTurn(tx, turn.number, { text });
      const { answer, reading } = read ?? {};
      const again = answer && answered !== undefined ? { answer, turn: answered } : undefined;
      return { input: { type: "edited", turn, text, reading, again } };
    });
  }

  async #delete(
    pending: Pending,
    event: Extract<InboundEvent, { type: "deleted" }>,
    conversation: Conversation | undefined,
  ): Promise<void> {
    const found = await this.#parts.store.read((db) => turnWritten(db, event.at, event.message));
    if (!conversation || !found || found.author.id !== event.from.id)
      return this.#suppress(pending, "deletion of a message that is not theirs");
    return this.#finish(pending, conversation, async (tx) => {
      await forgetTurn(tx, found.number);
      const answeredBy = await answerTo(tx, found.number, conversation.number);
      return { input: { type: "deleted", turn: found, answeredBy } };
    });
  }

  /** One transaction: what `prepare` writes, the step that follows from it, and the end of the event. */
  async #finish(
    pending: Pending,
    known: Conversation | undefined,
    prepare: (tx: Tx) => Promise<Prepared | undefined>,
  ): Promise<void> {
    const { store, clock, deskLanguage } = this.#parts;
    await store.transact(async (tx) => {
      const prepared = await prepare(tx);
      const conversation = prepared?.conversation ?? known;
      if (!prepared || !conversation) return suppressEvent(tx, pending, "nothing to do");
      const now = clock.now();
      const { state } = conversation;
      const since = "since" in state ? (state.since ?? now) : now;
      const turns = prepared.turns ?? (await turnsOf(tx, conversation.number, policy.linesRemembered));
      const ahead = await waitingBefore(tx, conversation.number, since);
      const decided = step(conversation, prepared.input, { now, turns, ahead, deskLanguage });
      await this.#commit(tx, decided, prepared.answers);
      await finishEvent(tx, pending, conversation.number);
    });
  }

  async #commit(tx: Tx, decided: Step, answers: number | undefined): Promise<void> {
    await commitStep(tx, decided, { ...this.#parts, now: this.#parts.clock.now(), answers });
  }

  async #turns(conversation: Conversation | undefined): Promise<readonly Turn[]> {
    if (!conversation) return [];
    return this.#parts.store.read((db) => turnsOf(db, conversation.number, policy.linesRemembered));
  }

  async #suppress(pending: Pending, reason: string): Promise<void> {
    await this.#parts.store.transact((tx) => suppressEvent(tx, pending, reason));
  }

  #isDesk(at: Address): boolean {
    return isDesk(at, this.#parts.desk);
  }
}
