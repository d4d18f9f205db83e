import type OpenAI from "openai";
import type {
  ChatMessage,
  ChatPiece,
  ChatRequest,
  Embedder,
  LanguageModel,
  Transcriber,
} from "#ports/model.ts";
import { ModelError } from "#ports/model.ts";
import { createClient } from "./client.ts";
import type { OpenAIConfig } from "./config.ts";
import { fault } from "./faults.ts";
import { type Chunk, parseChunk, parseEmbeddings, parseTranscript } from "./parse.ts";

/** Some servers say the end and then keep the connection open; usage comes at once or not at all. */
const USAGE_WAIT_MS = 500;

/** Providers refuse longer lists and longer texts. */
const BATCH = 96;
const MAX_EMBED_CHARS = 8_000;

/** Where usage is not reported: pessimistic for English, fair for Chinese. */
const CHARS_A_TOKEN = 2.5;

/** A chat model on any OpenAI-compatible server. One attempt a call. */
export function createModel(config: OpenAIConfig): LanguageModel {
  const client = createClient(config);
  return {
    seesPictures: config.vision ?? false,
    async *chat(request) {
      const done = new AbortController();
      const signal = AbortSignal.any([request.signal, done.signal]);
      try {
        yield* read(await open(await client, config, { ...request, signal }), request);
      } catch (error) {
        throw request.signal.aborted ? new ModelError("deadline", { cause: "signal" }) : fault(error);
      } finally {
        // Hangs up also when the reader left early or the server keeps the connection open.
        done.abort();
      }
    },
  };
}

/** `undefined` when the settings name no embedding model. */
export function createEmbedder(config: OpenAIConfig): Embedder | undefined {
  const model = config.embeddingModel;
  if (model === undefined) return undefined;
  const client = createClient(config);
  return {
    model,
    async embed(texts, signal) {
      try {
        const vectors: Float32Array[] = [];
        for (let start = 0; start < texts.length; start += BATCH) {
          const input = texts
            .slice(start, start + BATCH)
            .map((text) => text.slice(0, MAX_EMBED_CHARS).trim() || " ");
          const raw = await (await client).embeddings.create(
            { model, input, encoding_format: "float" },
            { signal },
          );
          vectors.push(...parseEmbeddings(raw, input.length));
        }
        return vectors;
      } catch (error) {
        throw signal.aborted ? new ModelError("deadline", { cause: "signal" }) : fault(error);
      }
    },
  };
}

/** `undefined` when the settings name no model that listens. */
export function createTranscriber(config: OpenAIConfig): Transcriber | undefined {
  const model = config.transcriptionModel;
  if (model === undefined) return undefined;
  const client = createClient(config);
  return {
    async transcribe({ bytes, ending }, signal) {
      try {
        const { toFile } = await import("openai/uploads");
        const file = await toFile(bytes, `recording.${ending}`);
        return parseTranscript(await (await client).audio.transcriptions.create({ model, file }, { signal }));
      } catch (error) {
        throw signal.aborted ? new ModelError("deadline", { cause: "signal" }) : fault(error);
      }
    },
  };
}

type Chunks = AsyncIterable<unknown>;

async function open(client: OpenAI, config: OpenAIConfig, request: ChatRequest): Promise<Chunks> {
  // OpenAI's newer models refuse the old name, many other servers don't know the new one.
  const official = new URL(config.baseURL).hostname === "api.openai.com";
  const limit = official ? { max_completion_tokens: request.maxTokens } : { max_tokens: request.maxTokens };
  return await client.chat.completions.create(
    {
      model: config.model,
      messages: request.messages.map(spoken),
      stream: true,
      stream_options: { include_usage: true },
      ...limit,
    },
    { signal: request.signal },
  );
}

function spoken({ role, content, pictures = [] }: ChatMessage): OpenAI.ChatCompletionMessageParam {
  if (role !== "user" || pictures.length === 0) return { role, content };
  const shown = pictures.map(({ type, bytes }) => ({
    type: "image_url" as const,
    image_url: { url: `data:${type};base64,${Buffer.from(bytes).toString("base64")}` },
  }));
  return { role, content: [{ type: "text", text: content }, ...shown] };
}

/** A stream that stops without saying so was cut, and half an answer is none. */
async function* read(stream: Chunks, request: ChatRequest): AsyncIterable<ChatPiece> {
  let end: Chunk["end"];
  let tokens: number | undefined;
  let characters = request.messages.reduce((sum, { content }) => sum + content.length, 0);
  const iterator = stream[Symbol.asyncIterator]();
  while (tokens === undefined || end === undefined) {
    const next = await (end === undefined ? iterator.next() : soon(iterator.next()));
    if (next.done) break;
    const chunk = parseChunk(next.value);
    tokens = chunk.tokens ?? tokens;
    characters += chunk.text.length;
    if (chunk.text !== "" && end === undefined) yield { text: chunk.text };
    end ??= chunk.end;
  }
  if (request.signal.aborted) throw new ModelError("deadline", { cause: "signal" });
  if (end === undefined) throw new ModelError("unavailable", { cause: "stream cut" });
  yield { end, tokens: tokens ?? Math.ceil(characters / CHARS_A_TOKEN) };
}

async function soon(next: Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<IteratorResult<unknown>>((resolve) => {
    timer = setTimeout(() => resolve({ done: true, value: undefined }), USAGE_WAIT_MS);
  });
  try {
    // What comes after the end, a fault too, no longer matters.
    return await Promise.race([next.catch(() => ({ done: true as const, value: undefined })), late]);
  } finally {
    clearTimeout(timer);
  }
}
