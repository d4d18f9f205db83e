import fc from "fast-check";
import { expect, test } from "vitest";
import type { OutboundMessage } from "#ports/platform.ts";
import { render, TEXT_LIMIT } from "../../adapters/slack/render.ts";
import { callsIn, refusal } from "../fakes/slack/rules.ts";

const pieces = [
  "<!channel>",
  "<!here|x>",
  "<@U0MIA>",
  "<!subteam^S1>",
  "@everyone",
  "&lt;",
  "&#60;",
  "!channel>",
  "\\",
  "<",
  ">",
  "`",
  "```",
  "```js\n",
  "~~~",
  "**",
  "_",
  "~~",
  "[1]",
  "[a](",
  "https://x.example/<!channel>",
  ")",
  "![p](",
  "> ",
  "- ",
  "1. ",
  "  ",
  "\n",
  "\n\n",
  "# ",
  "| a | b |\n|---|---|\n",
  "|",
  "---",
  "<div>",
  "<!-- x -->",
  "[^1]",
  "[^1]: x",
  "[x]: https://x.example",
  "- [x] ",
  "\0",
  "\ud83d",
  "👩‍👩‍👧",
  "循环，",
  "word",
] as const;
const text = fc
  .array(fc.constantFrom(...pieces), { maxLength: 60 })
  .map((list) => list.join("").slice(0, TEXT_LIMIT));
const citation = fc.record({
  number: fc.integer({ min: 1, max: 12 }),
  title: text,
  path: fc.array(text, { maxLength: 2 }),
  url: fc.oneof(text, fc.webUrl(), fc.constant("https://x.example/?a=<!channel>|b")),
  updated: fc.constantFrom("2026-09-14", "", "<!channel>"),
});
const card = fc.record({
  ticket: fc.nat(),
  state: fc.constantFrom("bot", "waiting", "human", "resolved"),
  title: text.filter((title) => title.trim() !== ""),
  facts: fc.array(
    fc.record({ label: text.map((label) => label || "x"), value: fc.constantFrom("", "a", "<!channel>") }),
    { maxLength: 12 },
  ),
});
const message: fc.Arbitrary<OutboundMessage> = fc.record(
  {
    text,
    as: text.filter((as) => as !== ""),
    tone: fc.constantFrom("answer", "status", "note", "student"),
    basis: fc.constantFrom("course", "unsure"),
    language: fc.constantFrom("en", "zh"),
    citations: fc.array(citation, { maxLength: 3 }),
    card,
    buttons: fc.constant([{ action: "person", label: "Person", value: "1" } as const]),
  },
  { requiredKeys: ["text"] },
);

test("I16: whatever is said, Slack takes it and nobody is called", () => {
  fc.assert(
    fc.property(message, (given) => {
      const { text: shown, blocks, metadata } = render(given, { key: "k" });
      const letters = JSON.stringify(blocks).length;
      // Only names and titles of absurd length could be too much.
      if (letters < 10_000) expect(refusal({ text: shown, blocks })).toBeUndefined();
      expect(callsIn({ shown, blocks })).toEqual([]);
      expect(shown).not.toBe("");
      expect(blocks[0]?.block_id).toBe(metadata?.event_payload.key);
      expect((JSON.stringify({ shown, blocks }) as string).isWellFormed()).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("the words of a text are all there", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 40 });
  const joints = fc.constantFrom(
    " ",
    "\n",
    "\n\n",
    "\n- ",
    "\n> ",
    " **x** ",
    " `y` ",
    "\n\n# ",
    "\n\n```\n",
  );
  fc.assert(
    fc.property(words, fc.array(joints, { minLength: 40, maxLength: 40 }), (list, between) => {
      const source = list.map((word, index) => `${word}${between[index] ?? " "}`).join("");
      const shown = JSON.stringify(render({ text: source }).blocks);
      for (const word of list) expect(shown).toContain(word);
    }),
    { numRuns: 300 },
  );
});
