import type OpenAI from "openai";
import type { OpenAIConfig } from "./config.ts";

/** A reply beyond this is no answer; it must not fill the memory. Embeddings of one batch take about 2 MB. */
const MAX_REPLY_BYTES = 16_000_000;

/** Ends what the caller forgot to end. The caller's signal is the deadline that counts. */
const BACKSTOP_MS = 60_000;

/** The SDK, loaded only where there is a model, its own retries, logging and environment reading off, and replies bounded. */
export async function createClient(config: OpenAIConfig): Promise<OpenAI> {
  const { OpenAI } = await import("openai");
  return new OpenAI({
    apiKey: config.apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: config.baseURL,
    maxRetries: 0,
    timeout: BACKSTOP_MS,
    logLevel: "off",
    fetch: bounded,
  });
}

/** Redirects are refused: the key goes to the configured host only. */
async function bounded(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: "error" });
  if (response.body === null) return response;
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_REPLY_BYTES) controller.error(new SyntaxError("reply too long"));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
}
