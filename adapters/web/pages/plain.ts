/**
 * What a person typed, as HTML: every character is shown as it is, but code between back-ticks looks like
 * code and web addresses can be followed. Linear in the length of the text.
 */
export function plain(text: string): string {
  const lines = text.toWellFormed().split(/\r?\n/);
  const html: string[] = [];
  let prose: string[] = [];
  const flush = () => {
    const paragraph = prose.join("\n").replace(/^\n+/, "").trimEnd();
    if (paragraph !== "") html.push(`<p class="typed">${inline(paragraph)}</p>`);
    prose = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const fence = /^ {0,3}(```|~~~)\s*([\w+#.-]{0,30})\s*$/.exec(line);
    const end = fence === null ? -1 : lines.findIndex((other, i) => i > at && other.trim() === fence[1]);
    if (fence === null || end === -1) {
      prose.push(line);
      continue;
    }
    flush();
    const language = fence[2] ? ` class="language-${escapeHtml(fence[2])}"` : "";
    html.push(`<pre><code${language}>${escapeHtml(lines.slice(at + 1, end).join("\n"))}\n</code></pre>`);
    at = end;
  }
  flush();
  return html.join("\n");
}

/** Text as HTML text or attribute value. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const CODE_OR_LINK = /`([^`\n]+)`|(https?:\/\/[^\s<>"'`，。；：！？、（）《》「」【】]+)/gi;

function inline(text: string): string {
  let html = "";
  let after = 0;
  for (const match of text.matchAll(CODE_OR_LINK)) {
    html += escapeHtml(text.slice(after, match.index));
    const url = match[2] === undefined ? undefined : withoutFullStop(match[2]);
    html += url === undefined ? `<code>${escapeHtml(match[1] ?? "")}</code>` : anchor(url);
    after = match.index + (url?.length ?? match[0].length);
  }
  return html + escapeHtml(text.slice(after));
}

function anchor(url: string): string {
  const href = escapeHtml(url);
  return `<a href="${href}" target="_blank" rel="noopener noreferrer nofollow">${href}</a>`;
}

function withoutFullStop(url: string): string {
  let end = url.length;
  while (end > 0 && ".,;:!?)]*_".includes(url[end - 1] ?? "")) end--;
  return url.slice(0, end);
}
