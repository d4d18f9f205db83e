import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Log } from "#ports/platform.ts";
import { createAnswering, readAllSettings } from "../src/main.ts";
import { createHarness, type Harness } from "./harness.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let answering: Awaited<ReturnType<typeof createAnswering>>;
let h: Harness;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "deskmate-bad-"));
  const settings = readAllSettings({ DATA_DIR: folder, KNOWLEDGE_DIR: resolve("knowledge") });
  answering = await createAnswering(settings, quiet);
  h = await createHarness({ answerer: answering.answerer });
});
afterAll(async () => {
  await h.close();
  await answering.knowledge.close();
  rmSync(folder, { recursive: true, force: true });
});

let students = 0;

/** What a new student hears to one message, with the sample course behind it. */
async function answerTo(text: string): Promise<string> {
  const at = `web:student/bad-${++students}`;
  await h.hear({ type: "message", at: at as never, from: { id: at, name: "Mia", kind: "student" }, text });
  await h.idle();
  return h.platform.texts(at).join("\n\n");
}

const novel = "Once upon a time a student wanted to know how flexbox works and asked. "
  .repeat(1500)
  .slice(0, 100_000);

describe("I30: messages that nobody should send get a kind sentence or a normal answer", () => {
  test.each([
    ["nothing", ""],
    ["only white space", " \n\t \u00a0 "],
    ["only punctuation", "?!?!…"],
    ["only emoji", "😀😀🎉👍🏽"],
    ["NUL and control characters", "\u0000\u0001\u0002\u0007"],
    ["half characters", "\ud83d\ud83d \udc00"],
    ["invisible characters", "\u200b\u200e\u2066\u2069\ufeff"],
  ])("%s", async (_name, text) => {
    const answer = await answerTo(text);
    expect(answer).not.toBe("");
    expect(answer).toMatch(/word|question|sentence/i);
  });

  test.each([
    ["100,000 characters of prose", novel],
    ["100,000 characters without a space", "a".repeat(100_000)],
    ["100,000 Chinese characters", "怎么用循环数组报错".repeat(11_112).slice(0, 100_000)],
    ["100,000 line breaks", `${"\n".repeat(99_980)}what is flexbox`],
    ["100,000 opening brackets", "[(".repeat(50_000)],
    ["100,000 backticks", "`".repeat(100_000)],
    [
      "binary",
      Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256)).toString("latin1"),
    ],
    ["zalgo", `h${"\u0301\u0302\u0303".repeat(2000)}ow do loops work`],
    ["right-to-left overrides", "\u202ehow do i center a div\u202c"],
  ])("%s, in bounded time", async (_name, text) => {
    const started = performance.now();
    const answer = await answerTo(text);
    expect(answer).not.toBe("");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("markup is answered as words, and none of it comes back as markup", async () => {
    const answer = await answerTo("<b>how do i center a div with flexbox</b><script>alert(1)</script>");
    expect(answer).toContain("flex");
    expect(answer).not.toMatch(/<script|<b>/i);
  });

  test("a question around broken characters is still answered", async () => {
    expect(await answerTo("how do i \ud83dcenter a div\u0000 with flexbox")).toContain("flex");
  });

  test("a file without words is acknowledged with what to send instead", async () => {
    const at = "web:student/file" as never;
    const file = { id: "f", name: "photo.png", type: "image/png", size: 10 };
    await h.hear({
      type: "message",
      at,
      from: { id: "f", name: "Mia", kind: "student" },
      text: "",
      files: [file],
    });
    await h.idle();
    expect(h.platform.texts(at).join()).toMatch(/file/);
  });
});

test("I38: no text, name or token stands in the log", async () => {
  const words = h.logged.map((line) => JSON.stringify(line)).join("\n");
  expect(words).not.toMatch(/flexbox|Once upon|Mia/);
});
