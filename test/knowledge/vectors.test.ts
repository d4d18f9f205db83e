import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { Searcher } from "../../src/knowledge/index/searcher.ts";
import { Vectors } from "../../src/knowledge/vectors/vectors.ts";
import type { Embedder } from "../../src/ports/model.ts";
import { ModelError } from "../../src/ports/model.ts";
import type { Log } from "../../src/ports/platform.ts";
import { article, folderWith, indexOf } from "./folder.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Knows three meanings, whatever the words are. */
function meaningOf(text: string): Float32Array {
  const has = (pattern: RegExp) => (pattern.test(text) ? 1 : 0.01);
  const vector = [has(/refund|money|cash/i), has(/box|centre|middle/i), has(/git|push/i)];
  const norm = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => value / norm);
}

function fake(asked: string[] = []): Embedder {
  return {
    model: "fake",
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map(meaningOf);
    },
  };
}

const index = indexOf([
  article({ id: "refunds", markdown: "A refund takes five days." }),
  article({ id: "flexbox", markdown: "Put a box in the centre." }),
  article({ id: "git", markdown: "Push your work." }),
]);

async function openOver(embedder: Embedder, folder: string): Promise<Vectors> {
  const vectors = await Vectors.open(embedder, join(folder, "x.vectors"), quiet);
  vectors.follow(index);
  return vectors;
}

it("finds by meaning what shares no word", async () => {
  const vectors = await openOver(fake(), await folderWith());
  await vectors.settled();
  const similar = await vectors.nearest("where is my cash", index, 10);
  expect(similar?.[0]).toEqual({ passage: 0, score: expect.closeTo(1, 2) });
  const { hits } = new Searcher(index).search({ text: "where is my cash" }, { similar });
  expect(hits[0]?.passage.article.id).toBe("refunds");
  await vectors.close();
});

it("keeps vectors by text and model, and asks only for new ones", async () => {
  const folder = await folderWith();
  const vectors = await openOver(fake(), folder);
  await vectors.settled();
  await vectors.close();
  const asked: string[] = [];
  const again = await openOver(fake(asked), folder);
  await again.settled();
  expect(asked).toEqual([]);
  await again.close();
  const other = await openOver({ ...fake(asked), model: "another" }, folder);
  await other.settled();
  expect(asked).toHaveLength(3);
  await other.close();
});

it("searches by words alone while the embedder is slow, broken or not yet done", async () => {
  const never: Embedder = { model: "never", embed: () => new Promise(() => undefined) };
  const slow = await openOver(never, await folderWith());
  expect(await slow.nearest("cash", index, 10)).toBeUndefined();
  void slow.close();

  let broken = false;
  const failing: Embedder = {
    model: "failing",
    embed: async (texts) => {
      if (broken) throw new ModelError("unavailable");
      return texts.map(meaningOf);
    },
  };
  const vectors = await openOver(failing, await folderWith());
  await vectors.settled();
  broken = true;
  expect(await vectors.nearest("cash", index, 10)).toBeUndefined();
  await vectors.close();

  let hangs = false;
  const hanging: Embedder = {
    model: "hanging",
    embed: async (texts) => (hangs ? new Promise(() => undefined) : texts.map(meaningOf)),
  };
  const late = await openOver(hanging, await folderWith());
  await late.settled();
  hangs = true;
  const start = performance.now();
  expect(await late.nearest("cash", index, 10)).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(1200);
  await late.close();
});

it("ends at once when it is closed in the middle of its work", async () => {
  const slow: Embedder = {
    model: "slow",
    embed: (_, signal) => wait(60_000, [], { signal }),
  };
  const vectors = await openOver(slow, await folderWith());
  await vectors.close();
});
