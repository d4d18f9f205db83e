import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What the server does with one chat request. */
export type Script =
  /** Streams the text; `end` is the finish reason, `usage: false` leaves the usage out. */
  | {
      readonly say: string;
      readonly end?: string;
      readonly usage?: boolean;
      readonly chunk?: number;
      readonly pauseMs?: number;
    }
  /** A grounded reply made of the passages in the prompt. */
  | "grounded"
  | { readonly status: number; readonly headers?: Record<string, string>; readonly message?: string }
  /** Streams the text and cuts the connection after so many bytes of the reply, or each time after others. */
  | { readonly say: string; readonly cutAt: number | (() => number) }
  /** Sends these bytes as they are. */
  | { readonly raw: string; readonly type?: string }
  /** Accepts, and says nothing ever. */
  | "hang"
  /** Sends one piece, then nothing. */
  | "hangAfterFirst"
  /** Sends the whole answer and its end, and keeps the connection open. */
  | "neverClose"
  | "refusal"
  | "toolCalls"
  | "errorInStream";

export type SeenRequest = {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly messages?: readonly { role: string; content: string }[];
    readonly input?: unknown;
  } & Record<string, unknown>;
};

export type FakeOpenAI = {
  readonly baseURL: string;
  readonly requests: readonly SeenRequest[];
  /** Used for every chat request from now on. */
  script(next: Script): void;
  /** What embeddings requests get: numbers as they should be, or raw JSON. */
  embeddings(next: "good" | { readonly raw: string; readonly status?: number }): void;
  /** What transcription requests get. */
  transcript(next: { readonly raw: string; readonly status?: number }): void;
  close(): Promise<void>;
};

/** An OpenAI-compatible server on loopback that speaks the wire protocol and does as it is told. */
export async function createFakeOpenAI(): Promise<FakeOpenAI> {
  const requests: SeenRequest[] = [];
  let script: Script = "grounded";
  let embeddings: Parameters<FakeOpenAI["embeddings"]>[0] = "good";
  let transcript: Parameters<FakeOpenAI["transcript"]>[0] = { raw: '{"text":"Hello"}' };

  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const path = request.url ?? "";
    const { authorization } = request.headers;
    if (path.endsWith("/audio/transcriptions")) {
      const form = Buffer.concat(chunks).toString("latin1");
      requests.push({ path, authorization, body: { form } });
      const { status = 200, raw } = transcript;
      response.writeHead(status, { "content-type": "application/json" }).end(raw);
      return;
    }
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    requests.push({ path, authorization, body });
    if (path.endsWith("/chat/completions")) return await chat(script, body.messages ?? [], response);
    if (path.endsWith("/embeddings")) return embed(embeddings, [body.input].flat().map(String), response);
    response.writeHead(404).end();
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    script: (next) => {
      script = next;
    },
    embeddings: (next) => {
      embeddings = next;
    },
    transcript: (next) => {
      transcript = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Message = { readonly role: string; readonly content: string };

async function chat(script: Script, messages: readonly Message[], response: ServerResponse): Promise<void> {
  if (script === "hang") return;
  if (script === "grounded") return await stream(response, { say: grounded(messages) });
  if (script === "refusal") {
    open(response);
    response.write(event({ choices: [{ index: 0, delta: { refusal: "I can't help with that." } }] }));
    response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
    response.end("data: [DONE]\n\n");
    return;
  }
  if (script === "toolCalls") {
    open(response);
    for (let index = 0; index < 200; index++) {
      const call = {
        index,
        id: `call_${index}`,
        type: "function",
        function: { name: "refund", arguments: "{}" },
      };
      response.write(event({ choices: [{ index: 0, delta: { tool_calls: [call] } }] }));
    }
    response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] }));
    response.end("data: [DONE]\n\n");
    return;
  }
  if (script === "hangAfterFirst" || script === "neverClose" || script === "errorInStream") {
    open(response);
    response.write(event({ choices: [{ index: 0, delta: { content: grounded(messages) } }] }));
    if (script === "neverClose")
      response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
    if (script === "errorInStream")
      response.end(event({ error: { message: "boom sk-secret", type: "server_error" } }));
    return;
  }
  if ("status" in script) {
    response.writeHead(script.status, { "content-type": "application/json", ...script.headers });
    response.end(JSON.stringify({ error: { message: script.message ?? "no", type: "error", code: null } }));
    return;
  }
  if ("raw" in script) {
    response.writeHead(200, { "content-type": script.type ?? "text/event-stream" }).end(script.raw);
    return;
  }
  if ("cutAt" in script) {
    const { say, cutAt } = script;
    return await cut(response, say, typeof cutAt === "number" ? cutAt : cutAt());
  }
  await stream(response, script);
}

type Saying = Exclude<Extract<Script, { say: string }>, { cutAt: unknown }>;

async function stream(
  response: ServerResponse,
  { say, end = "stop", usage = true, chunk = 12, pauseMs = 0 }: Saying,
) {
  open(response);
  for (let at = 0; at < say.length && !response.destroyed; at += chunk) {
    response.write(event({ choices: [{ index: 0, delta: { content: say.slice(at, at + chunk) } }] }));
    if (pauseMs > 0) await sleep(pauseMs);
  }
  response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: end }] }));
  if (usage)
    response.write(
      event({ choices: [], usage: { prompt_tokens: 300, completion_tokens: 50, total_tokens: 350 } }),
    );
  response.end("data: [DONE]\n\n");
}

async function cut(response: ServerResponse, say: string, bytes: number): Promise<void> {
  const whole = [
    ...(say.match(/[\s\S]{1,12}/g) ?? []).map((content) =>
      event({ choices: [{ index: 0, delta: { content } }] }),
    ),
    event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
    "data: [DONE]\n\n",
  ].join("");
  open(response);
  response.write(Buffer.from(whole).subarray(0, bytes));
  await sleep(2);
  response.destroy();
}

function open(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
}

function event(data: object): string {
  return `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", model: "fake", ...data })}\n\n`;
}

/** The first sentence of the first passages, each with its number: what a good model would say. */
function grounded(messages: readonly Message[]): string {
  const turn = messages.at(-1)?.content ?? "";
  const passages = [...turn.matchAll(/<passage n="(\d+)"[^>]*>\n([\s\S]*?)\n<\/passage>/g)];
  return passages
    .slice(0, 2)
    .map(([, number, text = ""]) => `${text.split(/(?<=[.。])\s*/)[0] ?? ""} [${number}]`)
    .join("\n\n");
}

const SIZE = 64;

function embed(
  next: "good" | { raw: string; status?: number },
  texts: readonly string[],
  response: ServerResponse,
) {
  if (next !== "good") {
    response.writeHead(next.status ?? 200, { "content-type": "application/json" }).end(next.raw);
    return;
  }
  const data = texts.map((text, index) => ({ object: "embedding", index, embedding: hashed(text) }));
  response.writeHead(200, { "content-type": "application/json" });
  // Out of order on purpose: the index counts.
  response.end(
    JSON.stringify({ object: "list", data: data.toReversed(), model: "fake", usage: { total_tokens: 1 } }),
  );
}

/** The same words give the same vector, and shared words near ones. Not of unit length. */
function hashed(text: string): number[] {
  const vector = new Array<number>(SIZE).fill(0.01);
  for (const word of text.toLowerCase().match(/[a-z0-9]+|\p{Script=Han}/gu) ?? []) {
    let hash = 7;
    for (const character of word) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    vector[hash % SIZE] = (vector[hash % SIZE] ?? 0) + 1;
  }
  return vector;
}
