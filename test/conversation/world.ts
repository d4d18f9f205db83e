import type { Action, Address, OutboundMessage } from "#ports/platform.ts";
import type { Answer } from "../../src/answering/question.ts";
import type { Conversation, Person, Say, Side, Step, Turn } from "../../src/conversation/conversation.ts";
import { botMayAnswer, step } from "../../src/conversation/handoff.ts";
import type { Input, Undelivered } from "../../src/conversation/input.ts";
import { policy } from "../../src/conversation/policy.ts";
import { plainReading, type Reading } from "../../src/understanding/reading.ts";
import { conversationIn, mia, noon } from "./states.ts";

/** What anybody may do in the world. `pick` chooses among what there is, whatever its number. */
export type Move =
  | {
      readonly do: "ask";
      readonly wants: Reading["wants"];
      readonly answer: Answered;
      readonly blank: boolean;
    }
  | { readonly do: "fail" }
  | { readonly do: "write"; readonly who: Person; readonly as: Written; readonly pick: number }
  | { readonly do: "editStudent"; readonly pick: number }
  | { readonly do: "editStaff"; readonly pick: number; readonly as: Written }
  | { readonly do: "delete"; readonly pick: number }
  | { readonly do: "press"; readonly who: Person; readonly action: Action; readonly pick: number }
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
  readonly views: Record<Side, Stands[]> = { student: [], desk: [] };
  /** What each side should see of the other, in order: by the rules, not by the code. */
  readonly meant: Record<Side, { turn: number; text: string }[]> = { student: [], desk: [] };
  #next = 1;

  /** Does the move and returns the steps that it led to. */
  play(move: Move): readonly Taken[] {
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
        if (move.as === "line" && this.#has(conversation, move.who))
          this.meant.student.push({ turn: number, text });
        return [this.#take(conversation, { type: "wrote", turn: number, text, files: [], staff: move.who })];
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
        return [this.#take(this.#of(turn), { type: "deleted", turn, answeredBy: undefined })];
      }
      case "press":
        return this.#press(move.who, move.action, move.pick);
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
    const conversation = this.#open();
    const { number, text } = this.#say(
      conversation,
      "student",
      mia,
      this.#text(move.blank ? "blank" : "line"),
    );
    this.#meantForDesk(conversation, number, move.blank ? "(a message without words)" : text);
    const answer = botMayAnswer(conversation.state) ? answerOf(move.answer) : undefined;
    const reading = plainReading("en", move.wants);
    return [this.#take(conversation, { type: "asked", turn: number, text, files: [], reading, answer })];
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
    return [this.#take(conversation, { type: "pressed", action, by, person: who, on })];
  }

  #take(before: Conversation, input: Input): Taken {
    const turns = this.turns.filter((turn) => turn.conversation === before.number);
    const context = {
      now: this.now,
      turns: turns.slice(-policy.linesRemembered),
      ahead: 0,
      deskLanguage: "en" as const,
    };
    const taken = step(before, input, context);
    this.cases[before.number - 1] = taken.conversation;
    for (const say of taken.says) this.#show(before.number, say);
    return { before, input, step: taken, now: this.now };
  }

  #show(conversation: number, say: Say): void {
    if (say.type === "unbutton") return;
    if (say.type === "mark") {
      if (say.mark === "internal") this.#change(say.turn, { internal: true });
      return;
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
