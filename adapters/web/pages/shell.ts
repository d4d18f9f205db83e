import { type Language, words } from "../client/words/words.ts";
import { ACCEPTED } from "../files/sniff.ts";
import type { WireSessions } from "../wire.ts";
import { escapeHtml } from "./plain.ts";

/** What a page must know before it says its first word to us. */
export type Boot = {
  readonly sessions: WireSessions;
  readonly limits: { readonly uploadBytes: number };
  /** The sites whose frames may hand a token to the widget. */
  readonly embedders?: readonly string[];
};

/** The student chat, with the desk beside it for staff. */
export function chatPage(language: Language, boot: Boot): string {
  return appPage(language, boot, "main.ts");
}

export function widgetPage(language: Language, boot: Boot): string {
  return appPage(language, boot, "widget.ts");
}

/** A page that says one thing, in place of one that cannot be shown. */
export function messagePage(language: Language, which: "usedKey" | "noArticle"): string {
  const all = words(language);
  const { title, text } = all.pages[which];
  const body = `<main class="lone">
${MARK}
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<p><a class="button primary" href="/">${escapeHtml(all.pages.home)}</a></p>
</main>`;
  return page({ language, title, styles: ["base", "page"], body });
}

type Page = {
  readonly language: string;
  readonly title: string;
  readonly styles: readonly string[];
  readonly script?: string;
  readonly attributes?: string;
  readonly body: string;
};

/** One HTML document. `title` is text; `body` and `attributes` are HTML. */
export function page({ language, title, styles, script, attributes = "", body }: Page): string {
  const links = styles.map((style) => `<link rel="stylesheet" href="/assets/style/${style}.css">`).join("\n");
  const code = script === undefined ? "" : `\n<script type="module" src="/assets/${script}"></script>`;
  return `<!doctype html>
<html lang="${language.startsWith("zh") ? "zh-CN" : escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" type="image/svg+xml" href="/assets/mark.svg">
${links}${code}
</head>
<body${attributes}>
${body}
</body>
</html>
`;
}

const APP_STYLES = [
  ...["base", "frame", "prose", "message", "message-parts", "reactions"],
  ...["composer", "code", "desk/desk", "desk/list", "desk/case", "ask"],
];

export const MARK = `<img class="mark" src="/assets/mark.svg" alt="" width="48" height="48">`;

function appPage(language: Language, boot: Boot, script: string): string {
  const all = words(language);
  const data = escapeHtml(JSON.stringify({ ...boot, accepted: ACCEPTED }));
  return page({
    language,
    title: all.name,
    styles: APP_STYLES,
    script,
    attributes: ` class="app" data-boot="${data}"`,
    body: `<noscript><p class="lone">${escapeHtml(all.noScript)}</p></noscript>`,
  });
}
