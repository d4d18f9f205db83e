import {
  type Address,
  type InboundEvent,
  type Log,
  type Platform,
  PlatformError,
  type Signal,
} from "#ports/platform.ts";
import type { Answer, Answerer, Line, Question } from "../answering/question.ts";
import type { Clock } from "../clock.ts";
import type { Conversation, Language, Turn } from "../conversation/conversation.ts";
import { botMayAnswer, step } from "../conversation/handoff.ts";
import type { Input } from "../conversation/input.ts";
import { phrases } from "../conversation/phrases/phrases.ts";
import { policy } from "../conversation/policy.ts";
import { botSay } from "../conversation/say.ts";
import { quiet } from "../conversation/transitions.ts";
import {
  addTurn,
  answerTo,
  caseOfThread,
  conversationNumbered,
  forgetTurn,
  openConversation,
  openConversationAt,
  setTurn,
  turnNumbered,
  turnsOf,
  turnWritten,
  waitingBefore,
} from "../store/conversations.ts";
import {
  buryEvent,
  type Event,
  finishEvent,
  type InternalEvent,
  type Pending,
  suppressEvent,
} from "../store/inbox.ts";
import { messageShown } from "../store/outbox.ts";
import type { Store } from "../store/store.ts";
import type { Tx } from "../store/transactor.ts";
import type { Reading } from "../understanding/reading.ts";
import { commitStep } from "./commit.ts";

export type EngineParts = {
  readonly store: Store;
  readonly answerer: Answerer;
  readonly understand: (text: string, history: readonly Line[], locale?: string) => Reading;
  readonly platforms: ReadonlyMap<string, Platform>;
  /** The channel where cards are posted. */
  readonly desk: Address;
  readonly deskLanguage: Language;
  readonly clock: Clock;
  readonly log: Log;
};

/** An event with the conversation that it belongs to; a first message has none yet. */
export type Case = { readonly pending: Pending; readonly conversation: Conversation | undefined };

/**
 * Handles one event: finds what it means, lets the bot think if it may speak, and commits state, turn, messages
 * and the event's end in one transaction. If it throws, nothing happened and it may be handled again.
 */
export class Engine {
  readonly #parts: EngineParts;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** The conversation of an event. Events of one conversation must be handled one after the other. */
  async find(event: Event): Promise<Conversation | undefined> {
    const { desk, store } = this.#parts;
    return store.read(async (tx) => {
      if (!("at" in event)) return conversationNumbered(tx, event.conversation);
      if (event.at === desk)
        return event.type === "action" ? conversationNumbered(tx, Number(event.value) || 0) : undefined;
      if (this.#isDesk(event.at)) return caseOfThread(tx, event.at);
      const open = await openConversationAt(tx, event.at);
      if (open || event.type === "message") return open;
      // Changes and buttons may belong to a case that is over.
      const number =
        event.type === "action"
          ? event.on !== undefined && (await messageShown(tx, event.at, event.on))?.conversation
          : (await turnWritten(tx, event.at, event.message))?.conversation;
      return number ? conversationNumbered(tx, number) : undefined;
    });
  }

  async handle({ pending, conversation }: Case): Promise<void> {
    const { event } = pending;
    if (!("at" in event)) return this.#handleInternal(pending, event, conversation);
    if (event.from.kind === "bot") return this.#suppress(pending, "written by a bot");
    if (this.#isDesk(event.at)) return this.#handleDesk(pending, event, conversation);
    return this.#handleStudent(pending, event, conversation);
  }

  /** Gives an event up. A student is told so, with the way to a person; the words are kept. */
  async bury({ pending, conversation }: Case, reason: string): Promise<void> {
    const { event } = pending;
    const { store, clock, log } = this.#parts;
    log.error("event given up", { seq: pending.seq, type: event.type, reason });
    await store.transact(async (tx) => {
      await buryEvent(tx, pending.seq, reason);
      if (!("at" in event) || event.type !== "message" || this.#isDesk(event.at)) return;
      const open = conversation ?? (await this.#open(tx, event, "en"));
      const turn = await this.#addTurn(tx, open, event);
      const words = phrases(open.language);
      const person = { action: "person", label: words.buttons.person, value: String(open.number) } as const;
      const next = open.state.name === "bot" ? quiet(open, clock.now()) : open;
      await this.#commit(tx, { conversation: next, says: [botSay(words.failed, [person])] }, turn);
    });
  }

  async #handleStudent(
    pending: Pending,
    event: InboundEvent,
    conversation: Conversation | undefined,
  ): Promise<void> {
    switch (event.type) {
      case "message": {
        const history = await this.#turns(conversation);
        const reading = this.#parts.understand(event.text, lines(history), event.locale);
        return this.#ask(pending, event, { conversation, history, reading });
      }
      case "action": {
        if (event.action === "simpler" && conversation && botMayAnswer(conversation.state)) {
          const history = await this.#turns(conversation);
          const { language } = conversation;
          return this.#ask(pending, event, {
            conversation,
            history,
            reading: { language, wants: "simpler" },
          });
        }
        return this.#press(pending, event, conversation);
      }
      case "edited":
        return this.#edit(pending, event, conversation);
      case "deleted":
        return this.#delete(pending, event, conversation);
    }
  }

  async #handleDesk(
    pending: Pending,
    event: InboundEvent,
    conversation: Conversation | undefined,
  ): Promise<void> {
    if (event.from.kind !== "staff") return this.#suppress(pending, "not staff");
    if (!conversation) return this.#suppress(pending, "not in a case");
    switch (event.type) {
      case "message": {
        const { text, files, from } = event;
        return this.#finish(pending, conversation, async (tx) => {
          const turn = await this.#addTurn(tx, conversation, event);
          return { input: { type: "wrote", turn, text, files, staff: { id: from.id, name: from.name } } };
        });
      }
      case "action":
        return this.#press(pending, event, conversation);
      case "edited":
        return this.#edit(pending, event, conversation);
      case "deleted":
        return this.#delete(pending, event, conversation);
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
    const answer = await this.#answer(asked.conversation, event.at, {
      text,
      reading,
      history: lines(asked.history),
      student: event.from.id,
    });
    const open = asked.conversation;
    return this.#finish(pending, open, async (tx) => {
      const conversation = open ?? (await this.#open(tx, event, reading.language));
      const turn = await this.#addTurn(tx, conversation, event, text);
      return { conversation, answers: turn, input: { type: "asked", turn, text, files, reading, answer } };
    });
  }

  /** Thinks of an answer if the bot may speak, showing it as it forms. Writes nothing. */
  async #answer(
    conversation: Conversation | undefined,
    at: Address,
    question: Question,
  ): Promise<Answer | undefined> {
    if (conversation && !botMayAnswer(conversation.state)) return undefined;
    if (!["answer", "simpler", "example", "more"].includes(question.reading.wants)) return undefined;
    await this.#signal(at, { type: "typing" });
    for await (const part of this.#parts.answerer.answer(question)) {
      if ("answer" in part) return part.answer;
      await this.#signal(at, { type: "draft", text: part.draft });
    }
    return undefined;
  }

  async #signal(at: Address, signal: Signal): Promise<void> {
    try {
      await this.#platformOf(at)?.signal(at, signal);
    } catch (error) {
      // A sign that did not appear does no harm; the answer follows all the same.
      if (!(error instanceof PlatformError)) throw error;
      this.#parts.log.warn("signal refused", { fault: error.fault });
    }
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
      const open = current ?? (await this.#open(tx, event, conversation?.language ?? "en"));
      const shown = on === undefined ? undefined : await messageShown(tx, event.at, on);
      if (shown && action === "helpful") await setTurn(tx, shown.turn, { rating: 1 });
      if (shown && action === "unhelpful") await setTurn(tx, shown.turn, { rating: -1 });
      const person = { id: from.id, name: from.name };
      return { conversation: open, input: { type: "pressed", action, by, person, on: shown?.turn } };
    });
  }

  async #edit(
    pending: Pending,
    event: Extract<InboundEvent, { type: "edited" }>,
    conversation: Conversation | undefined,
  ): Promise<void> {
    const { store } = this.#parts;
    const { text } = event;
    const found = await store.read(async (db) => {
      const turn = await turnWritten(db, event.at, event.message);
      return turn && { turn, answered: await answerTo(db, turn.number, turn.conversation) };
    });
    if (!conversation || !found || found.turn.author.id !== event.from.id)
      return this.#suppress(pending, "edit of a message that is not theirs");
    if (found.turn.text === text) return this.#suppress(pending, "edit without a difference");
    const { turn, answered } = found;
    const again =
      answered === undefined ? undefined : await this.#answerAgain(conversation, turn, text, event.at);
    return this.#finish(pending, conversation, async (tx) => {
      await setTurn(tx, turn.number, { text });
      const answer = again && answered !== undefined ? { answer: again, turn: answered } : undefined;
      return { input: { type: "edited", turn, text, again: answer } };
    });
  }

  async #answerAgain(
    conversation: Conversation,
    turn: Turn,
    text: string,
    at: Address,
  ): Promise<Answer | undefined> {
    const turns = await this.#turns(conversation);
    // Only the newest question: an older answer has been built upon.
    if (turns.findLast((other) => other.by === "student")?.number !== turn.number) return undefined;
    const history = lines(turns.filter((other) => other.number < turn.number));
    const reading = this.#parts.understand(text, history);
    return this.#answer(conversation, at, { text, reading, history, student: turn.author.id });
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
    prepare: (tx: Tx) => Promise<{ input: Input; conversation?: Conversation; answers?: number } | undefined>,
  ): Promise<void> {
    const { store, clock, deskLanguage } = this.#parts;
    await store.transact(async (tx) => {
      const prepared = await prepare(tx);
      const conversation = prepared?.conversation ?? known;
      if (!prepared || !conversation) return suppressEvent(tx, pending.seq, "nothing to do");
      const now = clock.now();
      const { state } = conversation;
      const since = "since" in state ? (state.since ?? now) : now;
      const turns = await turnsOf(tx, conversation.number, policy.linesRemembered);
      const ahead = await waitingBefore(tx, conversation.number, since);
      const decided = step(conversation, prepared.input, { now, turns, ahead, deskLanguage });
      await this.#commit(tx, decided, prepared.answers);
      await finishEvent(tx, pending, conversation.number);
    });
  }

  async #commit(
    tx: Tx,
    decided: Parameters<typeof commitStep>[1],
    answers: number | undefined,
  ): Promise<void> {
    const { platforms, desk, clock } = this.#parts;
    const limit = (at: Address) =>
      this.#platformOf(at)?.textLimit ?? [...platforms.values()][0]?.textLimit ?? 2000;
    const limits = { student: limit(decided.conversation.studentAt), desk: limit(desk) };
    await commitStep(tx, decided, { limits, now: clock.now(), answers });
  }

  async #open(tx: Tx, event: InboundEvent, language: Language): Promise<Conversation> {
    const now = this.#parts.clock.now();
    const student = { id: event.from.id, name: event.from.name };
    return openConversation(tx, {
      student,
      studentAt: event.at,
      language,
      wakeAt: now + policy.quietAfter,
      now,
    });
  }

  async #addTurn(tx: Tx, conversation: Conversation, event: InboundEvent, words?: string): Promise<number> {
    const isMessage = event.type === "message";
    const side = this.#isDesk(event.at) ? "desk" : "student";
    return addTurn(tx, {
      conversation: conversation.number,
      side,
      by: side === "desk" ? "staff" : "student",
      author: { id: event.from.id, name: event.from.name },
      text: words ?? (isMessage ? event.text : ""),
      files: isMessage ? event.files : [],
      time: event.time,
      place: isMessage ? event.at : undefined,
      message: isMessage ? event.message : undefined,
      answers: undefined,
    });
  }

  async #turns(conversation: Conversation | undefined): Promise<readonly Turn[]> {
    if (!conversation) return [];
    return this.#parts.store.read((db) => turnsOf(db, conversation.number, policy.linesRemembered));
  }

  async #suppress(pending: Pending, reason: string): Promise<void> {
    await this.#parts.store.transact((tx) => suppressEvent(tx, pending.seq, reason));
  }

  #isDesk(at: Address): boolean {
    const { desk } = this.#parts;
    return at === desk || at.startsWith(`${desk}/`);
  }

  #platformOf(at: Address): Platform | undefined {
    return this.#parts.platforms.get(at.slice(0, at.indexOf(":")));
  }
}

/** What may be remembered of a conversation when answering: what was said to the student, not what staff kept inside. */
function lines(turns: readonly Turn[]): readonly Line[] {
  return turns.flatMap(({ by, text, internal }) => (internal || text === "" ? [] : [{ who: by, text }]));
}
