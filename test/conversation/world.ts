import type { Action } from "#ports/controls.ts";
import type { Address, OutboundMessage } from "#ports/platform.ts";
import type { Answer } from "../../src/answering/question.ts";
import type {
  Conversation,
  Draft,
  Person,
  Say,
  Side,
  Step,
  Turn,
} from "../../src/conversation/conversation.ts";
import { botMayAnswer, step } from "../../src/conversation/handoff.ts";
import type { Brings, Input, Undelivered } from "../../src/conversation/input.ts";
import { policy } from "../../src/conversation/policy.ts";
import { isAboutClosed } from "../../src/conversation/student/asked.ts";
import type { Roster } from "../../src/desk/roster.ts";
import { plainReading, type Reading } from "../../src/understanding/reading.ts";
import { anna, bo, conversationIn, hour, mia, noon, replies, roster } from "./states.ts";

/** What anybody may do in the world. `pick` chooses among what there is, whatever its number. */
export type Move =
  | {
      readonly do: "ask";
      readonly wants: Reading["wants"];
      readonly answer: Answered;
      readonly blank: boolean;
      /** What else a reading may say. */
      readonly reads: Partial<Reading>;
    }
  | { readonly do: "fail" }
  | {
      readonly do: "write";
      readonly who: Person;
      readonly as: Written;
      readonly pick: number;
      readonly promises: boolean;
    }
  | { readonly do: "editStudent"; readonly pick: number }
  | { readonly do: "editStaff"; readonly pick: number; readonly as: Written }
  | { readonly do: "delete"; readonly pick: number }
  | { readonly do: "press"; readonly who: Person; readonly action: Action; readonly pick: number }
  | { readonly do: "react"; readonly who: Person; readonly pick: number }
  | { readonly do: "leave"; readonly pick: number }
  | { readonly do: "wake"; readonly pick: number }
  | { readonly do: "lose"; readonly pick: number; readonly fault: Undelivered }
  | { readonly do: "wait"; readonly ms: number };
type Answered = "found" | "missed" | "topic" | "none";
type Written = "line" | "note" | "wide note" | "blank";

/** What stands on a side. */
export type Stands = { readonly conversation: number; readonly name: string; message: OutboundMessage };

type Kept = Turn & { readonly conversation: number };

/** One step as it was taken, for the checks. */
export type Taken = {
  readonly before: Conversation;
  readonly input: Input;
  readonly step: Step;
  readonly now: number;
};

/** A student, two staff and the state machine, with the engine's part reduced to what it must do. */
export class World {
  now = noon;
  readonly cases: Conversation[] = [];
  readonly turns: Kept[] = [];
  readonly #drafts: Draft[] = [];
  readonly #roster: Roster;

  constructor(replyMode: Roster["replyMode"] = "thread") {
    this.#roster = { ...roster, replyMode };
  }

  readonly views: Record<Side, Stands[]> = { student: [], desk: [] };
  /** What each side should see of the other, in order: by the rules, not by the code. */
  readonly meant: Record<Side, { turn: number; text: string }[]> = { student: [], desk: [] };
  #next = 1;

  /** Does the move and returns the steps that it led to. */
  play(move: Move): readonly Taken[] {
    // Nobody writes faster than this.
    this.now += 4000;
    switch (move.do) {
      case "ask":
        return this.#ask(move);
      case "fail": {
        const conversation = this.#open();
        const { number, text } = this.#say(conversation, "student", mia, this.#text());
        this.#meantForDesk(conversation, number, text);
        return [this.#take(conversation, { type: "failed", turn: number, text, files: [] })];
      }
      case "write": {
        const conversation = this.#case(move.pick);
        if (!conversation) return [];
        const { number, text } = this.#say(conversation, "staff", move.who, this.#text(move.as));
        if (move.as === "line" && this.#has(conversation, move.who) && this.#roster.replyMode === "thread")
          this.meant.student.push({ turn: number, text });
        const promised = move.promises ? this.now + 20 * hour : undefined;
        const wrote = { type: "wrote", turn: number, text, files: [], staff: move.who, promised } as const;
        return [this.#take(conversation, wrote)];
      }
      case "editStudent":
        return this.#editStudent(move.pick);
      case "editStaff":
        return this.#editStaff(move.pick, move.as);
      case "delete": {
        const turn = pickOf(
          this.turns.filter(({ by }) => by !== "bot"),
          move.pick,
        );
        if (!turn) return [];
        this.turns.splice(this.turns.indexOf(turn), 1);
        for (const side of ["student", "desk"] as const)
          this.meant[side] = this.meant[side].filter((line) => line.turn !== turn.number);
        const { handed } = this.#of(turn).ticket;
        const accounts = handed
          .filter((last) => last >= turn.number)
          .map((last) => ({
            last,
            turns: this.turns.filter((one) => one.conversation === turn.conversation && one.number <= last),
          }));
        return [this.#take(this.#of(turn), { type: "deleted", turn, answeredBy: undefined, accounts })];
      }
      case "press":
        return this.#press(move.who, move.action, move.pick);
      case "react": {
        const turn = pickOf(this.turns, move.pick);
        if (!turn) return [];
        const by = move.who === mia ? "student" : "staff";
        const reaction = { emoji: "👍", added: true };
        return [this.#take(this.#of(turn), { type: "reacted", by, person: move.who, turn, reaction })];
      }
      case "leave": {
        const conversation = this.#case(move.pick);
        return conversation ? [this.#take(conversation, { type: "left" })] : [];
      }
      case "wake": {
        const conversation = this.#case(move.pick);
        return conversation ? [this.#take(conversation, { type: "woke" })] : [];
      }
      case "lose": {
        const turn = pickOf(this.turns, move.pick);
        if (!turn) return [];
        const what = move.pick % 5 === 0 ? "card" : turn;
        return [this.#take(this.#of(turn), { type: "undelivered", what, fault: move.fault })];
      }
      case "wait": {
        this.now += move.ms;
        const due = this.cases.filter(({ wakeAt }) => wakeAt !== undefined && wakeAt <= this.now);
        return due.map((conversation) => this.#take(conversation, { type: "woke" }));
      }
    }
  }

  #ask(move: Extract<Move, { do: "ask" }>): readonly Taken[] {
    const answer = answerOf(move.answer);
    const reading = { ...plainReading("en", move.wants), ...move.reads };
    const last = this.cases.at(-1);
    const isAbout = last?.state.name === "resolved" && isAboutClosed(last, { reading, answer }, this.now);
    const conversation = isAbout ? last : this.#open();
    const { number, text } = this.#say(
      conversation,
      "student",
      mia,
      this.#text(move.blank ? "blank" : "line"),
    );
    const line = { turn: number, text: move.blank ? "(a message without words)" : text };
    this.#meantForDesk(conversation, line.turn, line.text);
    const thought = botMayAnswer(conversation.state) ? answer : undefined;
    const asked = { type: "asked", turn: number, text, files: [], reading, answer: thought } as const;
    const taken = this.#take(conversation, asked);
    // Words that open a case again go to the desk with it; in danger they stand in the account.
    const isAgain = isAbout && taken.step.conversation.state.name === "waiting" && !reading.crisis;
    if (isAgain) this.meant.desk.push(line);
    return [taken];
  }

  #editStudent(pick: number): readonly Taken[] {
    const turn = pickOf(
      this.turns.filter(({ by }) => by === "student"),
      pick,
    );
    if (!turn) return [];
    const conversation = this.#of(turn);
    const text = this.#text();
    const line = this.meant.desk.find((one) => one.turn === turn.number);
    if (line) line.text = text;
    else this.#meantForDesk(conversation, turn.number, text);
    const answered = this.turns.find(
      (other) => other.by === "bot" && other.conversation === turn.conversation,
    );
    const again =
      answered && pick % 2 === 0 ? { answer: answerOf("found") as Answer, turn: answered.number } : undefined;
    this.#change(turn.number, { text });
    return [this.#take(conversation, { type: "edited", turn, text, again })];
  }

  #editStaff(pick: number, as: Written): readonly Taken[] {
    const turn = pickOf(
      this.turns.filter(({ by }) => by === "staff"),
      pick,
    );
    if (!turn) return [];
    const conversation = this.#of(turn);
    const text = this.#text(as);
    const line = this.meant.student.find((one) => one.turn === turn.number);
    if (line && !turn.internal && as === "line" && this.#has(conversation, turn.author)) line.text = text;
    this.#change(turn.number, { text });
    return [this.#take(conversation, { type: "edited", turn, text, again: undefined })];
  }

  #press(who: Person, action: Action, pick: number): readonly Taken[] {
    const by = who === mia ? "student" : "staff";
    const conversation =
      by === "staff" ? this.#case(pick) : action === "person" ? this.#open() : this.cases.at(-1);
    if (!conversation) return [];
    const on = this.turns.find((turn) => turn.by === "bot")?.number;
    const brings = this.#brings(conversation, who, action, pick);
    return [this.#take(conversation, { type: "pressed", action, by, person: who, on, brings })];
  }

  /** What comes with an action, as the engine would look it up; sometimes nothing does. */
  #brings(conversation: Conversation, who: Person, action: Action, pick: number): Brings {
    const isSent = action === "reply" || action === "canned" || action === "sendDraft";
    const draft = pickOf(this.#drafts, pick);
    const others = {
      choice: "high",
      colleague: pick % 3 === 0 ? ("unknown" as const) : pick % 3 === 1 ? anna : bo,
      until: this.now + (pick % 7) * hour,
      draft,
      suggestion: pick % 4 === 0 ? "none" : this.#text(),
      stars: { closing: conversation.ticket.closings, count: 4, isNew: pick % 2 === 0 },
    };
    if (who === mia || (!isSent && action !== "note") || pick % 9 === 0) return others;
    const { number, text } = this.#say(conversation, "staff", who, this.#text());
    if (isSent && this.#has(conversation, who) && (action !== "sendDraft" || draft))
      this.meant.student.push({ turn: number, text });
    return { ...others, words: { turn: number, text, files: [], isShown: false } };
  }

  #take(before: Conversation, input: Input): Taken {
    const turns = this.turns.filter((turn) => turn.conversation === before.number);
    const context = {
      now: this.now,
      turns: turns.slice(-policy.linesRemembered),
      ahead: 0,
      earlier: [],
      deskLanguage: "en" as const,
      roster: this.#roster,
      replies,
      colleagues: [],
    };
    const taken = step(before, input, context);
    this.cases[before.number - 1] = taken.conversation;
    for (const say of taken.says) this.#show(before.number, say);
    return { before, input, step: taken, now: this.now };
  }

  #show(conversation: number, say: Say): void {
    switch (say.type) {
      case "unbutton":
      case "react":
      case "rate":
      case "remind":
      case "endDraft":
        return;
      case "mark":
        if (say.mark === "internal") this.#change(say.turn, { internal: true });
        return;
      case "draft": {
        const number = this.#drafts.length + 1;
        this.#drafts.push({ number, text: say.text });
        const message = { text: say.text, tone: "note" } as const;
        this.#show(conversation, { type: "post", to: "desk", slot: `draft:${number}`, message });
        return;
      }
    }
    const view = this.views[say.to];
    const name = say.slot ?? `#${this.#next++}`;
    const standing = view.findIndex((one) => one.conversation === conversation && one.name === name);
    if (say.type === "remove") {
      if (standing >= 0) view.splice(standing, 1);
      return;
    }
    const stands = { conversation, name, message: say.message };
    if (standing >= 0) view[standing] = stands;
    else if (!say.onlyReplace) view.push(stands);
    if (name === "card" && view.includes(stands)) {
      const current = this.cases[conversation - 1];
      if (current)
        this.cases[conversation - 1] = { ...current, deskAt: `web:desk/${conversation}` as Address };
    }
    if (say.isTurn && !say.slot) {
      const bot = { id: "bot", name: "" };
      this.turns.push({ ...this.#turn("bot", bot, say.message.text), conversation });
    }
  }

  #open(): Conversation {
    const last = this.cases.at(-1);
    if (last && last.state.name !== "resolved") return last;
    const number = this.cases.length + 1;
    const wakeAt = this.now + policy.quietAfter;
    const conversation = conversationIn({ name: "bot", misses: 0 }, { number, wakeAt });
    this.cases.push(conversation);
    return conversation;
  }

  /** Mostly the newest case, sometimes an old one. */
  #case(pick: number): Conversation | undefined {
    return pick % 4 === 0 ? pickOf(this.cases, pick) : this.cases.at(-1);
  }

  #of(turn: Kept): Conversation {
    const conversation = this.cases[turn.conversation - 1];
    if (!conversation) throw new Error("a turn without a case");
    return conversation;
  }

  #has({ state }: Conversation, staff: Person): boolean {
    return state.name === "human" && state.staff.id === staff.id;
  }

  #meantForDesk({ state }: Conversation, turn: number, text: string): void {
    if (state.name === "waiting" || state.name === "human") this.meant.desk.push({ turn, text });
  }

  #say(conversation: Conversation, by: "student" | "staff", author: Person, text: string): Kept {
    const turn = { ...this.#turn(by, author, text), conversation: conversation.number };
    this.turns.push(turn);
    return turn;
  }

  #turn(by: Turn["by"], author: Person, text: string): Turn {
    const side = by === "staff" ? "desk" : "student";
    return { number: this.#next++, side, by, author, text, internal: false, files: [], time: this.now };
  }

  #change(number: number, change: Partial<Turn>): void {
    const index = this.turns.findIndex((turn) => turn.number === number);
    const turn = this.turns[index];
    if (turn) this.turns[index] = { ...turn, ...change };
  }

  /** Words that occur nowhere else. */
  #text(as: Written = "line"): string {
    const words = `words-${this.#next++}-`;
    return { line: words, note: `// ${words}`, "wide note": ` \uFF0F\uFF0F${words}`, blank: " " }[as];
  }
}

function pickOf<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)];
}

function answerOf(how: Answered): Answer | undefined {
  if (how === "none") return undefined;
  const found = how !== "missed";
  return { text: "An answer.", citations: [], found, sure: 1, escalate: how === "topic", by: "quote" };
}
