import type { Say, Step } from "../conversation.ts";
import type { Context } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { aboutLate } from "./late.ts";

/**
 * The bot's words on a message, with what must be told besides: before them, which message they are about if it is an
 * old one; after them, once in a conversation, that this is a bot and how a person is reached.
 */
export function withFirstWords(step: Step, turn: number, context: Context): Step {
  const { language } = step.conversation;
  const before = aboutLate(turn, step.conversation, context);
  const isKnown = context.turns.some(({ by }) => by === "bot");
  const after = isKnown ? undefined : phrases(language).aBot;
  const first = step.says.findIndex(isBots);
  const says = step.says.map((say, index) => {
    if (index !== first || say.type !== "post") return say;
    const text = [before, say.message.text, after].filter((one) => one !== undefined).join("\n\n");
    return { ...say, message: { ...say.message, text } };
  });
  return { ...step, says };
}

function isBots(say: Say): boolean {
  return say.type === "post" && say.isTurn === true;
}
