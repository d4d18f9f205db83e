/** A language model and an embedder as the core sees them: OpenAI-compatible servers, or fakes in tests. */

export type ChatMessage = {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
  /** Of user messages, for models that see. */
  readonly pictures?: readonly Picture[];
};

export type Picture = {
  readonly type: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  readonly bytes: Uint8Array;
};

export type ChatRequest = {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** Ends the call; the model's deadline is the caller's. */
  readonly signal: AbortSignal;
};

/** A piece of the text, or how the call ended, with the tokens that it used. */
export type ChatPiece =
  | { readonly text: string }
  | { readonly end: "stop" | "length" | "refused"; readonly tokens: number };

export interface LanguageModel {
  /** It looks at pictures; one that doesn't must not be sent any. */
  readonly seesPictures?: boolean;
  /** Streams the reply; the last piece is always an `end`. Throws only ModelError. One attempt, no retry. */
  chat(request: ChatRequest): AsyncIterable<ChatPiece>;
}

export interface Embedder {
  /** Names the model, so that vectors of different models are never compared. */
  readonly model: string;
  /** One unit vector per text, in order. Throws only ModelError. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}

export interface Transcriber {
  /** What is said in a recording; `ending` names its form, `ogg`. Throws only ModelError. */
  transcribe(
    recording: { readonly bytes: Uint8Array; readonly ending: string },
    signal: AbortSignal,
  ): Promise<string>;
}

/** Why the model gave nothing. Carries no text of the request or the answer. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly fault: "unavailable" | "limited" | "denied" | "malformed" | "deadline";
  /** The server's own word on when to come back. */
  readonly retryAfterMs: number | undefined;
  constructor(
    fault: ModelError["fault"],
    options: { cause?: unknown; retryAfterMs?: number | undefined } = {},
  ) {
    super(fault, { cause: options.cause });
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs;
  }
}
