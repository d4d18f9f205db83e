import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { split } from "../../src/engine/split.ts";

const word = fc.constantFrom("word", "a", "👩‍👩‍👧‍👦", "编程", "é", "🇨🇳", "supercalifragilistic", "`code`");
const line = fc.array(word, { maxLength: 30 }).map((words) => words.join(" "));
const code = fc
  .tuple(
    fc.constantFrom("```", "~~~", "````"),
    fc.constantFrom("", "ts", "js title=x"),
    fc.array(line, { maxLength: 20 }),
  )
  .map(([mark, language, lines]) => [mark + language, ...lines, mark].join("\n"));
const block = fc.oneof(
  { weight: 3, arbitrary: fc.array(line, { maxLength: 5 }).map((lines) => lines.join("\n")) },
  { weight: 1, arbitrary: code },
);
const markdown = fc.array(block, { maxLength: 12 }).map((blocks) => blocks.join("\n\n"));

/** What a reader reads: without white space, and without the fences that a cut adds. */
function letters(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*(`{3,}|~{3,})/.test(line))
    .join("")
    .replace(/\s+/g, "");
}

function isBalanced(part: string): boolean {
  let open: string | undefined;
  for (const line of part.split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})(.*)$/.exec(line);
    if (!mark?.[1]) continue;
    if (open === undefined) open = mark[1];
    else if (mark[1].startsWith(open) && mark[2]?.trim() === "") open = undefined;
  }
  return open === undefined;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const graphemes = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

describe("split (S17)", () => {
  test("loses nothing, keeps the limit, leaves no fence open", () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 80, max: 400 }), (text, limit) => {
        const parts = split(text, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(isBalanced(part)).toBe(true);
          expect(part.isWellFormed()).toBe(true);
        }
        expect(letters(parts.join("\n"))).toBe(letters(text));
      }),
      { numRuns: 500 },
    );
  });

  test("cuts no character that a reader sees as one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("👩‍👩‍👧‍👦", "🇨🇳", "é", "字", "👍🏽"), { minLength: 50, maxLength: 200 }),
        fc.integer({ min: 40, max: 100 }),
        (characters, limit) => {
          const parts = split(characters.join(""), limit);
          expect(parts.flatMap(graphemes)).toEqual(graphemes(characters.join("")));
        },
      ),
    );
  });

  test("is total over any text, also broken UTF-16, and loses no part of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        const parts = split(text, 50);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(50);
      }),
    );
    expect(split("", 10)).toEqual([""]);
    expect(split(" ".repeat(50), 10)).not.toEqual([]);
  });

  test.each([2001, 13_298, 40_001])("%i characters arrive whole", (length) => {
    const sentence = "A loop repeats a block of code until its condition is false. ";
    const text = sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
    for (const limit of [2000, 4000]) {
      const parts = split(text, limit);
      expect(letters(parts.join("\n"))).toBe(letters(text));
      expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(limit);
      // Parts are filled: nobody gets forty messages where six do.
      expect(parts.length).toBeLessThanOrEqual(Math.ceil(length / limit) * 1.1 + 1);
    }
  });

  test.each([
    ["without a space", "x".repeat(100_000)],
    ["of emoji", "👩‍👩‍👧‍👦".repeat(9000)],
    ["of one combining character", `a${"\u0301".repeat(100_000)}`],
    ["of words", "word ".repeat(20_000)],
    ["of lines", "line\n".repeat(20_000)],
    ["of fences", "```\n".repeat(25_000)],
    ["of white space", " ".repeat(100_000)],
    ["in one fence", `\`\`\`ts\n${"const a = 1;\n".repeat(8000)}\`\`\``],
    ["in one fence without an end", `\`\`\`ts\n${"const a = 1;\n".repeat(8000)}`],
  ])("100,000 characters %s take no longer than the text is long", (_name, text) => {
    const start = performance.now();
    const parts = split(text, 2000);
    expect(performance.now() - start).toBeLessThan(1000);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(2000);
    expect(letters(parts.join("\n"))).toBe(letters(text));
  });

  test("a fence that is cut is opened again with its language and indentation", () => {
    const body = Array.from({ length: 40 }, (_, index) => `const line${index} = ${index};`).join("\n");
    const parts = split(`Look:\n\n\`\`\`ts\n${body}\n\`\`\`\n\nThat was it.`, 200);
    const inside = parts.filter((part) => part.includes("const line"));
    expect(inside.length).toBeGreaterThan(2);
    for (const part of inside) expect(part).toMatch(/```ts\n/);
  });
});
