import { symlink, truncate, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  type FileNote,
  type LoadedFile,
  type LoadOptions,
  loadFolder,
} from "../../src/knowledge/load/folder.ts";
import type { Article } from "../../src/knowledge/passage.ts";
import { docx, type Files, folderWith, pdf, put } from "./folder.ts";

const front = (lines: string, text = "Text.") => `---\n${lines}\n---\n${text}`;

async function load(folder: string, options: LoadOptions = {}): Promise<LoadedFile[]> {
  return Array.fromAsync(loadFolder(folder, options));
}

async function articlesIn(files: Files): Promise<readonly Article[]> {
  const loaded = await load(await folderWith(files));
  return loaded.flatMap(({ articles }) => (articles === "unchanged" ? [] : articles));
}

async function reasonsIn(folder: string): Promise<Record<string, string | undefined>> {
  return Object.fromEntries((await load(folder)).map(({ note }) => [note.path, note.reason]));
}

it("reads Markdown with all that its front matter says", async () => {
  const matter =
    "title: Refunds\ntags: [money, refund]\nlanguage: en-GB\nupdated: 2026-09-14\nescalate: true\nalso-asked-as:\n  - money back\n  - 14 days?";
  expect(
    await articlesIn({ "en/enrolment/refunds.md": front(matter, "You have [14 days](deadlines.md).") }),
  ).toEqual([
    {
      id: "enrolment/refunds",
      title: "Refunds",
      language: "en",
      updated: "2026-09-14",
      tags: ["money", "refund"],
      alsoAskedAs: ["money back", "14 days?"],
      escalate: true,
      markdown: "\nYou have [14 days](deadlines.md).",
    },
  ]);
});

it("fills in what an article leaves out: title, language, date", async () => {
  const folder = await folderWith({
    "zh/a.md": "no heading, language from the folder",
    "b.md": "# 如何开始\n\n打开终端，然后输入 npm start。",
    "my-notes.md": front("tags: one, two", "plain text"),
  });
  await utimes(join(folder, "b.md"), new Date("2026-03-04"), new Date("2026-03-04"));
  const [b, notes, a] = (await load(folder)).flatMap(({ articles }) =>
    articles === "unchanged" ? [] : articles,
  );
  expect(a).toMatchObject({ id: "a", title: "a", language: "zh" });
  expect(b).toMatchObject({ id: "b", title: "如何开始", language: "zh", updated: "2026-03-04" });
  expect(notes).toMatchObject({ title: "my notes", language: "en", tags: ["one", "two"] });
});

it("reads HTML without its menus and scripts", async () => {
  const html = `<html lang="en"><head><title>Grid</title><script>evil()</script></head><body><nav>Menu</nav>
    <main><h2>Columns</h2><p>Use <code>fr</code>.</p><table><tr><th>a</th></tr><tr><td>b</td></tr></table></main></body></html>`;
  const [found] = await articlesIn({ "grid.html": html });
  expect(found).toMatchObject({ id: "grid", title: "Grid", language: "en" });
  expect(found?.markdown).toContain("## Columns\n\nUse `fr`.");
  expect(found?.markdown).toContain("| a |");
  expect(found?.markdown).not.toMatch(/Menu|evil/);
});

it("reads PDF page by page and Word documents with their headings", async () => {
  const [handbook, rules] = await articlesIn({
    "handbook.pdf": pdf(["Refunds are paid within five days", "Certificates need seventy percent"]),
    "rules.docx": docx("House rules", "Be kind in the forum."),
  });
  expect(handbook).toMatchObject({ id: "handbook", title: "handbook" });
  expect(handbook?.markdown).toContain("## Page 2\n\nCertificates need seventy percent");
  expect(rules).toMatchObject({ id: "rules", title: "House rules" });
  expect(rules?.markdown).toContain("# House rules\n\nBe kind in the forum.");
});

it("reads each row of a FAQ as an article", async () => {
  const csv =
    'Question,Answer,tags,also_asked_as,escalate\n"Can I pay later?","Yes, in ""three"" parts.",money,instalments?|split it,yes\nNo answer,,,,\n';
  const json = JSON.stringify({
    faq: [{ question: "证书怎么拿？", answer: "完成课程。", updated: "2026-01-02" }],
  });
  const found = await articlesIn({ "faq.csv": csv, "zh/more.json": json });
  expect(found).toMatchObject([
    {
      id: "faq/can-i-pay-later",
      title: "Can I pay later?",
      markdown: 'Yes, in "three" parts.',
      tags: ["money"],
      alsoAskedAs: ["instalments?", "split it"],
      escalate: true,
    },
    { id: "more/证书怎么拿", title: "证书怎么拿？", language: "zh", updated: "2026-01-02" },
  ]);
});

it("names what it can't read, with the reason, and reads the rest (S42)", async () => {
  const folder = await folderWith({
    "good.md": "# Good",
    "binary.md": new Uint8Array([0x89, 0x50, 0, 1, 2, 3]),
    "latin.md": new Uint8Array([0x63, 0x61, 0x66, 0xe9]),
    "cut-off.md": "---\ntitle: Half writ",
    "wrong.md": front("title: [a\nupdated: x"),
    "fields.md": front("escalate: maybe\nupdated: soon"),
    "empty.md": "",
    "blank.md": front("title: only a title", "  \n"),
    "picture.png": "x",
    "broken.pdf": "%PDF-1.4 and then nothing",
    "broken.docx": "PK nothing",
    "broken.json": '[{"question": "half',
    "broken.csv": 'question,answer\n"never closed,b\n',
    "other.csv": "name,points\na,b\n",
    "large.md": "x",
    "<script>alert(1).md": "# Names are only names",
    "中文 名字 ✓.md": "# 你好",
    ".hidden.md": "# hidden",
    "README.md": "# about this folder",
    "replies/hello.md": "# a canned reply",
  });
  await truncate(join(folder, "large.md"), 6 * 1024 * 1024);
  await symlink(folder, join(folder, "loop"));
  await symlink(join(folder, "nowhere"), join(folder, "dangling.md"));
  expect(await reasonsIn(folder)).toEqual({
    "good.md": undefined,
    "binary.md": "is not text",
    "latin.md": "is not UTF-8 text",
    "cut-off.md": "has a front matter without an end",
    "wrong.md": "has a front matter that is not YAML",
    "fields.md": "has a wrong updated, escalate",
    "empty.md": "is empty",
    "blank.md": "holds no text",
    "picture.png": "is not one of md, markdown, txt, html, htm, pdf, docx, csv, json",
    "broken.pdf": "is a broken or locked PDF",
    "broken.docx": "is a broken Word document",
    "broken.json": "is not JSON",
    "broken.csv": "is broken at line 2",
    "other.csv": "has no question and answer columns",
    "large.md": "is larger than 5 MB",
    "<script>alert(1).md": undefined,
    "中文 名字 ✓.md": undefined,
    "dangling.md": "can't be read",
  });
});

it("reads again only what has changed", async () => {
  const folder = await folderWith({ "a.md": "# A", "b.md": "# B", "c.md": "# C" });
  const known = new Map<string, FileNote>((await load(folder)).map(({ note }) => [note.path, note]));
  await put(folder, { "b.md": "# B, changed" });
  await utimes(join(folder, "c.md"), new Date(), new Date("2026-01-01"));
  const again = await load(folder, { known });
  expect(again.map(({ articles }) => (articles === "unchanged" ? articles : articles[0]?.title))).toEqual([
    "unchanged",
    "B, changed",
    "unchanged",
  ]);
});

it("tells how far it is", async () => {
  const told: string[] = [];
  await load(await folderWith({ "a.md": "a", "b.md": "b" }), {
    onProgress: ({ done, total, path }) => told.push(`${done}/${total} ${path ?? ""}`),
  });
  expect(told).toEqual(["0/2 a.md", "1/2 b.md", "2/2 "]);
});
