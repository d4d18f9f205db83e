import { type InlineIn, type MessageIn, type RichIn, richBlock } from "../payload.ts";

export type Names = {
  /** The bot's own user: being called is no part of what is said. */
  readonly self: string;
  /** Names of people by their ids, where they are known. */
  readonly people: Readonly<Record<string, string>>;
};

/**
 * What a person wrote, as CommonMark: from the rich text that Slack's own clients send, where each style is
 * marked and everything else is meant as it stands; else from Slack's markup, as far as it is unambiguous.
 */
export function fromSlack({ blocks = [], text }: Pick<MessageIn, "blocks" | "text">, names: Names): string {
  const rich = blocks.flatMap((block) => richBlock.safeParse(block).data?.elements ?? []);
  const said = rich.length > 0 ? fromRich(rich, names) : fromMarkup(text ?? "", names);
  return said.replaceAll("\0", "\uFFFD").toWellFormed().trim();
}

/** The people who are called in a message, so that their names can be looked up. */
export function called({ text }: Pick<MessageIn, "text">): readonly string[] {
  return [...(text ?? "").matchAll(/<@([UW]\w+)/g)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}

function fromRich(parts: readonly RichIn[], names: Names): string {
  return parts.map((part) => fromPart(part, names)).join("\n");
}

function fromPart(part: RichIn, names: Names): string {
  const own = part.elements.flatMap((element) => ("elements" in element ? [] : [element]));
  switch (part.type) {
    case "rich_text_preformatted":
      return `\`\`\`${part.language ?? ""}\n${own.map(({ text, url }) => text ?? url ?? "").join("")}\n\`\`\``;
    case "rich_text_quote":
      return line(own, names).replace(/^/gm, "> ");
    case "rich_text_list": {
      const items = part.elements.flatMap((element) => ("elements" in element ? [element.elements] : []));
      const depth = "   ".repeat(part.indent ?? 0);
      const first = (part.offset ?? 0) + 1;
      return items
        .map(
          (item, index) =>
            `${depth}${part.style === "ordered" ? `${first + index}.` : "-"} ${line(item, names)}`,
        )
        .join("\n");
    }
    default:
      return line(own, names);
  }
}

function line(elements: readonly InlineIn[], names: Names): string {
  return elements.map((element) => inline(element, names)).join("");
}

function inline({ type, text, url, style = {}, ...element }: InlineIn, names: Names): string {
  switch (type) {
    case "link":
      return linked(url ?? "", text);
    case "user":
      return person(element.user_id ?? "", names);
    case "broadcast":
      return `@${element.range ?? "here"}`;
    case "usergroup":
      return "@group";
    case "channel":
      return `#${element.channel_id ?? ""}`;
    case "emoji":
      return emoji(element.name ?? "", element.unicode);
    default:
      return styled(text ?? "", style);
  }
}

/** Marks stand next to the words: CommonMark does not read `** words **`. */
function styled(text: string, style: NonNullable<InlineIn["style"]>): string {
  const words = text.trim();
  const mark = style.code
    ? "`"
    : `${style.bold ? "**" : ""}${style.italic ? "_" : ""}${style.strike ? "~~" : ""}`;
  if (words === "" || mark === "") return text;
  const before = text.slice(0, text.length - text.trimStart().length);
  return `${before}${mark}${words}${backwards(mark)}${text.slice(before.length + words.length)}`;
}

function backwards(mark: string): string {
  return [...mark].reverse().join("");
}

function person(id: string, { self, people }: Names, label = id): string {
  return id === self ? "" : `@${people[id] ?? label}`;
}

function emoji(name: string, unicode: string | undefined): string {
  const points = (unicode ?? "").split("-").map((point) => Number.parseInt(point, 16));
  if (points.every((point) => point > 0 && point <= 0x10ffff)) return String.fromCodePoint(...points);
  return `:${name}:`;
}

function fromMarkup(text: string, names: Names): string {
  return text
    .replace(/<([^<>\n]*)>/g, (whole, inside: string) => reference(inside, names) ?? whole)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages */
function reference(inside: string, names: Names): string | undefined {
  const [target = "", label] = inside.split("|", 2);
  if (target.startsWith("@")) return person(target.slice(1), names, label);
  if (target.startsWith("#")) return `#${label || target.slice(1)}`;
  if (target.startsWith("!")) return `@${label?.replace(/^@/, "") || target.slice(1).replace(/\^.*/, "")}`;
  if (!/^(?:https?|mailto|tel):/.test(target)) return undefined;
  return linked(target, label);
}

/** What Slack made a link by itself is given back as it was typed. */
function linked(url: string, label: string | undefined): string {
  if (label === undefined || label === url) return url;
  const typed = url.replace(/^(?:https?:\/\/|mailto:|tel:)/, "");
  return typed === label || typed === `${label}/` ? label : `[${label}](${url})`;
}
