import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateIntents } from "../../src/measure/intents.ts";

describe("intents", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "intents-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("an utterance is told by others of its intent, and one of none is turned away", async () => {
    const corpus = await file("corpus", [
      ["refund", "how do i get my money back"],
      ["refund", "i want a refund of my money"],
      ["refund", "please refund the course"],
      ["deadline", "when is the homework due"],
      ["deadline", "what is the deadline of the homework"],
      ["deadline", "is the deadline of week two over"],
    ]);
    const data = await file("data", [
      ["refund", "can i have a refund of the money"],
      ["deadline", "the deadline of this homework"],
      [undefined, "zebras graze quietly"],
    ]);
    const [figures] = await evaluateIntents({ data, corpus });
    expect(figures).toMatchObject({ inScope: 2, outOfScope: 1, accuracyOfAll: 1 });
    expect(figures?.at.find(({ threshold }) => threshold === 0.5)).toEqual({
      threshold: 0.5,
      inScopeAccuracy: 1,
      outOfScopeRecall: 1,
    });
  });

  test("what is labelled as having no intent never gives its label", async () => {
    const corpus = await file("corpus", [
      ["refund", "i want a refund of my money"],
      ["refund", "refund my money"],
      [undefined, "why do zebras have stripes"],
      [undefined, "zebras and their stripes"],
    ]);
    const data = await file("data", [[undefined, "do all zebras have stripes"]]);
    const [figures] = await evaluateIntents({ data, corpus });
    expect(figures?.at[0]).toMatchObject({ threshold: 0, outOfScopeRecall: 0 });
    expect(figures?.accuracyOfAll).toBe(0);
  });

  async function file(name: string, rows: readonly (readonly [string | undefined, string])[]) {
    const path = join(folder, `${name}.jsonl`);
    const lines = rows.map(([label, text], at) =>
      JSON.stringify({ id: `${at}`, text, label: label ?? "none", oos: label === undefined }),
    );
    await writeFile(path, lines.join("\n"));
    return path;
  }
});
