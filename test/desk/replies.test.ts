import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openReplies, type Replies } from "../../src/desk/replies.ts";
import { walk } from "../../src/knowledge/load/walk.ts";
import { createLog } from "../../src/log.ts";

const log = createLog("silent");
const values = { student: "Mei", staff: "Anna", ticket: 12 };
let folder: string;
let replies: Replies | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deskmate-replies-"));
  mkdirSync(join(folder, "en"));
  mkdirSync(join(folder, "zh"));
});
afterEach(async () => {
  await replies?.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string, about = "title: A reply"): void {
  writeFileSync(join(folder, path), `---\n${about}\n---\n${text}\n`);
}
async function filled(text: string, who: typeof values = values): Promise<string | undefined> {
  write("en/one.md", text);
  replies = await openReplies(folder, log);
  return replies.text("one", "en", who);
}

describe("variables", () => {
  test.each([
    ["Hi {student}, {staff} here, #{ticket}.", "Hi Mei, Anna here, #12."],
    ["{bot.token} {{constructor}} {{student}}", "{bot.token} {{constructor}} {{student}}"],
    ["{STUDENT} { student } {__proto__} {toString}", "{STUDENT} { student } {__proto__} {toString}"],
    ["{student.name} ({student}) $1 $&", "{student.name} (Mei) $1 $&"],
    ["`for (const a of {b}) {}`", "`for (const a of {b}) {}`"],
  ])("%s", async (text, expected) => expect(await filled(text)).toBe(expected));

  test("a name that looks like a variable, a pattern or markup stays a name", async () => {
    const hostile = { ...values, student: "{ticket} $& [x](http://evil)\n# <@U1>", staff: "{student}" };
    expect(await filled("{student} / {staff}", hostile)).toBe("{ticket} $& xhttp://evil @U1 / {student}");
  });
});

test("S30: a name that calls everybody, or turns the text around, is only a name", async () => {
  const student = "Dean (Agent)<!channel>\u202e{bot.token}";
  expect(await filled("Hi {student}!", { ...values, student })).toBe("Hi Dean Agent!channel {bot.token}!");
});

describe("the files", () => {
  test("those of the case's category come first, then those for all", async () => {
    write("en/a-general.md", "x", "title: General");
    write("en/money.md", "x", "title: Money\ncategory: refund");
    write("en/code.md", "x", "title: Code\ncategory: code");
    replies = await openReplies(folder, log);
    const titles = (category?: string) => replies?.list(category, "en").map(({ title }) => title);
    expect(titles("refund")).toEqual(["Money", "General"]);
    expect(titles("other")).toEqual(["General"]);
    expect(titles()).toEqual(["General", "Code", "Money"]);
  });

  test("the same name in two languages is one reply; one language serves for both", async () => {
    write("en/hello.md", "Hello", "title: Greeting");
    write("zh/hello.md", "你好", "title: 问候");
    write("zh/only.md", "只有中文", "title: 只有中文");
    replies = await openReplies(folder, log);
    expect(replies.list(undefined, "zh")).toEqual([
      { id: "hello", title: "问候" },
      { id: "only", title: "只有中文" },
    ]);
    expect(replies.text("hello", "en", values)).toBe("Hello");
    expect(replies.text("only", "en", values)).toBe("只有中文");
    expect(replies.text("../hello", "en", values)).toBeUndefined();
  });

  test("a file that can't be used is left out and named", async () => {
    write("en/untitled.md", "x", "category: refund");
    write("en/empty.md", "");
    writeFileSync(join(folder, "en/binary.md"), Buffer.from([0, 159, 1]));
    writeFileSync(join(folder, "en/open.md"), "---\ntitle: x\n");
    write("en/good.md", "fine");
    replies = await openReplies(folder, log);
    expect(replies.list(undefined, "en").map(({ id }) => id)).toEqual(["good"]);
    expect(replies.skipped()).toEqual([
      { path: "en/binary.md", reason: "is not text" },
      { path: "en/empty.md", reason: "has no text" },
      { path: "en/open.md", reason: "has a front matter without an end" },
      { path: "en/untitled.md", reason: "has a wrong or missing title" },
    ]);
  });

  test("a change shows without a restart", async () => {
    write("en/hello.md", "Hello");
    replies = await openReplies(folder, log);
    replies.watch();
    const open = replies;
    await vi.waitFor(
      () => {
        write("en/hello.md", "Good day");
        expect(open.text("hello", "en", values)).toBe("Good day");
      },
      { timeout: 10_000, interval: 500 },
    );
  });

  test("a folder that is not there has none", async () => {
    replies = await openReplies(join(folder, "nowhere"), log);
    expect(replies.list(undefined, "en")).toEqual([]);
  });
});

describe("the sample course", () => {
  test("has the same replies in both languages, with known variables only", async () => {
    replies = await openReplies(resolve("knowledge/replies"), log);
    const ids = (language: "en" | "zh") => replies?.list(undefined, language).map(({ id }) => id) ?? [];
    expect(ids("en")).toEqual(ids("zh"));
    expect(ids("en").length).toBeGreaterThanOrEqual(6);
    expect(replies.skipped()).toEqual([]);
    for (const language of ["en", "zh"] as const)
      for (const id of ids(language)) {
        const text = replies.text(id, language, values);
        expect(text).not.toMatch(/\{\w+\}/);
        expect(/\p{Script=Han}/u.test(text ?? "")).toBe(language === "zh");
      }
  });

  test("its replies are not articles", async () => {
    const { files } = await walk(resolve("knowledge"));
    expect(files.filter(({ path }) => path.includes("replies"))).toEqual([]);
  });
});
