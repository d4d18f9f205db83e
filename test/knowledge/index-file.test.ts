import { open, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isSound, readIndex, writeIndex } from "../../src/knowledge/index/file.ts";
import type { IndexData } from "../../src/knowledge/index/index-data.ts";
import { Searcher } from "../../src/knowledge/index/searcher.ts";
import { build } from "../../src/knowledge/indexing/build.ts";
import { Builder, copyOf } from "../../src/knowledge/indexing/builder.ts";
import { article, folderWith, indexOf } from "./folder.ts";

const ARTICLES = [
  article({
    id: "a",
    title: "Flexbox",
    tags: ["css"],
    markdown: "In a row.\n\n## Centre\n\nUse `justify-content`.",
  }),
  article({ id: "b", language: "zh", title: "退款", alsoAskedAs: ["退钱"], markdown: "十四天内。" }),
  article({ id: "c", title: "Grid", markdown: "In rows and columns." }),
];

/** Read whole, as small files are, and in pieces, as large ones. */
const WAYS = [
  ["whole", undefined],
  ["in pieces", 0],
] as const;

it.each(WAYS)("comes back from its file as it was, %s", async (_, whole) => {
  const file = join(await folderWith(), "deep", "x.index");
  const index = indexOf(ARTICLES);
  await writeIndex(file, index);
  const again = readIndex(file, whole);
  for (const name of Object.keys(index.data) as (keyof IndexData)[]) {
    const { length } = index.data[name];
    expect(again?.data[name].subarray(0, length), name).toEqual(index.data[name].subarray(0, length));
  }
  expect(again?.passage(1)).toEqual({
    article: { id: "a", title: "Flexbox", language: "en", updated: "2026-09-01", escalate: false },
    path: ["Centre"],
    anchor: "centre",
    text: "Use `justify-content`.",
  });
  expect(again?.article(1)).toEqual(ARTICLES[1]);
  for (const text of ["centre a box", "退钱", "rows and columns css"])
    expect(again && new Searcher(again).search({ text })).toEqual(new Searcher(index).search({ text }));
  expect(await readdir(join(file, ".."))).toEqual(["x.index"]);
  again?.close();
});

it("goes on answering from the file that it was opened on when another takes its place", async () => {
  const file = join(await folderWith(), "x.index");
  await writeIndex(file, indexOf(ARTICLES));
  const index = readIndex(file, 0);
  await writeIndex(file, indexOf([]));
  expect(index && new Searcher(index).search({ text: "flexbox" }).hits[0]?.passage.article.id).toBe("a");
  index?.close();
  expect(() => index?.article(0)).toThrow("closed");
});

it("is not trusted when it is cut off, altered, of another version or something else", async () => {
  const file = join(await folderWith(), "x.index");
  expect(readIndex(file)).toBeUndefined();
  expect(await isSound(file)).toBe(false);
  await writeIndex(file, indexOf(ARTICLES));
  expect(await isSound(file)).toBe(true);
  const good = await readFile(file);
  const broken = [
    good.subarray(0, good.length - 8),
    good.subarray(0, 10),
    Buffer.alloc(0),
    Buffer.from("something else altogether"),
    Buffer.concat([good, Buffer.from("x")]),
    ...[0, 4, 8, 12, 40, good.length >> 1, good.lastIndexOf("Flexbox")].map((at) => {
      const altered = Buffer.from(good);
      altered[at] = (altered[at] ?? 0) ^ 1;
      return altered;
    }),
  ];
  for (const bytes of broken) {
    await writeFile(file, bytes);
    expect(readIndex(file)).toBeUndefined();
    expect(await isSound(file)).toBe(false);
  }
});

it("keeps the old file when the new one can't be written", async () => {
  const folder = await folderWith();
  const file = join(folder, "x.index");
  await writeIndex(file, indexOf(ARTICLES));
  const blocked = await open(`${file}.${process.pid}.draft`, "w");
  await blocked.close();
  await writeIndex(file, indexOf(ARTICLES.slice(1)));
  expect(readIndex(file)?.articleCount).toBe(2);
});

it("made of copies of another one searches the same", () => {
  const old = indexOf(ARTICLES);
  const copied = copyOf(old);
  const builder = new Builder();
  for (const at of [2, 0, 1]) builder.copy(copied, at);
  const index = builder.finish();
  expect(index.article(1)).toEqual(ARTICLES[0]);
  expect(index.data.impacts.length).toBe(old.data.impacts.length);
  for (const text of ["centre a box", "退钱", "rows and columns css"]) {
    const [before, after] = [old, index].map((one) => new Searcher(one).search({ text }));
    expect(after?.sure).toBeCloseTo(before?.sure ?? Number.NaN, 6);
    expect(after?.hits).toEqual(before?.hits);
  }
});

it("can be empty", async () => {
  const file = join(await folderWith(), "x.index");
  await writeIndex(file, indexOf([]));
  const index = readIndex(file);
  expect(index && new Searcher(index).search({ text: "anything" })).toEqual({ hits: [], sure: 0 });
});

it("is built anew when a part of it is altered that no search has read yet (S41)", async () => {
  const folder = await folderWith({ "en/a.md": "# Flexbox\n\nIn a row." });
  const file = join(await folderWith(), "x.index");
  const options = { folder, file, avoid: [], onProgress: () => undefined };
  expect(await build(options)).toBe(true);
  expect(await build(options)).toBe(false);
  const bytes = await readFile(file);
  bytes.write("FLEXBOX", bytes.lastIndexOf("Flexbox"));
  await writeFile(file, bytes);
  expect(readIndex(file, 0)?.article(0).markdown).toContain("FLEXBOX");
  expect(await build(options)).toBe(true);
  expect(readIndex(file)?.article(0).markdown).toContain("Flexbox");
});
