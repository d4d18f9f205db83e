/** One small question to the model whose answer is JSON. Whatever goes wrong is no answer, never an error. */
import type { z } from "zod";
import type { LanguageModel } from "#ports/model.ts";
import { createBreaker } from "./breaker.ts";

/** Takes tokens from a budget; `undefined` when it does not hold that many. */
export type Pay = (
  tokens: number,
) => Promise<{ readonly settle: (tokens: number) => Promise<void> } | undefined>;

export type SmallQuestion<T> = {
  readonly system: string;
  readonly user: string;
  readonly maxTokens: number;
  readonly deadlineMs: number;
  readonly shape: z.ZodType<T>;
};

/** About 3 characters of any text make a token at most; Chinese ones make one each. */
function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}

/** The longest answer that is still read. */
const MOST_CHARACTERS = 4000;

/** Asks, or answers `undefined`: while the model rests after failures, without the tokens, and when it fails. */
export type SmallAsker = <T>(question: SmallQuestion<T>, pay: Pay) => Promise<T | undefined>;

/** One for all small questions to a model: when it fails at one, it is left alone for a while by all. */
export function createSmallAsker(model: LanguageModel, now: () => number): SmallAsker {
  const breaker = createBreaker(now);
  return async (question, pay) => {
    if (!breaker.ready()) return undefined;
    let isPaid = false;
    const said = await askModel(model, question, async (tokens) => {
      const reservation = await pay(tokens);
      isPaid = reservation !== undefined;
      return reservation;
    });
    if (said !== undefined) breaker.worked();
    else if (isPaid) breaker.failed();
    return said;
  };
}

async function askModel<T>(
  model: LanguageModel,
  { system, user, maxTokens, deadlineMs, shape }: SmallQuestion<T>,
  pay: Pay,
): Promise<T | undefined> {
  const reserved = await pay(tokensOf(system + user) + maxTokens);
  if (!reserved) return undefined;
  const signal = AbortSignal.timeout(deadlineMs);
  const over = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  try {
    const messages = [
      { role: "system", content: system },
      { role: "user", content: user },
    ] as const;
    // the race holds the deadline even if the model doesn't
    const heard = await Promise.race([listen(model.chat({ messages, maxTokens, signal })), over]);
    if (!heard) return undefined;
    await reserved.settle(heard.tokens);
    return heard.text === undefined ? undefined : parse(heard.text, shape);
  } catch {
    return undefined;
  }
}

type Heard = { readonly text: string | undefined; readonly tokens: number };

async function listen(pieces: ReturnType<LanguageModel["chat"]>): Promise<Heard | undefined> {
  let text = "";
  for await (const piece of pieces) {
    if ("end" in piece) return { text: piece.end === "stop" ? text : undefined, tokens: piece.tokens };
    text += piece.text;
    if (text.length > MOST_CHARACTERS) return undefined;
  }
  return undefined;
}

/** The JSON in the answer, which small models like to put into a fence. */
function parse<T>(text: string, shape: z.ZodType<T>): T | undefined {
  const json = /[[{][\s\S]*[\]}]/.exec(text)?.[0];
  if (json === undefined) return undefined;
  try {
    return shape.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
