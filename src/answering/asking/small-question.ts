/** One small question to the model whose answer is JSON. Whatever goes wrong is no answer, never an error. */
import type { z } from "zod";
import type { LanguageModel } from "#ports/model.ts";
import { createBreaker } from "./breaker.ts";
import { listen } from "./listen.ts";
import { tokens } from "./tokens.ts";

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

/** Asks, or answers `undefined`: while the model rests after failures, without the tokens, and when it fails. */
export type SmallAsker = <T>(question: SmallQuestion<T>, pay: Pay) => Promise<T | undefined>;

/** One for all small questions to a model: when it fails at one, it is left alone for a while by all. */
export function createSmallAsker(model: LanguageModel, now: () => number): SmallAsker {
  const breaker = createBreaker(now);
  return async (question, pay) => {
    if (!breaker.ready()) return undefined;
    let isPaid = false;
    const said = await askModel(model, question, async (most) => {
      const reservation = await pay(most);
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
  const cost = tokens(system + user);
  const reserved = await pay(cost + maxTokens);
  if (!reserved) return undefined;
  const messages = [
    { role: "system", content: system },
    { role: "user", content: user },
  ] as const;
  const deadlines = { firstByteMs: deadlineMs, wholeMs: deadlineMs };
  let used = cost;
  try {
    for await (const heard of listen(model, { messages, maxTokens }, deadlines)) {
      used = "end" in heard ? heard.tokens : cost + tokens(heard.soFar);
      if ("end" in heard) return heard.end === "stop" ? parse(heard.text, shape) : undefined;
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    await reserved.settle(used);
  }
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
