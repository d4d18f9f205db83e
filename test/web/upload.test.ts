import { expect, test } from "vitest";
import { kindOf, safeName } from "../../adapters/web/files/sniff.ts";
import type { WireFile } from "../../adapters/web/wire.ts";
import { serve, visitor } from "./serve.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);

test.each([
  ["picture.svg", bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")],
  ["page.html", bytes("<!doctype html><script>alert(1)</script>")],
  ["page.txt", bytes("\n <HTML><script>alert(1)</script>")],
  ["drawing.txt", bytes("<?xml version='1.0'?><svg/>")],
  ["picture.png", bytes("<svg onload=alert(1)>")],
  ["picture.png", bytes("MZ\x90\x00")],
  ["setup.exe", bytes("MZ")],
  ["run.sh", bytes("#!/bin/sh\nrm -rf /")],
  ["notes.txt", Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])],
  ["archive.zip", Uint8Array.from([0x50, 0x4b, 3, 4])],
  ["letter.docx", Uint8Array.from([0x50, 0x4b, 3, 4])],
  ["shot.png.html", PNG],
  ["page.js", bytes("<script>alert(1)</script>")],
  ["film.mp4", bytes("#!/bin/sh")],
  ["voice.ogg", bytes("MZ")],
  ["noending", PNG],
])("%s is refused with a kind word", async (name, content) => {
  const { base } = await serve();
  const ann = await visitor(base);
  const answer = await ann.upload(name, content);
  expect(answer.status).toBe(415);
  expect(await answer.json()).toEqual({ error: "fileKind", message: expect.stringMatching(/PNG/) });
});

test.each([
  ["shot.PNG", PNG, "image/png"],
  ["photo.jpeg", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
  ["moving.gif", bytes("GIF89a"), "image/gif"],
  ["small.webp", bytes("RIFF\x01\x02\x03\x04WEBP"), "image/webp"],
  ["paper.pdf", bytes("%PDF-1.7"), "application/pdf"],
  ["npm.log", bytes("npm ERR! <script> is not a module"), "text/plain"],
  ["windows.log", Uint8Array.from([0xff, 0xfe, 0x61, 0x00]), "text/plain"],
  ["笔记.md", bytes("# 笔记"), "text/markdown"],
  ["data.json", bytes("{}"), "application/json"],
  ["app.py", bytes("print('hi')"), "text/plain"],
  ["app.JS", bytes("const a = 1;"), "text/plain"],
  ["question.ogg", bytes("OggS\0"), "audio/ogg"],
  ["question.m4a", bytes("\0\0\0 ftypM4A "), "audio/mp4"],
  ["question.mp3", bytes("ID3\x03"), "audio/mpeg"],
  ["question.wav", bytes("RIFF\x01\x02\x03\x04WAVE"), "audio/wav"],
  ["film.mp4", bytes("\0\0\0 ftypisom"), "video/mp4"],
  ["film.webm", Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3]), "video/webm"],
])("%s is taken", (name, content, type) => {
  expect(kindOf(name, content)).toBe(type);
});

test("a picture is shown, anything else is only ever saved", async () => {
  const { base } = await serve();
  const ann = await visitor(base);
  const served = async (name: string, content: Uint8Array) => {
    const file = (await (await ann.upload(name, content)).json()) as WireFile;
    return (await ann.get(`/files/${file.token}`)).headers;
  };
  const picture = await served("shot.png", PNG);
  expect(picture.get("Content-Type")).toBe("image/png");
  expect(picture.get("Content-Disposition")).toMatch(/^inline/);
  const text = await served('a"\r\nb.txt', bytes("hello"));
  expect(text.get("Content-Type")).toBe("application/octet-stream");
  expect(text.get("Content-Disposition")).toMatch(/^attachment; filename\*=UTF-8''[\w%.-]+$/);
  // Code is not run by a double click.
  const code = await served("app.js", bytes("const a = 1;"));
  expect(code.get("Content-Disposition")).toMatch(/^attachment; filename\*=UTF-8''app\.js\.txt$/);
  for (const headers of [picture, text, code]) {
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toBe("default-src 'none'; sandbox");
    expect(headers.get("Cache-Control")).toMatch(/^private/);
  }
});

test("empty and too large files are told apart", async () => {
  const { base } = await serve({ uploadBytes: 1000 });
  const ann = await visitor(base);
  expect(await (await ann.upload("a.txt", new Uint8Array())).json()).toMatchObject({ error: "fileEmpty" });
  const large = await ann.upload("a.txt", new Uint8Array(1001).fill(97));
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({ error: "fileTooLarge" });
  expect((await ann.post(`/files?at=${ann.chat}`, "{}")).status).toBe(400);
});

test("names lose paths, tricks and length, and keep their ending", () => {
  expect(safeName("../../etc/passwd")).toBe("passwd");
  expect(safeName("C:\\x\\shot.png")).toBe("shot.png");
  expect(safeName("photo\u202Egnp.exe")).toBe("photognp.exe");
  expect(safeName(`${"a".repeat(300)}.png`)).toBe(`${"a".repeat(100)}.png`);
  expect(safeName("\0")).toBe("file");
});
