import { type ChatRequest, type LanguageModel, ModelError } from "#ports/model.ts";
import { tokens } from "./tokens.ts";

export type Deadlines = { readonly firstByteMs: number; readonly wholeMs: number };

/** The text so far, or last how it ended. */
export type Heard =
  | { readonly soFar: string }
  | { readonly end: "stop" | "length" | "refused"; readonly text: string; readonly tokens: number };

/**
 * Listens to one reply of the model, which is not trusted to keep the signal, its form or `maxTokens`. Throws
 * only ModelError. Leaving early ends the call.
 */
export async function* listen(
  model: LanguageModel,
  request: Omit<ChatRequest, "signal">,
  deadlines: Deadlines,
): AsyncGenerator<Heard, undefined> {
  const control = new AbortController();
  const whole = setTimeout(() => control.abort(), deadlines.wholeMs);
  const first = setTimeout(() => control.abort(), deadlines.firstByteMs);
  const over = aborted(control.signal);
  let text = "";
  try {
    const pieces = model.chat({ ...request, signal: control.signal })[Symbol.asyncIterator]();
    for (;;) {
      const next = await Promise.race([pieces.next(), over]);
      if (next === undefined) throw new ModelError("deadline");
      if (next.done) throw new ModelError("malformed", { cause: "no end" });
      if ("end" in next.value) {
        yield { end: next.value.end, text, tokens: next.value.tokens };
        return undefined;
      }
      clearTimeout(first);
      text += next.value.text;
      yield { soFar: text };
      if (tokens(text) > AT_MOST * request.maxTokens)
        throw new ModelError("malformed", { cause: "too long" });
    }
  } catch (error) {
    throw error instanceof ModelError ? error : new ModelError("malformed", { cause: "not a ModelError" });
  } finally {
    clearTimeout(first);
    clearTimeout(whole);
    control.abort();
  }
}

/** Tokens are estimated rather too high: a reply that keeps to its limit is not taken for one that never ends. */
const AT_MOST = 2;

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
