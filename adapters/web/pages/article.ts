import type { Element, ElementContent, Root } from "hast";
import type { Heading, Root as Markdown } from "mdast";
import { toString as words } from "mdast-util-to-string";
import type { ArticlePage } from "#ports/platform.ts";
import { type Language, words as wordsIn } from "../client/words/words.ts";
import { link, parseMarkdown, scrolling, stringify, toHtml } from "./markdown.ts";
import { escapeHtml } from "./plain.ts";
import { MARK, page } from "./shell.ts";

/** An article as a page of its own, with the anchors that citations lead to. `other` exists in that language. */
export function articlePage(
  id: string,
  article: ArticlePage,
  reader: Language,
  other: string | undefined,
): string {
  const all = wordsIn(reader);
  const date = new Intl.DateTimeFormat(reader === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  const day = new Date(article.updated);
  const updated = Number.isNaN(day.getTime()) ? "" : all.article.updated(date.format(day));
  const translation =
    other === undefined
      ? ""
      : `<a href="/articles/${path(id)}?lang=${other}" lang="${other}" hreflang="${other}">${escapeHtml(wordsIn(other === "zh" ? "en" : "zh").article.other)}</a>`;
  const body = `<header class="article-bar" lang="${reader}">
<a class="home" href="/">${MARK}<span>${escapeHtml(all.name)}</span></a>
<span class="label">${escapeHtml(all.article.label)}</span>
${translation}
</header>
<main>
<article class="prose" lang="${escapeHtml(article.language)}">
<h1>${escapeHtml(article.title)}</h1>
<p class="meta" lang="${reader}"><time datetime="${escapeHtml(article.updated)}">${escapeHtml(updated)}</time></p>
${articleHtml(id, article)}
</article>
</main>
<footer class="article-foot" lang="${reader}"><a class="button" href="/">${escapeHtml(all.article.back)}</a></footer>`;
  const styles = ["base", "page", "prose", "code", "article"];
  return page({ language: article.language, title: article.title, styles, script: "article.ts", body });
}

/** The article's text in sections, each with the id of its heading. */
export function articleHtml(id: string, article: ArticlePage): string {
  const tree = parseMarkdown(article.markdown, false);
  const headings = known(tree, article.anchors);
  const html = toHtml(tree);
  rewrite(html, id, article.language);
  return stringify({ type: "root", children: sections(html, headings, article.title) });
}

type Known = { readonly anchor: string; readonly text: string };

function known(tree: Markdown, anchors: readonly string[]): Known[] {
  return tree.children
    .filter((block): block is Heading => block.type === "heading")
    .map((heading, index) => ({ anchor: anchors[index] ?? "", text: words(heading).trim() }));
}

/** The title stands above already; from each further heading on, a new section. */
function sections(html: Root, headings: readonly Known[], title: string): Element[] {
  const made: { known: Known | undefined; children: ElementContent[] }[] = [
    { known: undefined, children: [] },
  ];
  let next = 0;
  for (const child of html.children) {
    if (child.type === "doctype") continue;
    const known = child.type === "element" && /^h[1-6]$/.test(child.tagName) ? headings[next++] : undefined;
    if (known !== undefined) made.push({ known, children: [] });
    const repeatsTitle =
      known !== undefined && next === 1 && known.text.toLowerCase() === title.trim().toLowerCase();
    if (!repeatsTitle) made.at(-1)?.children.push(child as ElementContent);
  }
  return made
    .filter(({ children, known }) => known !== undefined || children.length > 0)
    .map(({ known, children }) => {
      const properties = known === undefined ? {} : { id: known.anchor };
      return { type: "element", tagName: "section", properties, children };
    });
}

/** Links to other articles by their files lead to their pages; all others open beside the article. */
function rewrite(parent: Root | Element, id: string, language: string): void {
  for (const [at, child] of parent.children.entries()) {
    if (child.type !== "element") continue;
    rewrite(child, id, language);
    if (child.tagName === "table") parent.children[at] = scrolling(child);
    if (child.tagName !== "a") continue;
    const article = inFolder(String(child.properties["href"] ?? ""), id, language);
    if (article === undefined) Object.assign(child, link(child));
    else child.properties = { href: article };
  }
}

/** `../enrolment/refunds.md#how` seen from `lessons/forms` → `/articles/enrolment/refunds?lang=en#how`. */
function inFolder(href: string, id: string, language: string): string | undefined {
  if (href.startsWith("#")) return href;
  if (/^[a-z][a-z0-9+.-]*:|^\//i.test(href)) return undefined;
  const base = `http://articles/${path(id)}`;
  if (!URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  const target = url.pathname.slice(1).replace(/\.(md|markdown|html?)$/i, "");
  if (url.host !== "articles" || target === "") return undefined;
  return `/articles/${target}?lang=${encodeURIComponent(language)}${url.hash}`;
}

function path(id: string): string {
  return id.split("/").map(encodeURIComponent).join("/");
}
