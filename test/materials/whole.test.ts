import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { createBudget } from "../../src/answering/asking/budget.ts";
import type { Passage, Search } from "../../src/knowledge/passage.ts";
import { createMaterials } from "../../src/materials/materials.ts";
import { answerer } from "../answering/course.ts";
import { createHarness, type Harness } from "../harness.ts";
import { zip } from "./make.ts";

// From the platform's file to the bot's answer, over the real store and the real reading process.

const HELP: Passage = {
  article: {
    id: "help/map",
    title: "Cannot read properties",
    language: "en",
    updated: "2026-09-01",
    escalate: false,
  },
  path: ["Reading map of undefined"],
  anchor: "map",
  text: "The list is not there yet when the page is drawn. Start with an empty list.",
};
const search: Search = {
  search: async ({ text }) =>
    /Cannot read properties of undefined/.test(text)
      ? { hits: [{ passage: HELP, score: 9 }], sure: 0.9 }
      : { hits: [], sure: 0 },
};
let said = "";
const materials = createMaterials({
  budget: createBudget(1_000_000, 1_000_000, () => 0),
  seesPictures: false,
  transcriber: { transcribe: async () => said },
});
afterAll(() => materials.close());

let h: Harness;
beforeEach(async () => {
  h = await createHarness({ answerer: answerer({ search }), materials });
});
afterEach(() => h.close());

async function send(name: string, bytes: Uint8Array, text = ""): Promise<string> {
  const file = await h.store.keepFile({ name, type: "application/octet-stream", bytes });
  await h.hear({ type: "message", text, files: [file] });
  await h.idle();
  const shown = await h.store.history(h.student, 20);
  return shown.findLast(({ from }) => from === "bot")?.message.text ?? "";
}

const screenshot = (name: string) => readFileSync(join(import.meta.dirname, "screenshots", `${name}.png`));

it("a screenshot without a word is answered by the error that it shows", async () => {
  const text = await send("Screenshot 1.png", screenshot("en-javascript"));
  expect(text).toContain("Start with an empty list");
});

it("a log is answered by its error, with the student's words or without", async () => {
  const log = `${"all is well\n".repeat(4_000)}TypeError: Cannot read properties of undefined (reading 'map')\n`;
  expect(await send("run.log", Buffer.from(log), "why does it stop?")).toContain("Start with an empty list");
});

it("what was sent is what the next words are about", async () => {
  await send("run.log", Buffer.from(`TypeError: Cannot read properties of undefined (reading 'map')\n`));
  await h.hear({ type: "message", text: "how do I fix it?" });
  await h.idle();
  const shown = await h.store.history(h.student, 20);
  expect(shown.findLast(({ from }) => from === "bot")?.message.text).toContain("Start with an empty list");
});

it("what is said in a recording counts as if it were written", async () => {
  said = "Can I talk to a person please?";
  const text = await send("voice.ogg", Buffer.from("OggS sound"));
  expect(text).toContain("#1");
});

it("a file that can't be read is told, and what to send instead; it is kept for people", async () => {
  const text = await send("../../homework.zip", zip("a.txt", Buffer.from("x")));
  expect(text).toContain("I can't open files like “homework.zip”");
  expect(text).toContain("screenshots (PNG, JPEG), PDF, Word");
  const shown = await h.store.history(h.student, 20);
  expect(shown.find(({ from }) => from !== "bot")?.message.files).toHaveLength(1);
});

it("is told in the language of the student", async () => {
  expect(await send("作业.zip", zip("a.txt", Buffer.from("x")), "请问这个作业怎么提交呢？")).toContain(
    "「作业.zip」这种文件我打不开",
  );
});

it("staff see a picture in which personal data is black, whoever has the case", async () => {
  await send("order.png", screenshot("en-personal"), "Can I talk to a person please? My order is missing.");
  const shown = await h.store.history(h.student, 20);
  const kept = shown.find(({ from }) => from !== "bot")?.message.files?.[0];
  expect(kept).toMatchObject({ name: "order.png", type: "image/png" });
  const safe = await h.store.file(kept?.id ?? "");
  expect(Buffer.from(safe?.bytes ?? []).equals(screenshot("en-personal"))).toBe(false);
  const again = await materials.read(kept ? [kept] : [], async () => safe?.bytes, {
    student: "s",
    language: "en",
  });
  expect(again.materials[0]).toMatchObject({
    personal: false,
    text: expect.stringContaining("not been received"),
  });
});
