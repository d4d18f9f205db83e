import { type ChatRequest, type LanguageModel, ModelError } from "#ports/model.ts";

export type Deadlines = { readonly firstByteMs: number; readonly wholeMs: number };

/** The text so far, or last how it ended. */
export type Heard =
  | { readonly soFar: string }
  | { readonly end: "stop" | "length" | "refused"; readonly text: string; readonly tokens: number };

/**
 * Listens to one reply of the model, which is not trusted to keep the signal, its form or the size. Throws
 * only ModelError. Leaving early ends the call.
 */
export async function* listen(
  model: LanguageModel,
  request: Omit<ChatRequest, "signal">,
  deadlines: Deadlines,
  most: number,
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
      if (text.length > most) throw new ModelError("malformed", { cause: "too long" });
      yield { soFar: text };
    }
  } catch (error) {
    throw error instanceof ModelError ? error : new ModelError("malformed", { cause: "not a ModelError" });
  } finally {
    clearTimeout(first);
    clearTimeout(whole);
    control.abort();
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
