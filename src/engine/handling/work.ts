import type { Address, InboundEvent, OutboundMessage } from "#ports/platform.ts";
import type { Clock } from "../../clock.ts";
import type { Conversation, Language, Step, Turn } from "../../conversation/conversation.ts";
import type { CrisisWords } from "../../conversation/crisis.ts";
import { step } from "../../conversation/handoff.ts";
import type { Context, Input } from "../../conversation/input.ts";
import { policy } from "../../conversation/policy.ts";
import { actorOf } from "../../conversation/ticket/changes.ts";
import type { Replies } from "../../desk/replies.ts";
import type { Roster } from "../../desk/roster.ts";
import { waitingBefore } from "../../store/cases/queue.ts";
import { loadsOf } from "../../store/cases/staff.ts";
import { firstWords, turnsOf } from "../../store/cases/turns.ts";
import { casesWithPeople, openConversationAt } from "../../store/conversations.ts";
import { finishEvent, type Pending, suppressEvent } from "../../store/inbox.ts";
import { enqueueAt } from "../../store/sending/outside.ts";
import type { Store } from "../../store/store.ts";
import type { Tx } from "../../store/transactor.ts";
import { Thinker, type ThinkerParts } from "../thinker.ts";
import { type Commit, commitStep, partsOf } from "./commit.ts";
import { isDesk, platformOf } from "./find.ts";
import { tellQueue } from "./queue.ts";

export type EngineParts = ThinkerParts & {
  readonly store: Store;
  readonly roster: Roster;
  readonly replies: Pick<Replies, "list" | "text">;
  readonly deskLanguage: Language;
  readonly clock: Clock;
  /** The operator's words and help lines; the built-in ones without it. */
  readonly crisisWords?: CrisisWords | undefined;
};

/** An event of the platforms that is being handled, and its case if it has one. */
export type Handled<E extends InboundEvent = InboundEvent> = {
  readonly pending: Pending;
  readonly event: E;
  readonly conversation: Conversation | undefined;
};

export type EventOf<T extends InboundEvent["type"]> = Extract<InboundEvent, { type: T }>;

/** What an event comes to, in its transaction. `turns` where they are known already, `answers` what the bot answers. */
type Prepared = {
  readonly input: Input;
  readonly conversation?: Conversation;
  /** Opened by this event. */
  readonly isNew?: boolean;
  readonly turns?: readonly Turn[];
  readonly answers?: number;
};

/** What all ways of handling an event share: the parts, and how an event comes to its end. */
export class Work {
  readonly parts: EngineParts;
  readonly thinker: Thinker;

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.thinker = new Thinker(parts);
  }

  get now(): number {
    return this.parts.clock.now();
  }

  isDesk(at: Address): boolean {
    return isDesk(at, this.parts.roster.channels);
  }

  async turns(conversation: Conversation | undefined): Promise<readonly Turn[]> {
    if (!conversation) return [];
    return this.parts.store.read((db) => turnsOf(db, conversation.number, policy.linesRemembered));
  }

  /** One transaction: what `prepare` writes, the step that follows from it, and the end of the event. */
  async finish(
    pending: Pending,
    known: Conversation | undefined,
    prepare: (tx: Tx) => Promise<Prepared | undefined>,
  ): Promise<void> {
    await this.parts.store.transact(async (tx) => {
      const prepared = await prepare(tx);
      const conversation = prepared?.conversation ?? known;
      if (!prepared || !conversation) return suppressEvent(tx, pending, "nothing to do");
      const context = await this.contextOf(tx, conversation, prepared.turns);
      const decided = step(conversation, prepared.input, context);
      const isAgain = conversation.wakeAt === undefined && decided.conversation.wakeAt !== undefined;
      // A place has one open case: an older one can't be opened again beside it.
      if (isAgain && (await openConversationAt(tx, conversation.studentAt)))
        return suppressEvent(tx, pending, "another case is open there");
      await this.commit(tx, decided, {
        before: prepared.isNew ? undefined : conversation,
        actor: actorOf(prepared.input, conversation),
        ...(prepared.answers !== undefined && { answers: prepared.answers }),
      });
      const { conversation: after } = decided;
      await tellQueue(tx, { before: conversation, after }, context.now);
      await finishEvent(tx, pending, conversation.number);
    });
  }

  async commit(tx: Tx, decided: Step, by: Pick<Commit, "before" | "actor" | "answers">): Promise<void> {
    await commitStep(tx, decided, { ...this.parts, ...by, now: this.now });
  }

  /** Ends the event with words where it happened, for whoever asked; no case changes. */
  async answerAt(
    { pending, event, conversation }: Handled,
    message: OutboundMessage,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    await this.parts.store.transact(async (tx) => {
      await also?.(tx);
      const side = this.isDesk(event.at) ? "desk" : "student";
      const parts = partsOf({ ...message, only: event.from.id }, event.at, this.parts);
      await enqueueAt(tx, { place: event.at, side, parts, now: this.now });
      if (conversation) return finishEvent(tx, pending, conversation.number);
      return suppressEvent(tx, pending, "answered where it was asked");
    });
  }

  async suppress(pending: Pending, reason: string): Promise<void> {
    await this.parts.store.transact((tx) => suppressEvent(tx, pending, reason));
  }

  /** What a decision about the case may look at; `turns` where they are known already. */
  async contextOf(tx: Tx, conversation: Conversation, turns: readonly Turn[] | undefined): Promise<Context> {
    const { deskLanguage, roster, replies } = this.parts;
    const { state, number, student, studentAt } = conversation;
    const now = this.now;
    const since = "since" in state ? (state.since ?? now) : now;
    const person = { platform: platformOf(studentAt), id: student.id };
    const desk = platformOf(roster.channelFor(conversation.ticket.category));
    const said = turns ?? (await turnsOf(tx, number, policy.linesRemembered));
    return {
      now,
      turns: said,
      ...(said.length >= policy.linesRemembered && { began: await firstWords(tx, number) }),
      ahead: await waitingBefore(tx, number, since),
      earlier: await casesWithPeople(tx, person, number),
      deskLanguage,
      roster,
      replies,
      colleagues: await loadsOf(tx, desk, roster.onDuty(now)),
    };
  }
}
