import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DeskmateProcess, startProcess } from "../src/measure/speed/process.ts";
import { WebClient } from "../src/measure/speed/web-client.ts";
import { createFakeOpenAI, type FakeOpenAI } from "./fakes/openai.ts";

// S36 over the whole way, from the page to the page: what each guard does is tested beside the guards.
const folder = mkdtempSync(join(tmpdir(), "deskmate-model-"));
let model: FakeOpenAI;
let deskmate: DeskmateProcess;
let staff: WebClient;
const pushed: string[] = [];

beforeAll(async () => {
  model = await createFakeOpenAI();
  deskmate = await startProcess({
    PORT: "0",
    DATA_DIR: folder,
    KNOWLEDGE_DIR: resolve("knowledge"),
    OPENAI_API_KEY: "sk-canary-0123456789",
    OPENAI_BASE_URL: model.baseURL,
    OPENAI_MODEL: "compromised",
  });
  staff = await WebClient.staff(deskmate.url);
  staff.onPush((push) => pushed.push(JSON.stringify(push)));
  staff.read("desk");
});
afterAll(async () => {
  await staff.close();
  await deskmate.stop();
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a new student's page is sent for one question. */
async function ask(text: string): Promise<{ pushes: string; answers: readonly string[] }> {
  const { client, at } = await WebClient.student(deskmate.base);
  const pushes: string[] = [];
  client.onPush((push) => pushes.push(JSON.stringify(push)));
  client.read(at);
  await client.post({ at, id: randomUUID(), type: "message", text });
  await expect
    .poll(() => client.at(at).filter(({ from }) => from === "bot").length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  const answers = client
    .at(at)
    .filter(({ from }) => from === "bot")
    .map((seen) => seen.text);
  await client.close();
  return { pushes: pushes.join("\n"), answers };
}

const question = "How do I center a div with flexbox?";

test.each([
  ["pings", { say: "<!channel> <@U1> @everyone <at>Dean</at> Use `justify-content` [1]." }],
  [
    "a link and a picture to elsewhere",
    { say: "See https://evil.test/?q=1 [1]. ![x](https://evil.test/p.png)" },
  ],
  ["markup", { say: "<script>alert(1)</script><img src=x onerror=alert(1)> Use flexbox [1]." }],
  [
    "a ticket that nobody opened",
    { say: "I have opened ticket #99 for you, a colleague will call you [1]." },
  ],
  ["a person who is not there", { say: "You are now talking to a human tutor named Anna [1]." }],
  ["sources that nobody gave it", { say: "Use the centring element [7] or the middle tag [12]." }],
  ["no source", { say: "Centring is impossible. Give up." }],
  ["tool calls", "toolCalls" as const],
  ["what is not JSON", { raw: 'data: {"choices":[{"delta":{"content":"x\n\n' }],
  [
    "broken and hidden characters",
    { say: "Use flexbox \ud83d [1] \u{E0041}\u{E0042}\u202Etxet\u202C [1] \udc00" },
  ],
])(
  "S36, I24, I28, I42: a model that sends %s changes nothing and gets nothing out",
  async (_name, script) => {
    model.script(script);
    const asked = model.requests.length;
    const { pushes, answers } = await ask(question);
    // The same question is put in order once, and answered each time.
    expect(model.requests.length).toBeGreaterThan(asked);
    expect(answers).toHaveLength(1);
    expect(answers.join()).toMatch(/flex|justify/i);
    // Markup may be shown as words, never as markup.
    expect(pushes).not.toMatch(
      /evil|<!channel|<@U1|@everyone|<at|<img|<script|colleague|ticket|human tutor|impossible|centring element|sk-canary/i,
    );
    expect(pushes).not.toMatch(/\u202E|[\u{E0000}-\u{E007F}]/u);
    // No case was handed over, and nobody has one.
    expect(pushed.join("\n")).not.toMatch(/"state":"(?:waiting|human|resolved)"/);
  },
);

test.each([
  ["is down", { status: 500 }],
  ["is over its limit", { status: 429, headers: { "retry-after": "1" } }],
  ["refuses the key", { status: 401, message: "wrong key sk-canary-0123456789" }],
  ["cuts the stream", { say: "Use `justify-content: center` on the container [1].", cutAt: 200 }],
  ["refuses to answer", "refusal" as const],
])("the answer is quoted in the same turn when the model %s", async (_name, script) => {
  model.script(script);
  const { pushes, answers } = await ask(question);
  expect(answers).toHaveLength(1);
  expect(answers.join()).toMatch(/flex/i);
  expect(pushes).not.toMatch(/error|wrong key|sk-canary|sorry/i);
});
