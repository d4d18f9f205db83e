import type { Card, Citation, OutboundMessage, StoredFile } from "#ports/platform.ts";
import { type Row, rows } from "./controls/rows.ts";
import { clipped } from "./markup/clipped.ts";
import { BREAK, link, literal, plainName } from "./markup/escape.ts";
import { markdown } from "./markup/markdown.ts";
import { typed } from "./markup/typed.ts";
import { words } from "./words.ts";

/** What Discord takes as a message, complete: sent as a change it replaces all that stood there. */
export type Body = {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly Row[];
  readonly flags: number;
  /** Left out, Discord would let the text ping whomever it names. */
  readonly allowed_mentions: { readonly parse: readonly never[] };
  readonly attachments?: readonly { readonly id: number; readonly filename: string }[];
};
type Embed = {
  readonly title?: string;
  readonly description?: string;
  readonly color?: number;
  readonly fields?: readonly { readonly name: string; readonly value: string; readonly inline: boolean }[];
};

/** A file to send along: one that the host keeps, or a text that no message holds. */
export type WireFile = { readonly name: string } & ({ readonly id: string } | { readonly text: string });
export type Wire = { readonly body: Body; readonly files: readonly WireFile[] };

const CONTENT = 2000;
const DESCRIPTION = 4096;
const EMBED = 6000;
const FILE_BYTES = 10 * 1024 * 1024;
const REQUEST_BYTES = 24 * 1024 * 1024;
const MOST_FILES = 10;
/** Links in the text show no preview: a preview is a request to an address that a model may have made up. */
const SUPPRESS_EMBEDS = 1 << 2;

/**
 * A message as Discord takes it: total over whatever the core says. A text that outgrows the content moves into
 * an embed, and at last into a file; none is cut. `key` is carried by the buttons, to be found again.
 */
export function render(message: OutboundMessage, key?: string): Wire {
  const { sent, tooLarge } = chosenFiles(message.files ?? []);
  const said = message.card ? cardBody(message.card, message) : textBody(message, tooLarge);
  const components = rows(message.buttons ?? [], message.choices ?? [], key);
  const files = [...sent.map(({ id, name }) => ({ id, name: baseName(name) })), ...said.files];
  const isEmpty = said.content === "" && said.embeds.length === 0 && files.length === 0;
  return {
    body: {
      content: isEmpty ? BREAK : said.content,
      embeds: said.embeds,
      components,
      flags: said.embeds.length === 0 ? SUPPRESS_EMBEDS : 0,
      allowed_mentions: { parse: [] },
      ...(files.length > 0 && { attachments: files.map(({ name }, id) => ({ id, filename: name })) }),
    },
    files,
  };
}

/** Under a text that is still being written, in every language. */
const UNDER_WAY = "\n-# ✍️ …";

/** An answer as far as it is written: what has no room yet is left out until the answer itself comes. */
export function renderDraft(text: string): Body {
  const room = CONTENT - UNDER_WAY.length;
  const shapes = [markdown(text), markdown(text, { compact: true })];
  const beginning = literal(text).slice(0, room);
  const content =
    shapes.find((shape) => shape.length <= room) ?? beginning.replace(/[\uD800-\uDBFF\\]+$/, "");
  return {
    content: content + UNDER_WAY,
    embeds: [],
    components: [],
    flags: SUPPRESS_EMBEDS,
    allowed_mentions: { parse: [] },
  };
}

export function isDraft(content: string): boolean {
  return content.endsWith(UNDER_WAY);
}

type Said = {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly files: readonly WireFile[];
};

function textBody(message: OutboundMessage, tooLarge: readonly StoredFile[]): Said {
  const { text, as, tone } = message;
  const head = as === undefined ? "" : `**${plainName(as) || BREAK}**`;
  const foot = [...footer(message), ...tooLarge.map((file) => largeLine(file, message.language))].join("\n");
  const whole = (body: string) =>
    [head, body, foot === "" || !endsInList(body) ? foot : `\n${foot}`]
      .filter((part) => part !== "")
      .join("\n");
  const shapes = tone === "student" ? [typed(text)] : [markdown(text), markdown(text, { compact: true })];
  const candidates = [...shapes, literal(text)].map((body) => whole(tone === "status" ? quoted(body) : body));
  const content = candidates.slice(0, shapes.length).find((one) => one.length <= CONTENT);
  if (content !== undefined) return { content, embeds: [], files: [] };
  const description = candidates.find((one) => one.length <= DESCRIPTION);
  if (description !== undefined) return { content: "", embeds: [{ description }], files: [] };
  const rest = foot.length <= CONTENT - head.length - 1 ? whole("") : head;
  return { content: rest, embeds: [], files: [{ name: "message.md", text }] };
}

/** What follows a list without an empty line belongs to its last item. */
function endsInList(text: string): boolean {
  return /^\s*(?:[-*]|\d+\.)\s/m.test(text.slice(text.lastIndexOf("\n\n") + 1));
}

function footer({ basis, citations = [], language }: OutboundMessage): readonly string[] {
  const { basis: labels, updated } = words(language);
  const label = basis === undefined ? [] : [`-# ${basis === "course" ? "📖" : "❔"} ${labels[basis]}`];
  return [...label, ...citations.map((citation) => source(citation, updated))];
}

function source({ number, title, path, url, updated }: Citation, when: (date: string) => string): string {
  const name = plainName([title, ...path].join(" › "));
  return `-# [${number}] ${link(name, url)} · ${when(literal(updated))}`;
}

function largeLine({ name, size }: StoredFile, language: string | undefined): string {
  const megabytes = `${Math.ceil(size / 1024 / 1024)} MB`;
  return `-# 📎 ${plainName(baseName(name))} (${words(language).tooLarge(megabytes)})`;
}

function quoted(text: string): string {
  return text === "" ? "" : `> ${text.replaceAll("\n", "\n> ")}`;
}

const colors: Readonly<Record<Card["state"], number>> = {
  bot: 0x6b7280,
  waiting: 0xd97706,
  human: 0x2563eb,
  resolved: 0x16a34a,
};

/** A card has what it has room for; what does not fit goes along as a file. */
function cardBody(card: Card, { text }: OutboundMessage): Said {
  const title = clipped(plainName(card.title), 256);
  const words = typed(text);
  const isLong = words.length > DESCRIPTION;
  const description = isLong ? "" : words;
  const fields: { name: string; value: string; inline: boolean }[] = [];
  const spilled = isLong ? [text] : [];
  let room = EMBED - title.length - description.length;
  for (const { label, value } of card.facts) {
    const field = {
      name: clipped(plainName(label), 256) || BREAK,
      value: literal(value) || BREAK,
      inline: true,
    };
    room -= field.name.length + field.value.length;
    if (room >= 0 && fields.length < 25 && field.value.length <= 1024) fields.push(field);
    else spilled.push(`${label}: ${value}`);
  }
  const embed = {
    title,
    ...(description !== "" && { description }),
    color: colors[card.state],
    fields,
  };
  const files = spilled.length === 0 ? [] : [{ name: "card.md", text: spilled.join("\n\n") }];
  return { content: "", embeds: [embed], files };
}

function chosenFiles(files: readonly StoredFile[]): {
  readonly sent: readonly StoredFile[];
  readonly tooLarge: readonly StoredFile[];
} {
  let room = REQUEST_BYTES;
  const sent: StoredFile[] = [];
  const tooLarge: StoredFile[] = [];
  for (const file of files) {
    const fits = file.size <= FILE_BYTES && file.size <= room && sent.length < MOST_FILES;
    if (fits) room -= file.size;
    (fits ? sent : tooLarge).push(file);
  }
  return { sent, tooLarge };
}

/** Without folders, and without what no file system takes. */
export function baseName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const safe = [...last].filter((sign) => sign >= " " && sign !== "\u007F").join("");
  return safe.replace(/^\.+/, "").trim() || "file";
}
