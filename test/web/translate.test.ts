import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Shown, StoredFile } from "#ports/platform.ts";
import { place } from "../../adapters/web/address.ts";
import { type Posted, parse } from "../../adapters/web/parse.ts";
import { render } from "../../adapters/web/render.ts";

const folder = join(import.meta.dirname, "../../adapters/web/fixtures");

function pairs<Given>(kind: "in" | "out"): [string, Given, unknown][] {
  return readdirSync(join(folder, kind)).map((name) => {
    const { given, expect: expected } = JSON.parse(readFileSync(join(folder, kind, name), "utf8"));
    return [name.replace(".json", ""), given, expected];
  });
}

describe("what is posted", () => {
  test.each(pairs<Posted & { files?: Record<string, StoredFile> }>("in"))("%s", (_, given, expected) => {
    expect(parse(given, (token) => given.files?.[token])).toEqual(expected);
  });

  test("100,000 characters pass, one more is too long", () => {
    const student = { id: "anon-1", name: "Guest", kind: "student" } as const;
    const post = (text: string) => ({
      body: { type: "message", at: "student/anon-1", id: "12345678", text },
      student,
      now: 0,
    });
    expect(parse(post("语".repeat(100_000)), () => undefined)).toMatchObject({ type: "message" });
    expect(parse(post("语".repeat(100_001)), () => undefined)).toEqual({ refused: "tooLong" });
  });
});

describe("what is shown", () => {
  test.each(pairs<{ at: never; shown: Shown }>("out"))("%s", (_, given, expected) => {
    const seal = (file: StoredFile, at: string) => `${file.id}@${at}`;
    expect(render(given.shown, given.at, seal)).toEqual(expected);
  });

  test.each(["[", "*a _b ", ">", "- ", "`a``b```", "[a](b", "|a", "&amp", "<a ", "![", "\\", "a\n", "[1]"])(
    "a wall of %j is shown in time",
    (brick) => {
      const text = brick.repeat(19_900 / brick.length);
      const started = process.cpuUsage();
      const shown = { id: "1", time: 0, from: "bot", message: { text } } as const;
      expect(render(shown, "web:desk" as never, () => "").html).not.toBe("");
      expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
    },
  );
});

test("places are recognised and nothing else is", () => {
  expect(place("web:desk" as never)).toEqual({ kind: "desk" });
  expect(place("web:desk/a.b-1" as never)).toEqual({ kind: "thread", card: "a.b-1" });
  expect(place("web:student/site-%2F" as never)).toEqual({ kind: "student", id: "site-%2F" });
  for (const other of [
    "slack:desk",
    "web:",
    "web:student/",
    "web:desk/a/b",
    "web:desk\n",
    "web:student/a b",
  ]) {
    expect(place(other as never)).toBeUndefined();
  }
});
