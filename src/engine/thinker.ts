import type { Address, Log, Platform, StoredFile } from "#ports/platform.ts";
import type { Answer, Answerer, Line, Question } from "../answering/question.ts";
import type { Conversation, Turn } from "../conversation/conversation.ts";
import { botMayAnswer } from "../conversation/handoff.ts";
import type { Material, Read } from "../materials/material.ts";
import type { Reading } from "../understanding/reading.ts";
import { Signals } from "./signals.ts";

export type ThinkerParts = {
  readonly answerer: Answerer;
  readonly understand: (text: string, history: readonly Line[], locale?: string) => Reading;
  /** What a model makes of a message that leaves a doubt; it never fails. */
  readonly secondLook?:
    | ((
        reading: Reading,
        told: { readonly text: string; readonly history: readonly Line[]; readonly student: string },
      ) => Promise<Reading>)
    | undefined;
  /** What stands in the files of a message; without it they are not read. */
  readonly read?: (files: readonly StoredFile[], by: Pick<Question, "student" | "reading">) => Promise<Read>;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly log: Log;
};

/** Thinks of answers where the bot may speak, showing them as they form. Writes nothing. */
export class Thinker {
  readonly #parts: ThinkerParts;

  constructor(parts: ThinkerParts) {
    this.#parts = parts;
  }

  /** Shows that the bot is at work, from the first moment of what must be known before it can think of an answer. */
  async atWork<T>(at: Address, work: () => Promise<T>): Promise<T> {
    const signals = this.#signalsAt(at);
    signals.show({ type: "typing" });
    return work().finally(() => signals.end());
  }

  async answer(
    conversation: Conversation | undefined,
    at: Address,
    question: Question,
  ): Promise<Answer | undefined> {
    if (conversation && !botMayAnswer(conversation.state)) return undefined;
    // Danger goes to people at once, unseen by a model.
    if (question.reading.crisis) return undefined;
    const { wants } = question.reading;
    const isFile = wants === "nothing" && question.files !== undefined;
    if (!isFile && !["answer", "simpler", "example", "more", "less"].includes(wants)) return undefined;
    const { answerer } = this.#parts;
    const signals = this.#signalsAt(at);
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

  /**
   * The question with what stands in its files; the words in them tell the language where the student wrote none, and
   * those in pictures of danger: in documents they are mostly what was read or written for the course.
   * Files are read also where the bot may not speak: what is personal in them must be known before staff see them.
   */
  async withFiles(
    conversation: Conversation | undefined,
    at: Address,
    asked: { question: Question; files: readonly StoredFile[] },
  ): Promise<Question> {
    const { read, understand } = this.#parts;
    const { files, question } = asked;
    if (!read || files.length === 0) return question;
    const looked = () => read(files, question);
    const mayAnswer = !conversation || botMayAnswer(conversation.state);
    const found = mayAnswer ? await this.atWork(at, looked) : await looked();
    const all = textOf(found.materials);
    if (all === "") return { ...question, files: found };
    // What is said in a recording is meant as if it were written.
    const spoken = textOf(found.materials.filter(({ kind }) => kind === "voice"));
    const isSaid = question.reading.wants === "nothing" && spoken !== "";
    const reading = isSaid ? understand(spoken, question.history) : question.reading;
    const language =
      reading.wants === "nothing" ? understand(all, question.history).language : reading.language;
    const pictures = textOf(found.materials.filter(({ kind }) => kind === "picture"));
    const crisis = reading.crisis ?? understand(pictures, []).crisis;
    return { ...question, files: found, reading: { ...reading, language, ...(crisis && { crisis }) } };
  }

  /** A reply that staff may send, with its sources; `none` when the knowledge base holds nothing for it. */
  async suggest(conversation: Conversation, turns: readonly Turn[]): Promise<string | "none"> {
    const asked = turns.findLast(({ by, text }) => by === "student" && text.trim() !== "");
    if (!asked) return "none";
    const { understand, answerer } = this.#parts;
    const history = lines(turns.filter(({ number }) => number < asked.number));
    const read = understand(asked.text, history);
    const reading = { ...read, language: conversation.language, wants: "answer" } as const;
    const { student, number } = conversation;
    const question = { text: asked.text, reading, history, student: student.id, conversation: number };
    for await (const part of answerer.answer(question))
      if ("answer" in part) return part.answer.found ? withSources(part.answer) : "none";
    return "none";
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
    const question = { text, reading, history, student: turn.author.id, conversation: conversation.number };
    return { reading, answer: await this.answer(conversation, conversation.studentAt, question) };
  }

  #signalsAt(at: Address): Signals {
    const { platforms, log } = this.#parts;
    return new Signals(platforms.get(at.slice(0, at.indexOf(":"))), at, log);
  }
}

function textOf(materials: readonly Material[]): string {
  return materials.map(({ text }) => text).join("\n");
}

/** As words that can be sent: a reply of staff carries no sources of its own. */
function withSources({ text, citations }: Answer): string {
  const sources = citations.map(({ number, title, url }) => `[${number}] [${title}](${url})`);
  return sources.length === 0 ? text : `${text}\n\n${sources.join("\n")}`;
}

/**
 * What may be remembered when answering: what was said to the student, and what students said and sent, not what
 * staff kept inside.
 */
export function lines(turns: readonly Turn[]): readonly Line[] {
  return turns.flatMap(({ by, text, internal, read }) => {
    const said = [text, ...(by === "student" && read !== undefined ? [read] : [])].filter(
      (part) => part !== "",
    );
    return internal || said.length === 0 ? [] : [{ who: by, text: said.join("\n") }];
  });
}
