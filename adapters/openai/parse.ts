import { z } from "zod";
import { ModelError } from "#ports/model.ts";

/** What one chunk of the stream says. Compatible servers leave out much of what OpenAI sends. */
export type Chunk = {
  readonly text: string;
  readonly end: "stop" | "length" | "refused" | undefined;
  readonly tokens: number | undefined;
};

const chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({ content: z.string().nullish(), refusal: z.string().nullish(), tool_calls: z.unknown() })
          .partial()
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ total_tokens: z.number().nonnegative() }).nullish().catch(undefined),
});

/** Reads a chunk; throws ModelError `malformed` for anything but text, a refusal, an end or usage. */
export function parseChunk(raw: unknown): Chunk {
  const parsed = chunk.safeParse(raw);
  if (!parsed.success) throw new ModelError("malformed", { cause: "chunk" });
  const choice = parsed.data.choices?.[0];
  const calls = choice?.delta?.tool_calls;
  // No tools were offered: a call is made up.
  if (calls !== undefined && calls !== null) throw new ModelError("malformed", { cause: "tool call" });
  return {
    text: choice?.delta?.content ?? "",
    end: choice?.delta?.refusal ? "refused" : ending(choice?.finish_reason ?? undefined),
    tokens: parsed.data.usage?.total_tokens,
  };
}

function ending(reason: string | undefined): Chunk["end"] {
  if (reason === undefined) return undefined;
  if (reason === "stop" || reason === "length") return reason;
  if (reason === "content_filter") return "refused";
  throw new ModelError("malformed", { cause: "finish reason" });
}

const embeddings = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()).min(1) })),
});

/** The vectors of one batch in the order of its texts, scaled to length 1. */
export function parseEmbeddings(raw: unknown, count: number): readonly Float32Array[] {
  const parsed = embeddings.safeParse(raw);
  if (!parsed.success) throw new ModelError("malformed", { cause: "embeddings" });
  const byIndex = new Map(parsed.data.data.map((one) => [one.index, one.embedding]));
  const size = parsed.data.data[0]?.embedding.length;
  return Array.from({ length: count }, (_, index) => {
    const vector = byIndex.get(index);
    if (vector === undefined || vector.length !== size)
      throw new ModelError("malformed", { cause: "embeddings" });
    return unit(vector);
  });
}

function unit(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0) throw new ModelError("malformed", { cause: "embeddings" });
  return Float32Array.from(vector, (value) => value / length);
}

const transcript = z.object({ text: z.string().max(100_000) });

/** What was said; throws ModelError `malformed` for anything else. */
export function parseTranscript(raw: unknown): string {
  const parsed = transcript.safeParse(raw);
  if (!parsed.success) throw new ModelError("malformed", { cause: "transcript" });
  return parsed.data.text;
}
