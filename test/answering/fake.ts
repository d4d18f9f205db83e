import { type ChatPiece, type LanguageModel, ModelError } from "#ports/model.ts";

export type Spoken = string | readonly (string | ChatPiece)[] | ModelError | "hang";

/** A model in memory that says what it is told, in small pieces, and counts how often it was asked. */
export function speaking(spoken: Spoken | (() => Spoken)): LanguageModel & { readonly prompts: string[] } {
  const prompts: string[] = [];
  return {
    prompts,
    async *chat({ messages }) {
      prompts.push(messages.map(({ role, content }) => `${role}: ${content}`).join("\n"));
      const said = typeof spoken === "function" ? spoken() : spoken;
      if (said instanceof ModelError) throw said;
      if (said === "hang") await new Promise(() => undefined);
      const pieces = typeof said === "string" ? (said.match(/[\s\S]{1,40}/g) ?? []) : said;
      for (const piece of pieces) yield typeof piece === "string" ? { text: piece } : piece;
      if (typeof pieces.at(-1) !== "object") yield { end: "stop", tokens: 100 };
    },
  };
}
