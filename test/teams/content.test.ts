import { describe, expect, test } from "vitest";
import type { OutboundMessage } from "#ports/platform.ts";
import { split } from "../../src/engine/split.ts";
import { wordsOf } from "../fakes/teams/teams.ts";
import { talking } from "./serve.ts";

describe("S17 long text", () => {
  const family = "👩‍👩‍👧‍👦";
  const code = `\`\`\`js\n${"const a = [1, 2, 3]; // x\n".repeat(400)}\`\`\``;
  const texts: Readonly<Record<string, string>> = {
    "4,001 letters": "a".repeat(4001),
    "13,298 in words": "word ".repeat(2660),
    "40,001 in Chinese": "循".repeat(40_001),
    "families at the border": family.repeat(1500),
    "one long fence": code,
    "marks only": "**a** *b* `c` ".repeat(900),
    "a table of 300 rows": `| a | b |\n|---|---|\n${"| x | y |\n".repeat(300)}`,
    "deep lists": Array.from({ length: 40 }, (_, n) => `${"  ".repeat(n)}- item ${n}`).join("\n"),
    "4,000 brackets": "[".repeat(4000),
  };
  test.each(Object.entries(texts))(
    "%s: every part is taken, in order, with every letter",
    async (_, text) => {
      const { fake, teams, at, conversation } = await talking();
      fake.limits = () => undefined;
      const parts = split(text, teams.textLimit);
      for (const [index, part] of parts.entries())
        await teams.send(at, { text: part, tone: "answer", language: "en" }, `k${index}`);
      const shown = fake.messages(conversation).slice(1).map(wordsOf).join("");
      const letters = (all: string) => all.match(/\p{L}|\p{So}|\d|\[/gu)?.join("");
      expect(letters(shown)).toBe(letters(text.replace(/```(?:js)?/g, "")));
    },
  );
});

describe("S30 names and macros are words", () => {
  const hostile = [
    "<at>everyone</at>",
    "Dean (Agent)<at>channel</at>\u202eieM",
    "{bot.token} {a.__globals__} {{constructor}} <%= 7*7 %>",
    '<at id="0">Mei</at> <mention>x</mention>',
    "[x](javascript:alert(1)) <img src=x onerror=alert(1)>",
    "{{DATE(2020-01-01T00:00:00Z)}}",
  ];
  const shapes: Readonly<Record<string, (text: string) => OutboundMessage>> = {
    "a student's words": (text) => ({ text, as: text, tone: "student" }),
    "staff's words": (text) => ({ text, as: text }),
    "a title and facts": (text) => ({
      text,
      card: { ticket: 1, state: "waiting", title: text, facts: [{ label: text, value: text }] },
      buttons: [{ action: "claim", label: text, value: text }],
    }),
    "a file's name": (text) => ({ text, files: [{ id: "f", name: text, type: "text/plain", size: 1 }] }),
    "a source": (text) => ({
      text: `${text} [1]`,
      basis: "course",
      citations: [{ number: 1, title: text, path: [text], url: text, updated: text }],
    }),
  };
  test.each(Object.entries(shapes))("%s", async (_, shape) => {
    const { fake, teams, at, conversation } = await talking();
    fake.limits = () => undefined;
    for (const [index, text] of hostile.entries()) await teams.send(at, shape(text), `k${index}`);
    const sent = fake
      .messages(conversation)
      .slice(1)
      .map(({ activity }) => JSON.stringify(activity));
    expect(sent).toHaveLength(hostile.length);
    for (const activity of sent) {
      expect(activity).not.toMatch(/"type":"mention"|"msteams":\{"entities"/);
      expect(activity).not.toMatch(/"url":"(?!https?:)/);
      expect(activity).not.toContain(fake.config.password);
    }
  });
});
