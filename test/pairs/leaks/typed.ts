import type { Scene, Way, Ways } from "./way.ts";

/**
 * What can be written on every platform. `speech` reaches the student whenever the writer has the case, `lines` only
 * where lines in the thread are relayed too, `notes` never.
 */
export const speech: Ways = {
  "!reply": line((canary) => `!reply ${canary}`),
  "！回复": line((canary) => `！回复 ${canary}`),
  "!canned with words": line((canary) => `!canned refund-sent ${canary}`),
  "a forged reply": ({ chat, writer, ticket, canary }) =>
    chat.forge(writer, "reply", { option: String(ticket), fields: { words: canary } }),
  "a forged draft": ({ chat, writer, ticket, canary }) =>
    chat.forge(writer, "sendDraft", { option: `${ticket}.1`, fields: { words: canary } }),
};

export const lines: Ways = {
  "a plain line": line((canary) => canary),
  "a line that names the student": line((canary) => `@Mia Dear Mia, ${canary}`),
  "a line full of emoji": line((canary) => `🎉👩‍👩‍👧‍👦🏳️‍🌈 ${canary} 🎉`),
  "a line from right to left": line((canary) => `\u202Eمرحبا ${canary}\u202C`),
  "a very long line": line((canary) => `${"All work and no play. ".repeat(400)}${canary}`),
  "several lines, the mark on the second": line((canary) => `${canary}\n// ${canary}`),
  "a quote": line((canary) => `> I need a person\n\n${canary}`),
  "a code block": line((canary) => `\`\`\`python\nprint("${canary}")\n\`\`\``),
  "a spoiler": line((canary) => `||${canary}||`),
  "a link": line((canary) => `[see](https://example.com/${canary})`),
  "a table": line((canary) => `| a | b |\n|---|---|\n| ${canary} | 2 |`),
  "one slash between words": line((canary) => `and/or ${canary}`),
  "words before the mark": line((canary) => `ok // ${canary}`),
  "a line, edited": async ({ chat, writer, canary }) => {
    await chat.say(writer, "hm");
    await chat.edit(writer, -1, canary);
  },
  "a line, deleted": async ({ chat, writer, canary }) => {
    await chat.say(writer, canary);
    await chat.remove(writer, -1);
  },
  "the same line twice": async ({ chat, writer, canary }) => {
    await chat.say(writer, canary);
    await chat.say(writer, canary);
  },
};

export const notes: Ways = {
  "//": line((canary) => `// ${canary}`),
  "// without a space": line((canary) => `//${canary}`),
  "// after spaces and line ends": line((canary) => `\n  \t// ${canary}`),
  "// behind an invisible character": line((canary) => `\u200B//${canary}`),
  "// behind a mark of direction": line((canary) => `\u202E// ${canary}`),
  "// behind a byte order mark": line((canary) => `\uFEFF//${canary}`),
  "// over several lines": line((canary) => `// one\n${canary}\n\n${canary}`),
  "// and very long": line((canary) => `// ${"he asked again, ".repeat(500)}${canary}`),
  "// and a command": line((canary) => `// !reply ${canary}`),
  "two wide slashes": line((canary) => `／／${canary}`),
  "two Chinese commas": line((canary) => `、、${canary}`),
  "note:": line((canary) => `note: ${canary}`),
  "note :": line((canary) => `note : ${canary}`),
  "Nota:": line((canary) => `Nota: ${canary}`),
  "internal:": line((canary) => `internal: ${canary}`),
  "备注：": line((canary) => `备注：${canary}`),
  "!note": line((canary) => `!note ${canary}`),
  "an unknown command": line((canary) => `!nte ${canary}`),
  "a command that is nothing but the canary": line((canary) => `!${canary}`),
  "!transfer to nobody": line((canary) => `!transfer ${canary}`),
  "!snooze until then": line((canary) => `!snooze ${canary}`),
  "!category of that name": line((canary) => `!category ${canary}`),
  "a note, edited to a reply": async ({ chat, writer, canary }) => {
    await chat.say(writer, `// ${canary}`);
    await chat.edit(writer, -1, canary);
  },
  "a note, edited to !reply": async ({ chat, writer, canary }) => {
    await chat.say(writer, "// hm");
    await chat.edit(writer, -1, `!reply ${canary}`);
  },
  "a reply, edited to a note": async ({ chat, writer, canary }) => {
    await chat.say(writer, "Hello");
    await chat.edit(writer, -1, `// ${canary}`);
  },
  "a reply, edited to note:": async ({ chat, writer, canary }) => {
    await chat.say(writer, "Hello");
    await chat.edit(writer, -1, `note: ${canary}`);
  },
  "a note, deleted": async ({ chat, writer, canary }) => {
    await chat.say(writer, `// ${canary}`);
    await chat.remove(writer, -1);
  },
  "the note form": ({ chat, writer, canary }) => chat.press(writer, "note", { fields: { words: canary } }),
  "a reason for taking over": ({ chat, colleague, canary }) =>
    chat.press(colleague, "takeOver", { fields: { why: canary } }),
  "a colleague's line": ({ chat, colleague, canary }) => chat.say(colleague, canary),
  "a colleague's !reply": ({ chat, colleague, canary }) => chat.say(colleague, `!reply ${canary}`),
  "a colleague's reply box": ({ chat, colleague, canary }) =>
    chat.press(colleague, "reply", { fields: { words: canary } }),
  "a colleague's line, edited": async ({ chat, colleague, canary }) => {
    await chat.say(colleague, "hm");
    await chat.edit(colleague, -1, canary);
  },
  "the thread of another case": ({ chat, writer, canary }) => chat.say({ ...writer, ticket: 1 }, `${canary}`),
  "after a release": after("release"),
  "after the hand-back": after("handBack"),
  "after the end": after("resolve"),
};

function line(text: (canary: string) => string): Way {
  return ({ chat, writer, canary }: Scene) => chat.say(writer, text(canary));
}

function after(action: "release" | "handBack" | "resolve"): Way {
  return async ({ chat, writer, canary }) => {
    await chat.press(writer, action, {});
    await chat.say(writer, canary);
  };
}
