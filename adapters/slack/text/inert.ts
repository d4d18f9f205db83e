/**
 * Text in which nothing calls anybody: what Slack would read as a call of a person, a group or a channel is
 * broken by an invisible character. Half characters are replaced.
 */
export function inert(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\0", "\uFFFD")
    .replace(/<(?=!(?:channel|here|everyone|group|subteam)|@[UWB])/gi, "<\u2060");
}

/** For fields in Slack's own markup: shown as it is written, and calls nobody. */
export function escaped(text: string): string {
  return inert(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@(?=(?:here|channel|everyone|group)\b)/gi, "@\u2060");
}

export type Plain = { readonly type: "plain_text"; readonly text: string; readonly emoji: false };

/** For names and labels: nothing in it is read as markup. */
export function plain(text: string): Plain {
  return { type: "plain_text", text: inert(text), emoji: false };
}

/** A label that Slack takes no longer than this, with a sign that there was more. */
export function fitted(label: string, most: number): string {
  const shown = inert(label);
  if (shown.length <= most) return label;
  return `${shown
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, "")}…`;
}

/** Whether a link leads to where a browser or a mail program can go. */
export function isSafeLink(url: string): boolean {
  return /^(?:https?:\/\/[^\s/]|mailto:\S)/i.test(url) && URL.canParse(url);
}

/** An address without the characters that have a meaning in Slack's markup. */
export function safeUrl(url: string): string {
  return url.replace(/[<>|]/g, encodeURIComponent);
}
