import type { Button } from "#ports/controls.ts";
import type { OutboundMessage, StoredFile } from "#ports/platform.ts";
import { actions, type CardAction, choice, execute } from "./show/actions.ts";
import { cardBody, type Element, line, wordsIn } from "./show/card.ts";
import { messageEntity } from "./show/entities.ts";
import { type Links, leadingTo, run } from "./show/inline.ts";
import { teamsMarkdown } from "./show/text.ts";
import { literalTree, treeOf, webLink } from "./show/tree.ts";
import { unconfirmed, words } from "./words.ts";

/**
 * How much text goes into one message. As a card it grows up to fivefold, code stands in it twice, and UTF-16
 * doubles it: that is still below 40 KB, which every Teams cloud takes (the newest take 100).
 */
export const TEXT_LIMIT = 4000;
const MOST_BYTES = 40_000;

/** Where a file can be fetched for some time; `undefined` if we have no public address. */
export type Link = (file: StoredFile) => string | undefined;

export type Rendered = {
  readonly type: "message";
  readonly text?: string;
  readonly textFormat?: "markdown" | "plain";
  readonly summary?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content: Card }[];
  readonly entities?: readonly ReturnType<typeof messageEntity>[];
  readonly channelData?: { readonly feedbackLoop: { readonly type: "default" } };
};

type Card = {
  readonly type: "AdaptiveCard";
  readonly $schema: string;
  readonly version: "1.5";
  readonly msteams: { readonly width: "Full" };
  readonly body: readonly Element[];
  readonly actions?: readonly CardAction[];
};

/**
 * A message as the Connector takes it: total over whatever the core says. As text where Teams shows all of it
 * faithfully on every device, else as a card, and as plain words if the card would be too large.
 */
export function render(message: OutboundMessage, link: Link): Rendered {
  const { basis, language, buttons = [], choices = [], citations = [] } = message;
  // Teams has thumbs of its own below a message, which do not disappear in a card.
  const hasThumbs = ["helpful", "unhelpful"].every((name) => buttons.some(({ action }) => action === name));
  const shown = hasThumbs
    ? buttons.filter(({ action }) => action !== "helpful" && action !== "unhelpful")
    : buttons;
  const asked = choices.flatMap((one, index) => choice(one, index, language));
  const text = asText(message);
  const extras = {
    // Only in a text do Teams' own marks lead to the sources; a card lists them itself.
    ...(basis && { entities: [messageEntity(text === undefined ? [] : citations)] }),
    ...(hasThumbs && { channelData: { feedbackLoop: { type: "default" as const } } }),
  };
  if (text !== undefined) return { type: "message", ...text, ...attached(asked, shown), ...extras };
  const body = [...asCard(message, link), ...asked];
  const whole = attached(body.length > 0 ? body : [line([run("–")])], shown);
  if (JSON.stringify(whole).length * 2 <= MOST_BYTES)
    return { type: "message", summary: summary(body), ...whole, ...extras };
  const { as: _, ...others } = message;
  const rest = attached([...asCard({ ...others, text: "" }, link), ...asked], shown);
  return { type: "message", ...plain(message), ...rest, ...extras };
}

/**
 * The beginning of an answer that is not finished, as much as goes into one message: marked as made by a machine
 * from its first word, and as going on.
 */
export function renderDraft(text: string): Rendered {
  const beginning = text.slice(0, TEXT_LIMIT).toWellFormed();
  return {
    ...render({ text: `${beginning} …`.trimStart(), tone: "answer" }, () => undefined),
    entities: [messageEntity([])],
  };
}

/** What a press on the small card sends, which stands for a message that Teams has not confirmed. */
export const SHOW = "show";

/** The small card. Its press turns it into the message, which is a change and may be repeated. */
export const offer: Rendered = {
  type: "message",
  summary: unconfirmed.text,
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: {
        type: "AdaptiveCard",
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        version: "1.5",
        msteams: { width: "Full" },
        body: [line([run(unconfirmed.text)])],
        actions: [execute(unconfirmed.button, SHOW, { action: SHOW }, {})],
      },
    },
  ],
};

function asText(message: OutboundMessage): Pick<Rendered, "text" | "textFormat"> | undefined {
  const { text, as, tone, basis, language, files = [], card: desk } = message;
  if (desk || files.length > 0 || text.trim() === "" || !inText(message)) return undefined;
  if (tone === "student") return plain(message);
  const head =
    as === undefined
      ? []
      : [{ type: "strong" as const, children: [{ type: "text" as const, value: name(as) }] }];
  const tree = treeOf(text, as !== undefined);
  const label = basis && { type: "text" as const, value: words(language).basis[basis] };
  const markdown = teamsMarkdown({
    type: "root",
    children: [
      ...(head.length > 0 ? [{ type: "paragraph" as const, children: head }] : []),
      ...tree.children,
      ...(label
        ? [{ type: "paragraph" as const, children: [{ type: "emphasis" as const, children: [label] }] }]
        : []),
    ],
  });
  return markdown === undefined ? undefined : { text: markdown, textFormat: "markdown" };
}

/** Whether each source has its mark in a text that Teams can make a link of. */
function inText({ text, citations = [] }: OutboundMessage): boolean {
  return (
    citations.length <= 20 && citations.every(({ number }) => text.includes(`[${number}]`)) && isFlat(text)
  );
}

/** A cheap look before the real one: fences, headings, lists and tables are for cards. */
function isFlat(text: string): boolean {
  return !/^\s*(?:```|~~~|#{1,6}\s|[-*+]\s|\d+[.)]\s|\|)/m.test(text);
}

/** As it was typed, with nothing that Teams would read as markup. */
function plain({ text, as }: OutboundMessage): { text: string; textFormat: "plain" } {
  return { text: as === undefined ? text : `${name(as)}:\n${text}`, textFormat: "plain" };
}

function asCard(message: OutboundMessage, link: Link): readonly Element[] {
  const { text, as, tone, card: desk, basis, language, citations = [], files = [] } = message;
  const links: Links = new Map(
    citations.flatMap(({ number, url }) => (webLink(url) ? [[number, url] as const] : [])),
  );
  const tree = tone === "student" ? literalTree(text) : treeOf(text, as !== undefined);
  const facts = (desk?.facts ?? []).map(({ label, value }) =>
    line([run(`${label}: `, { weight: "Bolder" }), run(value)], "Small"),
  );
  const sources = citations.map(({ number, title, path, url, updated }) =>
    line(
      [
        run(`[${number}] `, { size: "Small" }),
        run([title, ...path].join(" › "), { size: "Small", ...leadingTo(url) }),
        run(` · ${updated}`, { size: "Small", isSubtle: true }),
      ],
      "Small",
    ),
  );
  return [
    ...(desk ? [line([run(name(desk.title), { size: "Large", weight: "Bolder" })]), ...facts] : []),
    ...(as === undefined ? [] : [line([run(name(as), { weight: "Bolder" })])]),
    ...cardBody(tree, links),
    ...files.flatMap((file) => shownFile(file, link(file))),
    ...(sources.length > 0
      ? [line([run(words(language).sources, { size: "Small", weight: "Bolder" })], "Medium")]
      : []),
    ...sources,
    ...(basis ? [line([run(words(language).basis[basis], { size: "Small", isSubtle: true })], "Small")] : []),
  ];
}

function shownFile({ name: file, type, size }: StoredFile, url: string | undefined): readonly Element[] {
  const label = `📎 ${name(file)} (${size < 1024 ? `${size} B` : `${Math.round(size / 1024)} KB`})`;
  const named = line([run(label, url === undefined ? {} : leadingTo(url))]);
  return url !== undefined && /^image\/(?:png|jpeg|gif)$/.test(type)
    ? [{ type: "Image", url, altText: file }, named]
    : [named];
}

/** One card with both, or none if there is neither. */
function attached(body: readonly Element[], buttons: readonly Button[]): Pick<Rendered, "attachments"> {
  if (body.length === 0 && buttons.length === 0) return {};
  const hasInputs = body.some(({ type }) => type === "Input.ChoiceSet");
  const content: Card = {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    msteams: { width: "Full" },
    body,
    ...(buttons.length > 0 && { actions: actions(buttons, hasInputs) }),
  };
  return { attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] };
}

/** What a notification says about a message that is a card. */
function summary(body: readonly Element[]): string {
  const characters = [...body.map(wordsIn).join(" ").replace(/\s+/g, " ").trim()];
  return characters.length > 100 ? `${characters.slice(0, 99).join("")}…` : characters.join("");
}

/** A name in a line of its own: no line ends, and nothing that turns the direction of what follows. */
function name(text: string): string {
  return (
    text
      .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "")
      .replace(/\s+/g, " ")
      .trim() || "?"
  );
}
