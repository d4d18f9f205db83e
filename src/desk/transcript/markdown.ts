import type { CaseRecord, Shape } from "../transcript.ts";
import { createTeller } from "./words.ts";

/** People's words stand in quotes, line by line, so that nothing in them can look like a part of the transcript. */
export function markdown(record: CaseRecord, shape: Shape): string {
  const tell = createTeller(shape);
  const { words } = tell;
  const { number, student } = record.conversation;
  const turns = record.turns.map((turn) => {
    const { who, when, marks } = tell.head(turn);
    const head = [`**${inert(who)}**`, when, ...marks].join(" · ");
    return [head, ...quoted(turn.text), ...tell.files(turn).map((file) => `- ${inert(file)}`)].join("\n\n");
  });
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${inert(line)}`).join("\n")];
  return `${[
    `# ${inert(words.title(number, student.name))}`,
    tell
      .facts(record)
      .map(([label, value]) => `- ${label}: ${inert(value)}`)
      .join("\n"),
    `## ${words.conversation}`,
    ...turns,
    ...list(words.ratings, record.stars.map(tell.rating)),
    ...list(words.changes, record.audit.map(tell.change)),
  ].join("\n\n")}\n`;
}

function quoted(text: string): readonly string[] {
  return text === ""
    ? []
    : [
        text
          .split(/\r\n?|\n/)
          .map((line) => `> ${line}`)
          .join("\n"),
      ];
}

/** One line without anything that Markdown acts on. */
function inert(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~]/g, "\\$&");
}
