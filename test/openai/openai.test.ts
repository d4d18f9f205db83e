import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ChatPiece, ModelError } from "#ports/model.ts";
import { openaiSettings } from "../../adapters/openai/config.ts";
import { createEmbedder, createModel, createTranscriber } from "../../adapters/openai/index.ts";
import { createFakeOpenAI, type FakeOpenAI, type Script } from "../fakes/openai.ts";

const KEY = "sk-test-CANARY-4711";
let fake: FakeOpenAI;
const config = () => ({ apiKey: KEY, baseURL: fake.baseURL, model: "fake", embeddingModel: "fake-embed" });

beforeAll(async () => {
  fake = await createFakeOpenAI();
});
afterAll(() => fake.close());
beforeEach(() => fake.script("grounded"));

async function run(script: Script, timeoutMs = 2_000): Promise<readonly ChatPiece[]> {
  fake.script(script);
  const pieces: ChatPiece[] = [];
  const signal = AbortSignal.timeout(timeoutMs);
  const messages = [{ role: "user" as const, content: "Hello?" }];
  for await (const piece of createModel(config()).chat({ messages, maxTokens: 50, signal }))
    pieces.push(piece);
  return pieces;
}

async function failure(script: Script, timeoutMs?: number): Promise<ModelError> {
  try {
    await run(script, timeoutMs);
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const textOf = (pieces: readonly ChatPiece[]) =>
  pieces.map((piece) => ("text" in piece ? piece.text : "")).join("");

describe("a chat model over the wire", () => {
  it("streams the text and ends with the tokens that the server counted", async () => {
    const pieces = await run({ say: "你好, this is 👩‍💻 a text." });
    expect(textOf(pieces)).toBe("你好, this is 👩‍💻 a text.");
    expect(pieces.at(-1)).toEqual({ end: "stop", tokens: 350 });
  });

  it("estimates the tokens when the server counts none", async () => {
    const last = (await run({ say: "x".repeat(250), usage: false })).at(-1);
    expect(last).toEqual({ end: "stop", tokens: expect.any(Number) });
    expect(last && "tokens" in last && last.tokens).toBeGreaterThanOrEqual(100);
  });

  it("S39, I30: sends one request a call, with a bound and without tools, and the key in its header only", async () => {
    const before = fake.requests.length;
    await run("grounded");
    await failure({ status: 500 });
    await failure({ status: 429, headers: { "retry-after": "1" } });
    expect(fake.requests.length - before).toBe(3);
    expect(fake.requests.at(-1)?.body).toMatchObject({ max_tokens: 50 });
    expect(Object.keys(fake.requests.at(-1)?.body ?? {}).join()).not.toMatch(/tool|function/);
    expect(fake.requests.at(-1)?.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(fake.requests.at(-1)?.body)).not.toContain(KEY);
  });

  it("says how the text ended", async () => {
    expect((await run({ say: "half", end: "length" })).at(-1)).toMatchObject({ end: "length" });
    expect((await run({ say: "half", end: "content_filter" })).at(-1)).toMatchObject({ end: "refused" });
    expect((await run("refusal")).at(-1)).toMatchObject({ end: "refused" });
    expect((await run({ say: "" })).at(-1)).toMatchObject({ end: "stop" });
  });

  it("does not wait for a server that keeps the connection open after the end", async () => {
    expect((await run("neverClose", 5_000)).at(-1)).toMatchObject({ end: "stop" });
  });

  it.each<[ModelError["fault"], string, Script]>([
    ["limited", "429", { status: 429 }],
    ["denied", "401", { status: 401, message: `Incorrect API key provided: ${KEY}` }],
    ["denied", "403", { status: 403 }],
    ["denied", "400", { status: 400 }],
    ["denied", "404", { status: 404 }],
    ["unavailable", "500", { status: 500 }],
    ["unavailable", "503", { status: 503 }],
    ["deadline", "408", { status: 408 }],
    ["unavailable", "a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/" } }],
    ["unavailable", "an error inside the stream", "errorInStream"],
    ["malformed", "invalid JSON", { raw: "data: {not json\n\n" }],
    ["malformed", "a chunk of another form", { raw: 'data: {"choices":[{"delta":{"content":5}}]}\n\n' }],
    ["malformed", "choices that are no list", { raw: 'data: {"choices":"x"}\n\n' }],
    ["malformed", "JSON that is no object", { raw: "data: 5\n\n" }],
    ["malformed", "a list of tool calls", "toolCalls"],
    ["malformed", "an unknown end", { say: "x", end: "party" }],
    ["unavailable", "an HTML page", { raw: "<html>proxy</html>", type: "text/html" }],
    ["unavailable", "nothing", { raw: "" }],
    ["unavailable", "[DONE] alone", { raw: "data: [DONE]\n\n" }],
  ])("names the fault %s for %s", async (fault, _, script) => {
    const error = await failure(script);
    expect(error.fault).toBe(fault);
    expect(`${error.stack} ${JSON.stringify(error.cause)} ${JSON.stringify(error)}`).not.toContain(KEY);
  });

  it("keeps the server's word on when to come back", async () => {
    expect((await failure({ status: 429, headers: { "retry-after": "7" } })).retryAfterMs).toBe(7_000);
  });

  it.each<Script>(["hang", "hangAfterFirst"])(
    "ends with the caller's signal when the server does %s",
    async (script) => {
      expect((await failure(script, 60)).fault).toBe("deadline");
    },
  );

  it("is unavailable when nobody listens", async () => {
    const model = createModel({ ...config(), baseURL: "http://127.0.0.1:1/v1" });
    const call = model.chat({ messages: [], maxTokens: 5, signal: AbortSignal.timeout(2_000) });
    await expect(Array.fromAsync(call)).rejects.toMatchObject({ name: "ModelError", fault: "unavailable" });
  });

  it("S18 never takes a stream that was cut for a whole one, at whichever byte", async () => {
    const say = "One sentence of it [1]. Another one 你好 [2].";
    let cuts = 0;
    fake.script({ say, cutAt: () => cuts++ });
    const model = createModel(config());
    const faults: string[] = [];
    const cutOneByOne = async () => {
      while (cuts < 600) {
        const request = { messages: [], maxTokens: 50, signal: AbortSignal.timeout(20_000) };
        const error = await Array.fromAsync(model.chat(request)).catch((thrown: unknown) => thrown);
        faults.push(error instanceof ModelError ? error.fault : "taken for whole");
      }
    };
    await Promise.all(Array.from({ length: 8 }, cutOneByOne));
    expect(new Set(faults)).toEqual(new Set(["unavailable"]));
  });
});

describe("an embedder over the wire", () => {
  const embed = (texts: readonly string[]) =>
    createEmbedder(config())?.embed(texts, AbortSignal.timeout(2_000));

  it("gives one vector of length 1 for each text, in their order", async () => {
    fake.embeddings("good");
    const texts = Array.from({ length: 200 }, (_, index) => `text number ${index}`).concat(
      "",
      "x".repeat(50_000),
    );
    const vectors = (await embed(texts)) ?? [];
    expect(vectors).toHaveLength(202);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    const [single] = (await embed(["text number 150"])) ?? [];
    expect(vectors[150]).toEqual(single);
    expect(fake.requests.at(-1)?.body["encoding_format"]).toBe("float");
  });

  it.each([
    ["too few", '{"data":[]}'],
    ["no numbers", '{"data":[{"index":0,"embedding":["a"]}]}'],
    ["base64", '{"data":[{"index":0,"embedding":"AAAA"}]}'],
    ["zeros", '{"data":[{"index":0,"embedding":[0,0]}]}'],
    ["no JSON", "{"],
  ])("is malformed when the reply has %s", async (_, raw) => {
    fake.embeddings({ raw });
    await expect(embed(["a"])).rejects.toMatchObject({ name: "ModelError", fault: "malformed" });
  });

  it("is absent without a model of its own", () => {
    expect(createEmbedder({ ...config(), embeddingModel: undefined })).toBeUndefined();
  });
});

describe("the settings", () => {
  const read = (env: Record<string, string>) => openaiSettings.safeParse(env);
  const faults = (env: Record<string, string>) =>
    read(env).error?.issues.map((issue) => issue.path.join(".")) ?? [];

  it("mean no model when nothing is set", () => {
    expect(read({ OPENAI_MODEL: "x", OPENAI_API_KEY: "  " })).toMatchObject({
      success: true,
      data: undefined,
    });
  });

  it("need no more than the key", () => {
    expect(read({ OPENAI_API_KEY: "sk-1" }).data).toMatchObject({ baseURL: "https://api.openai.com/v1" });
  });

  it("need no key for a server of one's own, but its model", () => {
    expect(read({ OPENAI_BASE_URL: "http://localhost:11434/v1", OPENAI_MODEL: "qwen" }).success).toBe(true);
    expect(faults({ OPENAI_BASE_URL: "http://localhost:11434/v1" })).toEqual(["OPENAI_MODEL"]);
  });

  it("name every fault at once and no value", () => {
    const env = { OPENAI_BASE_URL: "ftp://user:secret@x", OPENAI_API_KEY: "sk-秘密" };
    expect(faults(env)).toEqual(["OPENAI_BASE_URL", "OPENAI_MODEL", "OPENAI_API_KEY"]);
    expect(JSON.stringify(read(env).error)).not.toMatch(/secret|秘密/);
  });
});

describe("pictures over the wire", () => {
  const picture = { type: "image/png", bytes: Buffer.from("picture") } as const;
  const signal = () => AbortSignal.timeout(2_000);

  it("go with the student's words, as data in the request: nothing is fetched", async () => {
    fake.script({ say: "A cat." });
    const messages = [{ role: "user", content: "What is this?", pictures: [picture] }] as const;
    const model = createModel({ ...config(), vision: true });
    expect(model.seesPictures).toBe(true);
    await Array.fromAsync(model.chat({ messages, maxTokens: 9, signal: signal() }));
    expect(fake.requests.at(-1)?.body.messages?.[0]?.content).toEqual([
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${picture.bytes.toString("base64")}` } },
    ]);
    expect(createModel(config()).seesPictures).toBe(false);
  });
});

describe("speech over the wire", () => {
  const transcriber = () => {
    const made = createTranscriber({ ...config(), transcriptionModel: "ears" });
    if (made === undefined) throw new Error("no transcriber");
    return made;
  };
  const recording = { bytes: Buffer.from("OggS sound"), ending: "ogg" };
  const once = () => transcriber().transcribe(recording, AbortSignal.timeout(2_000));

  it("comes back as words; one request, with the recording and the model", async () => {
    fake.transcript({ raw: '{"text":"请问作业什么时候交"}' });
    const before = fake.requests.length;
    expect(await once()).toBe("请问作业什么时候交");
    expect(fake.requests.length).toBe(before + 1);
    const form = String(fake.requests.at(-1)?.body["form"]);
    expect(form).toContain("recording.ogg");
    expect(form).toContain("OggS sound");
    expect(form).toContain("ears");
  });

  it.each([
    ["denied", { status: 404, raw: "{}" }],
    ["unavailable", { status: 500, raw: "{}" }],
    ["malformed", { raw: '{"words":[]}' }],
  ])("is %s where the server does not offer it or is down", async (why, answer) => {
    fake.transcript(answer);
    await expect(once()).rejects.toMatchObject({ fault: why });
  });

  it("is not offered without a model for it", () => {
    expect(createTranscriber(config())).toBeUndefined();
  });
});

describe("what the settings say of pictures", () => {
  const parsed = (env: Record<string, string>) => openaiSettings.safeParse(env);

  it("only OpenAI's own default model is known to see", () => {
    expect(parsed({ OPENAI_API_KEY: "k" }).data).toMatchObject({ vision: true });
    expect(parsed({ OPENAI_API_KEY: "k", OPENAI_MODEL: "m" }).data).toMatchObject({ vision: false });
    const own = { OPENAI_BASE_URL: "http://localhost:1/v1", OPENAI_MODEL: "m" };
    expect(parsed(own).data).toMatchObject({ vision: false });
    expect(parsed({ ...own, OPENAI_VISION: "Yes" }).data).toMatchObject({ vision: true });
    expect(parsed({ ...own, OPENAI_VISION: "maybe" }).error?.issues[0]?.path).toEqual(["OPENAI_VISION"]);
  });
});
