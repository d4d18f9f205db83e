import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ModelError, type Transcriber } from "#ports/model.ts";
import { createFilms } from "../../src/materials/films.ts";
import { limits } from "../../src/materials/limits.ts";
import { type ReadOptions, readFiles } from "../../src/materials/read.ts";
import { readPicture } from "../../src/materials/reading/picture.ts";
import { createReader } from "../../src/materials/reading/reader.ts";
import { docx, gzipped, pdf, pngBomb, zip } from "./make.ts";

const reader = createReader();
const folder = mkdtempSync(join(tmpdir(), "deskmate-read-"));
afterAll(() => {
  reader.close();
  rmSync(folder, { recursive: true, force: true });
});

const spend = async () => true;

type Sent = { readonly name?: string; readonly type?: string; readonly bytes?: Uint8Array | string };

async function read(sent: Sent | readonly Sent[], options: Partial<ReadOptions> = {}) {
  const files = [sent].flat();
  const stored = files.map(({ name = "file", type = "application/octet-stream", bytes = "" }, index) => ({
    id: String(index),
    name,
    type,
    size: Buffer.from(bytes).byteLength,
  }));
  const bytesOf = async (id: string) => {
    const bytes = files[Number(id)]?.bytes;
    return bytes === undefined ? undefined : Buffer.from(bytes);
  };
  const films = createFilms(join(folder, "no-such-program"));
  return readFiles(stored, bytesOf, {
    reader,
    films,
    spend,
    seesPictures: false,
    language: "en",
    ...options,
  });
}

async function one(sent: Sent, options: Partial<ReadOptions> = {}) {
  const { materials, unread } = await read(sent, options);
  expect([...materials, ...unread]).toHaveLength(1);
  return materials[0] ?? { why: unread[0]?.why };
}

const screenshot = (name: string) => readFileSync(join(import.meta.dirname, "screenshots", `${name}.png`));

describe("a picture", () => {
  it("full of text is read from below, as far as the time allows", async () => {
    const { text, words } = await readPicture(screenshot("en-javascript"), 0);
    expect(text).toMatch(/^\s*at HTMLButtonElement.<anonymous> \(app\.js:60:10\)$/);
    expect(words.every(({ box }) => box.top > 135)).toBe(true);
  });

  it("in two languages is read in both", async () => {
    const { text } = await readPicture(screenshot("zh-python"));
    expect(text).toContain("NameError: name 'total' is not defined");
    expect(text).toContain("变量在使用之前必须先赋值");
  });

  it("takes no memory when it was read: its process ends after a rest", async () => {
    const hasty = createReader({ fileMs: 10_000, idleMs: 50 });
    await hasty.read("picture", screenshot("en-dialog"), AbortSignal.timeout(10_000));
    const started = () =>
      readdirSync("/proc").filter((name) => {
        if (!/^\d+$/.test(name) || !existsSync(`/proc/${name}/status`)) return false;
        const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
        return (
          parent === String(process.pid) && readFileSync(`/proc/${name}/cmdline`, "utf8").includes("child.ts")
        );
      });
    const before = started().length;
    await expect.poll(() => started().length, { timeout: 5_000 }).toBeLessThan(before);
  });
});

describe("what students send is read", () => {
  it("screenshots in English and Chinese, errors first", async () => {
    expect(await one({ bytes: screenshot("en-javascript") })).toMatchObject({
      kind: "picture",
      error: { line: "TypeError: Cannot read properties of undefined (reading 'map')" },
      personal: false,
      picture: { type: "image/png" },
    });
    expect(await one({ bytes: screenshot("zh-dialog") })).toMatchObject({
      text: expect.stringMatching(/银行拒绝了这次付款/),
    });
  });

  it("PDF and Word", async () => {
    expect(await one({ bytes: pdf("Bubble sort compares neighbours", "Page two") })).toMatchObject({
      kind: "pdf",
      text: expect.stringMatching(/^Bubble sort compares neighbours\s+Page two$/),
    });
    expect(await one({ bytes: docx("Lesson 3", "作业 &amp; 说明") })).toMatchObject({
      kind: "docx",
      text: "Lesson 3\n作业 & 说明",
    });
  });

  it("code and logs, also in what Chinese Windows writes", async () => {
    expect(await one({ name: "a.py", bytes: "print(1)\n" })).toMatchObject({ kind: "text", code: "python" });
    const gb = Buffer.from("b4edceb3a3bad5d2b2bbb5bdcec4bcfe", "hex");
    expect(await one({ bytes: gb })).toMatchObject({ text: expect.stringContaining("找不到文件") });
    expect(await one({ bytes: Buffer.from("\ufeffKeyError: 'x'", "utf16le") })).toMatchObject({
      error: { line: "KeyError: 'x'" },
    });
  });

  it("of a log of megabytes the part around the error", async () => {
    const lines = Array.from(
      { length: 40_000 },
      (_, n) => `INFO step ${n} done without errors in ${n % 7} ms`,
    );
    lines[39_000] = "RuntimeError: the battery is empty";
    const found = await one({ name: "run.log", bytes: lines.join("\n") });
    expect(found).toMatchObject({ error: { line: "RuntimeError: the battery is empty" } });
    expect("text" in found && found.text.length).toBeLessThanOrEqual(limits.characters);
    expect("text" in found && found.text).toContain("RuntimeError: the battery is empty");
  });

  it("voice by the model server where it offers that, and told where not", async () => {
    const said: string[] = [];
    const transcriber: Transcriber = {
      async transcribe({ ending }) {
        said.push(ending);
        return "How do I hand in my homework?";
      },
    };
    const note = { type: "audio/ogg", bytes: "OggS voice" };
    expect(await one(note, { transcriber })).toMatchObject({
      kind: "voice",
      text: "How do I hand in my homework?",
    });
    expect(said).toEqual(["ogg"]);
    expect(await one(note)).toEqual({ why: "voice" });
    expect(await one(note, { transcriber, spend: async () => false })).toEqual({ why: "voice" });
    const failing = { transcribe: () => Promise.reject(new ModelError("denied")) };
    expect(await one(note, { transcriber: failing })).toEqual({ why: "voice" });
  });

  it("video by its frames and its sound where ffmpeg is there, and told where not", async () => {
    const film = { type: "video/mp4", bytes: Buffer.from("0000ftypisom film") };
    expect(await one(film)).toEqual({ why: "video" });
    const program = join(folder, "ffmpeg");
    const frame = join(import.meta.dirname, "screenshots", "en-dialog.png");
    // Stands in for the program: leaves what it would leave, and tells what it was told.
    const script = `#!/bin/sh\ncp '${frame}' frame1.png\nprintf 'RIFFxxxxWAVE' > sound.wav\n[ -z "$OPENAI_API_KEY" ] && echo "$@" > '${folder}/told'\n`;
    writeFileSync(program, script);
    chmodSync(program, 0o755);
    const transcriber = { transcribe: async () => "It says that my card was declined." };
    const found = await one(film, { films: createFilms(program), transcriber });
    expect(found).toMatchObject({ kind: "video", text: expect.stringContaining("my card was declined") });
    expect(found).toMatchObject({ text: expect.stringContaining("Your payment could not be completed") });
    expect(readFileSync(join(folder, "told"), "utf8")).toContain("-protocol_whitelist file ");
  });
});

describe("I30, S34: what can't be read is told", () => {
  it.each<[string, Sent, string]>([
    ["nothing at all", { bytes: "" }, "empty"],
    ["no longer there", {}, "gone"],
    ["a zip bomb called a Word document", { bytes: docx("a".repeat(60_000_000)) }, "tooLarge"],
    [
      "one that lies about its size",
      { bytes: zip("word/document.xml", Buffer.alloc(50_000_000, "a"), 10) },
      "tooLarge",
    ],
    ["a picture of 2,500 megapixels", { bytes: pngBomb(50_000, 50_000) }, "tooLarge"],
    ["a picture without content", { bytes: pngBomb(100, 100) }, "broken"],
    ["half a screenshot's head", { bytes: screenshot("en-code").subarray(0, 20) }, "broken"],
    ["a broken PDF", { bytes: "%PDF-1.7\nnothing" }, "broken"],
    ["a PDF without words", { bytes: pdf("") }, "noText"],
    ["an archive", { bytes: zip("a.txt", Buffer.from("x")) }, "unknown"],
    ["a packed file", { bytes: gzipped("x") }, "unknown"],
    [
      "a program called a picture",
      { name: "a.png", type: "image/png", bytes: Buffer.from("7f454c4602010100", "hex") },
      "unknown",
    ],
    [
      "bytes without sense",
      { bytes: Buffer.from(Array.from({ length: 400 }, (_, n) => (n * 89) % 256)) },
      "unknown",
    ],
  ])("%s", async (_, sent, why) => {
    expect(await one(sent)).toEqual({ why });
  });

  it("a PDF with a password", async () => {
    const locked = Buffer.from(pdf("secret"))
      .toString("latin1")
      .replace(
        "/Root 1 0 R",
        `/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> /P -4 >>`,
      );
    expect(await one({ bytes: Buffer.from(locked, "latin1") })).toEqual({ why: "locked" });
  });

  it("more files than are read of one message, and files that are too large without their bytes being fetched", async () => {
    const many = await read(Array.from({ length: 7 }, (_, n) => ({ bytes: `note ${n}` })));
    expect(many.materials).toHaveLength(limits.files);
    expect(many.unread.map(({ why }) => why)).toEqual(["tooMany", "tooMany"]);
    const huge = { id: "1", name: "a", type: "x/y", size: limits.recordingBytes + 1 };
    const bytesOf = () => Promise.reject(new Error("must not be fetched"));
    const options = { reader, films: createFilms(), spend, seesPictures: false, language: "en" } as const;
    expect((await readFiles([huge], bytesOf, options)).unread).toMatchObject([{ why: "tooLarge" }]);
  });

  it("SVG and HTML as the text that they are: nothing in them is run or fetched", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="http://127.0.0.1:1/x"/></svg>';
    expect(await one({ name: "x.svg", type: "image/svg+xml", bytes: svg })).toMatchObject({ kind: "text" });
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\mia\\a b.txt", "a b.txt"],
    ["..", "file"],
    ["<!channel> [x](https://evil.test) @everyone `a`.png", "evil.test everyone a .png"],
    [`${"n".repeat(300)}.pdf`, `${"n".repeat(55)}….pdf`],
    ["a\u202Egnp.exe", "agnp.exe"],
  ])("a name is shown without folders and signs: %j", async (name, shown) => {
    const { materials } = await read({ name, bytes: "words" });
    expect(materials[0]?.name).toBe(shown);
  });
});

describe("personal data in files", () => {
  it("is masked in texts, in the error line too", async () => {
    const log =
      "2026-01-02 10:00:00 ERROR login failed for lena.k@mail.test with token=9f8a7b6c5d4e3f2a1b0c9d8e";
    const found = await one({ name: "a.log", bytes: log });
    expect(found).toMatchObject({ personal: true });
    expect(JSON.stringify(found)).not.toMatch(/lena|9f8a7b/);
    expect(JSON.stringify(found)).toContain("[e-mail]");
  });

  it("is blackened in pictures before anybody else sees them", async () => {
    const found = await one({ bytes: screenshot("en-personal") });
    expect(found).toMatchObject({ personal: true, picture: { type: "image/png" } });
    expect(JSON.stringify({ ...found, picture: undefined })).not.toMatch(/maria|example\.net|555/i);
    const bytes = "picture" in found ? found.picture?.bytes : undefined;
    const again = await one({ bytes: Buffer.from(bytes ?? []) });
    expect(again).toMatchObject({ personal: false, text: expect.stringContaining("not been received") });
    expect("text" in again && again.text).not.toMatch(/maria|example\.net|555/i);
  });

  it("a picture without words goes to models that see, and to no other", async () => {
    const blank = screenshot("blank");
    expect(await one({ bytes: blank })).toEqual({ why: "noText" });
    expect(await one({ bytes: blank }, { seesPictures: true })).toMatchObject({
      picture: { type: "image/png" },
    });
  });
});

describe("the reading process", () => {
  it("is killed when a file takes too long, and the next file is read", async () => {
    const hasty = createReader({ fileMs: 1, idleMs: 1_000 });
    const patient = AbortSignal.timeout(60_000);
    await expect(hasty.read("picture", screenshot("en-code"), patient)).rejects.toMatchObject({
      why: "slow",
    });
    hasty.close();
    const next = createReader();
    await expect(next.read("picture", screenshot("en-code"), AbortSignal.abort())).rejects.toMatchObject({
      why: "slow",
    });
    expect((await next.read("docx", docx("still here"), patient)).text).toBe("still here");
    next.close();
  });
});
