import { rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { type Knowledge, openKnowledge } from "../../src/knowledge/knowledge.ts";
import type { Log } from "../../src/ports/platform.ts";
import { type Files, folderWith, put } from "./folder.ts";

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function open(folder: string, dataFolder: string, log: Log = quiet): Promise<Knowledge> {
  const knowledge = await openKnowledge({ folder, dataFolder, log });
  onTestFinished(() => knowledge.close());
  return knowledge;
}

async function first(knowledge: Knowledge, text: string): Promise<string | undefined> {
  return (await knowledge.search({ text })).hits[0]?.passage.article.title;
}

const COURSE: Files = {
  "en/refunds.md": "---\ntitle: Refunds\n---\nMoney back within 14 days.",
  "zh/refunds.md": "---\ntitle: 退款\n---\n十四天内可以退钱。",
  "en/git.md": "# Git\n\nPush your work.",
  "en/broken.json": "{",
};

it("indexes a folder, and opens the index again without reading the folder anew", async () => {
  const [folder, data] = [await folderWith(COURSE), await folderWith()];
  const told: string[] = [];
  const log: Log = { ...quiet, info: (event) => told.push(event) };
  const knowledge = await open(folder, data, log);
  expect(knowledge.counts()).toEqual({ articles: 2, files: 3, passages: 3, skipped: 1 });
  expect(knowledge.skipped()).toEqual([{ path: "en/broken.json", reason: "is not JSON" }]);
  expect(knowledge.article("refunds", "zh")?.title).toBe("退款");
  expect(knowledge.article("git", "zh")?.language).toBe("en");
  expect(knowledge.article("../../etc/passwd")).toBeUndefined();
  const again = await open(folder, data, log);
  await again.reindex();
  expect(again.counts()).toEqual(knowledge.counts());
  expect(told).toEqual(["knowledge indexed"]);
});

it("answers while it re-indexes, first from the old index, then from the new one", async () => {
  const folder = await folderWith(COURSE);
  const knowledge = await open(folder, await folderWith());
  await put(folder, { "en/grid.md": "# Grid\n\nColumns and rows." });
  await rm(join(folder, "en/git.md"));
  let answered = 0;
  let done = false;
  const reindexed = knowledge.reindex().then(() => {
    done = true;
  });
  while (!done) {
    expect(await first(knowledge, "money back")).toBe("Refunds");
    answered++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await reindexed;
  expect(answered).toBeGreaterThan(5);
  expect(await first(knowledge, "columns")).toBe("Grid");
  expect(await first(knowledge, "push")).toBeUndefined();
});

it("follows changes of the folder by itself", async () => {
  const folder = await folderWith(COURSE);
  const knowledge = await open(folder, await folderWith());
  knowledge.watch();
  await vi.waitFor(
    async () => {
      await put(folder, { "en/flexbox.md": "# Flexbox\n\nCentre a box." });
      await vi.waitFor(async () => expect(await first(knowledge, "centre")).toBe("Flexbox"), 1500);
    },
    { timeout: 9000 },
  );
}, 10_000);

it("rebuilds a corrupt index (S41)", async () => {
  const [folder, data] = [await folderWith(COURSE), await folderWith()];
  await (await open(folder, data)).close();
  await truncate(join(data, "knowledge.index"), 300);
  expect(await first(await open(folder, data), "money back")).toBe("Refunds");
  await writeFile(join(data, "knowledge.index"), "not an index");
  const knowledge = await open(folder, data);
  expect(await first(knowledge, "money back")).toBe("Refunds");
});

it("keeps answering from what it has when the folder or the index file is lost (S41)", async () => {
  const [folder, data] = [await folderWith(COURSE), await folderWith()];
  const faults: string[] = [];
  const knowledge = await open(folder, data, { ...quiet, error: (event) => faults.push(event) });
  await rm(join(data, "knowledge.index"));
  await rm(folder, { recursive: true });
  await knowledge.reindex();
  expect(faults).toEqual(["knowledge not indexed"]);
  expect(await first(knowledge, "money back")).toBe("Refunds");
});

it("is empty when there is no folder", async () => {
  const knowledge = await open(join(await folderWith(), "none"), await folderWith());
  expect(await knowledge.search({ text: "anything" })).toEqual({ hits: [], sure: 0 });
  expect(knowledge.counts().articles).toBe(0);
});

it("takes a hostile folder: thousands of files, junk, loops, strange names (S42)", async () => {
  const files: Record<string, string | Uint8Array> = { "en/real.md": "# Real\n\nThe needle is here." };
  for (let at = 0; at < 3000; at++) files[`junk/${at % 50}/${at}.bin`] = "x";
  for (let at = 0; at < 300; at++) files[`many/${at}.md`] = `# Article ${at}\n\nhay number ${at}`;
  for (let at = 0; at < 50; at++) files[`bad/${at}.md`] = new Uint8Array([0, 159, 146, 150, at]);
  files[`names/${"n".repeat(200)}.md`] = "# long name";
  files["names/\u202egnp.md"] = "# right to left";
  files["names/..%2f..%2fetc.md"] = "# dots";
  files["deep.md"] = `${">".repeat(20_000)} deep`;
  files["list.md"] = `${"- ".repeat(5000)}deep`;
  files["stars.md"] = "*a **a ".repeat(5000);
  const folder = await folderWith(files);
  await symlink(folder, join(folder, "junk/loop"));
  await symlink(join(folder, "junk"), join(folder, "many/loop"));
  const knowledge = await open(folder, await folderWith());
  expect(knowledge.counts()).toMatchObject({ articles: 304, skipped: 3052 });
  expect(await first(knowledge, "where is the needle")).toBe("Real");
}, 60_000);
