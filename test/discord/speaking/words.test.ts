import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OutboundMessage } from "#ports/platform.ts";
import { markdown } from "../../../adapters/discord/markup/markdown.ts";
import { typed } from "../../../adapters/discord/markup/typed.ts";
import { render } from "../../../adapters/discord/render.ts";
import { refuse } from "../../fakes/discord/rules.ts";

describe("Markdown as Discord shows it", () => {
  test.each([
    ["headings", "# One\n\n## Two\n\n#### Four", "### One\n\n### Two\n\n**Four**"],
    ["nested lists", "1. a\n   - b\n     - c\n2. d", "1. a\n   - b\n     - c\n2. d"],
    ["tasks", "- [x] done\n- [ ] open", "- ☑ done\n- ☐ open"],
    ["code with its language", "```js\na < b;\n```", "```js\na < b;\n```"],
    ["a fence that holds fences", "~~~md\n```\nx\n```\n~~~", "```md\n``\u200b`\nx\n``\u200b`\n```"],
    ["code between back-ticks", "run ``a`b`` now", "run `` a`b `` now"],
    [
      "links without a preview",
      "[docs](https://example.org/a_(b))",
      "[docs](<https://example.org/a_%28b%29>)",
    ],
    ["bare links", "see https://example.org/x_y.", "see <https://example.org/x_y>."],
    [
      "links with a false face",
      "[https://bank.com](https://evil.example)",
      "https://bank.com (<https://evil.example/>)",
    ],
    ["links to elsewhere", "[x](javascript:alert(1)) [y](/articles/a)", "x y"],
    ["pictures as links", "![a loop](https://example.org/l.png)", "[a loop](<https://example.org/l.png>)"],
    ["quotes", "> a\n> > b", "> a\n> \n> b"],
    ["words that look like formatting", "2 \\* 3 \\_x\\_ 1\\. a\\`b", "2 \\* 3 \\_x\\_ 1. a\\`b"],
    ["rules", "a\n\n---\n\nb", "a\n\n──────────\n\nb"],
    ["HTML", "<b>x</b> & <script>", "<b>x</b> & <script>"],
    ["Chinese", "**循环**重复`代码`。", "**循环**重复`代码`。"],
  ])("%s", (_, given, expected) => {
    expect(markdown(given)).toBe(expected);
  });

  test("tables stand in columns, Chinese ones too; wide ones row by row", () => {
    expect(markdown("| Kind | 用途 |\n|---|--:|\n| `for` | 3 |\n| 循环 | 12 |")).toBe(
      "```\nKind │ 用途\n─────┼─────\nfor  │    3\n循环 │   12\n```",
    );
    const wide = "word ".repeat(12).trim();
    expect(markdown(`| A | B |\n|---|---|\n| ${wide} | ${wide} |`)).toBe(
      `\`\`\`\nA: ${wide}\nB: ${wide}\n\`\`\``,
    );
  });

  test("what a student typed stays as it was typed, code looks like code", () => {
    expect(typed("a*b*c # no `x*y` \n> hm\n```py\n# yes *\n```")).toBe(
      "a\\*b\\*c # no `x*y` \n\\> hm\n```py\n# yes *\n```",
    );
  });
});

const hostile = [
  "@everyone @here <@1> <@!1> <@&1> <#1> </run:1> <:x:1> <a:x:1> <t:1> <id:customize>",
  "\\@everyone \\<@1\\> &lt;@1&gt; @\u200beveryone",
  "[x](https://evil.example/?<@1>) ![@everyone](https://evil.example/@everyone)",
  "[@everyone](https://a.example) <https://evil.example/@here>",
  "\\[bank\\](https://evil.example)",
  "```\n``` @everyone",
  "Dean (Agent)<!channel>\u202e {bot.token} {a.__globals__} {{constructor}}",
];

describe("S30, I16, I17: what content smuggles in stays words", () => {
  test.each(hostile)("%s", (text) => {
    const messages: OutboundMessage[] = [
      { text },
      { text, as: text, tone: "student" },
      { text, as: text },
      {
        text,
        tone: "status",
        citations: [{ number: 1, title: text, path: [text], url: "https://a.b/", updated: text }],
      },
      {
        text,
        card: { ticket: 1, state: "waiting", title: text, facts: [{ label: text, value: text }] },
        buttons: [{ action: "claim", label: text, value: text }],
      },
    ];
    for (const message of messages) {
      const { body } = render(message, "k".repeat(25));
      expect(body.allowed_mentions).toEqual({ parse: [] });
      if (body.embeds.length === 0) expect(body.flags & 4).toBe(4);
      const shown = `${body.content}${JSON.stringify(body.embeds)}`.replace(/```[\s\S]*?```|`[^`]*`/g, "");
      expect(shown).not.toMatch(/@everyone|@here|<@[!&]?\d|<#\d|<\/\w+:\d|<a?:\w+:\d|<t:\d|<id:/);
      expect(shown).not.toMatch(/\]\((?!<)/);
      if ("as" in message) expect(body.content.split("\n")[0]).not.toContain("\u202e");
      expect(refuse(body as never, [], true)).toBeUndefined();
    }
  });

  test("macros are no macros", () => {
    expect(render({ text: "{bot.token} {{constructor}}" }).body.content).toBe("{bot.token} {{constructor}}");
  });
});

test("whatever is said, Discord takes it, and nothing is cut", () => {
  const texts = [
    "",
    "*_~`|".repeat(400),
    `| ${"a | ".repeat(60)}\n|${"-|".repeat(61)}\n${`| ${"b | ".repeat(60)}\n`.repeat(5)}`,
    "> ".repeat(700),
    "- ".repeat(700),
    `> a${"\nb".repeat(700)}`,
    "漢".repeat(1500),
    "x".repeat(40_001),
    "<@1>".repeat(375),
    "\ud800 lone \0 nul",
    `${"[".repeat(700)}`,
  ];
  for (const text of texts) {
    for (const message of [{ text }, { text, as: "A", tone: "student" }, { text, tone: "status" }] as const) {
      const { body, files } = render(message);
      const sizes = files.map((file) => ({ size: "text" in file ? file.text.length : 0 }));
      expect(refuse(body as never, sizes, true), text.slice(0, 40)).toBeUndefined();
      const whole = [body.content, ...body.embeds.map(({ description = "" }) => description)].join("");
      const letters = (of: string) => of.replace(/[^\p{L}]/gu, "").length;
      const inFile = files.some((file) => "text" in file && file.text === text);
      if (!inFile) expect(letters(whole), text.slice(0, 40)).toBeGreaterThanOrEqual(letters(text));
    }
  }
});

test("no text, however odd, makes a message that Discord refuses or that pings", () => {
  const piece = fc.constantFrom(
    ..."*_~`|<>@#&!:/()[]\\-+.1 \n\t".split(""),
    ...[
      "@everyone",
      "<@1>",
      "<#1>",
      "```",
      "](",
      "![",
      "https://a.example",
      "| a |\n|---|\n",
      "> ",
      "- ",
      "1. ",
    ],
    ...["漢", "👩‍👩‍👧‍👦", "\u202e", "\u200b", "&lt;", "x"],
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, fc.constantFrom("answer", "status", "student"), (words, tone) => {
      const { body, files } = render({ text: words, as: words, tone });
      expect(files).toEqual([]);
      expect(refuse(body as never, [], true)).toBeUndefined();
      const prose = body.content.replace(/```[\s\S]*?```|(`+)[\s\S]*?\1/g, "");
      expect(prose).not.toMatch(/@everyone|<@1>|<#1>/);
      expect((body.content.match(/```/g) ?? []).length % 2).toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test("more buttons than a row holds stand in the next; a long label ends in dots", () => {
  const buttons = Array.from(
    { length: 7 },
    (_, n) => ({ action: "claim", label: "L".repeat(90), value: String(n) }) as const,
  );
  const { components } = render({ text: "x", buttons }).body;
  expect(components.map((row) => row.components.length)).toEqual([5, 2]);
  const labels = components.flatMap((row) =>
    (row.components as { label: string }[]).map(({ label }) => label),
  );
  expect(labels[0]).toHaveLength(80);
});
