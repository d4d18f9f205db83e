import type { Address, Log, Platform } from "#ports/platform.ts";
import type { Answer, Answerer, Line, Question } from "../answering/question.ts";
import type { Conversation, Turn } from "../conversation/conversation.ts";
import { botMayAnswer } from "../conversation/handoff.ts";
import type { Reading } from "../understanding/reading.ts";
import { Signals } from "./signals.ts";

export type ThinkerParts = {
  readonly answerer: Answerer;
  readonly understand: (text: string, history: readonly Line[], locale?: string) => Reading;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly log: Log;
};

/** Thinks of answers where the bot may speak, showing them as they form. Writes nothing. */
export class Thinker {
  readonly #parts: ThinkerParts;

  constructor(parts: ThinkerParts) {
    this.#parts = parts;
  }

  async answer(
    conversation: Conversation | undefined,
    at: Address,
    question: Question,
  ): Promise<Answer | undefined> {
    if (conversation && !botMayAnswer(conversation.state)) return undefined;
    if (!["answer", "simpler", "example", "more"].includes(question.reading.wants)) return undefined;
    const { answerer, platforms, log } = this.#parts;
    const signals = new Signals(platforms.get(at.slice(0, at.indexOf(":"))), at, log);
    signals.show({ type: "typing" });
    try {
      for await (const part of answerer.answer(question)) {
        if ("answer" in part) return part.answer;
        signals.show({ type: "draft", text: part.draft });
      }
    } finally {
      await signals.end();
    }
    return undefined;
  }

  /** What the new words of a turn ask for, and their answer; `turns` are those of its conversation. */
  async answerAgain(
    conversation: Conversation,
    turn: Turn,
    text: string,
    turns: readonly Turn[],
  ): Promise<{ reading: Reading; answer: Answer | undefined } | undefined> {
    // Only the newest question: an older answer has been built upon.
    if (turns.findLast((other) => other.by === "student")?.number !== turn.number) return undefined;
    const history = lines(turns.filter((other) => other.number < turn.number));
    const reading = this.#parts.understand(text, history);
    const question = { text, reading, history, student: turn.author.id };
    return { reading, answer: await this.answer(conversation, conversation.studentAt, question) };
  }
}

/** What may be remembered when answering: what was said to the student, not what staff kept inside. */
export function lines(turns: readonly Turn[]): readonly Line[] {
  return turns.flatMap(({ by, text, internal }) => (internal || text === "" ? [] : [{ who: by, text }]));
}
