import { open, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readIndex, writeIndex } from "../../src/knowledge/index/file.ts";
import { Searcher } from "../../src/knowledge/index/searcher.ts";
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

it("comes back from its file as it was", async () => {
  const file = join(await folderWith(), "deep", "x.index");
  const index = indexOf(ARTICLES);
  await writeIndex(file, index);
  const again = await readIndex(file);
  expect(again?.data).toEqual(index.data);
  expect(again?.passage(1)).toEqual({
    article: { id: "a", title: "Flexbox", language: "en", updated: "2026-09-01", escalate: false },
    path: ["Centre"],
    anchor: "centre",
    text: "Use `justify-content`.",
  });
  expect(again?.article(1)).toEqual(ARTICLES[1]);
  expect(await readdir(join(file, ".."))).toEqual(["x.index"]);
});

it("is not trusted when it is cut off, altered, of another version or something else", async () => {
  const file = join(await folderWith(), "x.index");
  expect(await readIndex(file)).toBeUndefined();
  await writeIndex(file, indexOf(ARTICLES));
  const good = await readFile(file);
  const broken = [
    good.subarray(0, good.length - 8),
    good.subarray(0, 10),
    Buffer.alloc(0),
    Buffer.from("something else altogether"),
    Buffer.concat([good, Buffer.from("x")]),
    ...[0, 4, 8, 12, 40, good.length >> 1, good.length - 1].map((at) => {
      const altered = Buffer.from(good);
      altered[at] = (altered[at] ?? 0) ^ 1;
      return altered;
    }),
  ];
  for (const bytes of broken) {
    await writeFile(file, bytes);
    expect(await readIndex(file)).toBeUndefined();
  }
});

it("keeps the old file when the new one can't be written", async () => {
  const folder = await folderWith();
  const file = join(folder, "x.index");
  await writeIndex(file, indexOf(ARTICLES));
  const blocked = await open(`${file}.${process.pid}.draft`, "w");
  await blocked.close();
  await writeIndex(file, indexOf(ARTICLES.slice(1)));
  expect((await readIndex(file))?.articleCount).toBe(2);
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
  const index = await readIndex(file);
  expect(index && new Searcher(index).search({ text: "anything" })).toEqual({ hits: [], sure: 0 });
});
