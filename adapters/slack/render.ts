import { createHash } from "node:crypto";
import type { Button, Choice } from "#ports/controls.ts";
import type { Card, Citation, OutboundMessage } from "#ports/platform.ts";
import { escaped, fitted, inert, isSafeLink, type Plain, plain, safeUrl } from "./text/inert.ts";
import { markdown } from "./text/markdown.ts";
import { words as plainWords, type Rich } from "./text/rich.ts";
import { quoted, typed } from "./text/typed.ts";
import { words } from "./words.ts";

/**
 * How many characters of text one message holds. Slack refuses blocks of more than about 13,200 in all (bolt-js
 * issue 2509), and nobody says whether it counts characters or bytes, of which Chinese has three each. The rest
 * is for sources with their addresses, label and buttons.
 */
export const TEXT_LIMIT = 4000;

type Text = Plain | { readonly type: "mrkdwn"; readonly text: string };
type Option = { readonly text: Plain; readonly value: string };
type Element = { readonly action_id: string } & (
  | {
      readonly type: "button";
      readonly text: Plain;
      readonly value: string;
      readonly style?: "primary" | "danger";
    }
  | { readonly type: "static_select"; readonly placeholder: Plain; readonly options: readonly Option[] }
);
export type Block = { readonly block_id?: string } & (
  | { readonly type: "rich_text"; readonly elements: readonly Rich[] }
  | { readonly type: "header"; readonly text: Text }
  | { readonly type: "section"; readonly text?: Text; readonly fields?: readonly Text[] }
  | { readonly type: "context"; readonly elements: readonly Text[] }
  | { readonly type: "actions"; readonly elements: readonly Element[] }
);

/** The arguments of `chat.postMessage` and `chat.update` that say what is shown. */
export type Rendered = {
  /** What notifications show. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata?: {
    readonly event_type: "deskmate_message";
    readonly event_payload: { readonly key: string };
  };
};

/**
 * A message as Slack shows it. Text becomes rich text and never Slack's own markup, so nothing in it can call
 * anybody; a `markdown` block would lose the key, which Slack keeps on other blocks only. `key` is the mark by
 * which the message is found again, `unshown` names files that could not be brought along.
 */
export function render(
  message: OutboundMessage,
  options: { readonly key?: string; readonly unshown?: readonly string[] } = {},
): Rendered {
  const { card, citations = [], buttons = [], choices = [] } = message;
  const rich = body(message);
  const blocks: readonly Block[] = [
    ...(card === undefined ? [] : head(card)),
    ...label(message),
    ...(rich.length === 0 ? [] : [{ type: "rich_text", elements: rich } as const]),
    ...context((options.unshown ?? []).map((name) => plain(`📎 ${name} ⚠️`))),
    ...context(citations.map((citation) => source(citation, message.language))),
    ...actions(buttons, choices),
  ];
  const text = fallback(message, rich);
  const shown = blocks.length > 0 ? blocks : context([plain("📎")]);
  if (options.key === undefined) return { text, blocks: shown };
  const key = keyMark(options.key);
  return {
    text,
    blocks: shown.map((block, index) => (index === 0 ? { ...block, block_id: key } : block)),
    metadata: { event_type: "deskmate_message", event_payload: { key } },
  };
}

/** The mark of an outbox key: others can read it, so it tells nothing. */
export function keyMark(key: string): string {
  return `dm-${createHash("sha256").update(key).digest("base64url").slice(0, 32)}`;
}

function body({ text, as, tone, card, citations = [] }: OutboundMessage): readonly Rich[] {
  if (text.trim() === "") return [];
  if (card !== undefined) return [quoted(text)];
  if (tone === "student") return typed(text);
  const links = new Map(
    citations.filter(({ url }) => isSafeLink(url)).map(({ number, url }) => [number, url]),
  );
  return markdown(text, { breaks: as !== undefined, citations: links });
}

/** https://docs.slack.dev/reference/block-kit/blocks/header-block: 150 characters; a section holds 3,000. */
function head({ title, facts }: Card): readonly Block[] {
  const name: Block =
    inert(title).length <= 150
      ? { type: "header", text: plain(title) }
      : { type: "section", text: plain(title) };
  const fields = facts.flatMap(({ label, value }) => [
    { type: "mrkdwn", text: `*${escaped(label)}*` } as const,
    plain(value === "" ? "–" : value),
  ]);
  return [name, ...inGroups(fields, 10).map((group): Block => ({ type: "section", fields: group }))];
}

function label({ as, basis, language }: OutboundMessage): readonly Block[] {
  const person = as === undefined ? [] : [plain(`👤 ${as}`)];
  const mark = basis === "course" ? "📘" : "❔";
  const kind = basis === undefined ? [] : [plain(`${mark} ${words(language).basis[basis]}`)];
  return context([...person, ...kind]);
}

function source({ number, title, path, url, updated }: Citation, language: string | undefined): Text {
  const name = escaped([title, ...path].join(" › ")).replaceAll("|", "¦");
  const to = safeUrl(url).replaceAll("&", "&amp;");
  const shown = isSafeLink(url) ? `<${to}|${name}>` : name;
  const date = updated === "" ? "" : ` · ${escaped(words(language).updated(updated))}`;
  return { type: "mrkdwn", text: `[${number}] ${shown}${date}` };
}

/** https://docs.slack.dev/reference/block-kit/blocks/context-block: ten elements at most. */
function context(elements: readonly Text[]): readonly Block[] {
  return inGroups(elements, 10).map((group) => ({ type: "context", elements: group }));
}

/**
 * https://docs.slack.dev/reference/block-kit/blocks/actions-block: 25 elements at most, each with a name of its
 * own. The name is the action, and behind a slash the value of a choice, or the place of a button.
 */
function actions(buttons: readonly Button[], choices: readonly Choice[]): readonly Block[] {
  const pressed = buttons.map(
    ({ action, label, value, style }, index): Element => ({
      type: "button",
      text: plain(fitted(label, 75)),
      action_id: buttons.findIndex((one) => one.action === action) === index ? action : `${action}/${index}`,
      value,
      ...(style && { style }),
    }),
  );
  // https://docs.slack.dev/reference/block-kit/composition-objects/option-object
  const chosen = choices.map(
    ({ action, label, value, options }): Element => ({
      type: "static_select",
      placeholder: plain(fitted(label, 150)),
      action_id: `${action}/${value}`,
      options: options.map((option) => ({ text: plain(fitted(option.label, 75)), value: option.value })),
    }),
  );
  return inGroups([...pressed, ...chosen], 25).map((group) => ({ type: "actions", elements: group }));
}

function fallback({ card, as }: OutboundMessage, rich: readonly Rich[]): string {
  const who = card?.title ?? as;
  const said = [...(who === undefined ? [] : [who]), plainWords(rich)].filter((part) => part !== "");
  return escaped(said.join(": ")) || "📎";
}

function inGroups<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, group) =>
    list.slice(group * size, (group + 1) * size),
  );
}
