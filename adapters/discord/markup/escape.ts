/** Invisible, and enough to keep a sign from meaning anything to Discord. */
export const BREAK = "\u200B";

/**
 * Words as words: what Discord would take for formatting, a mention, an emoji or a link with a false face is
 * shown as it was written.
 */
export function literal(text: string): string {
  return defuse(text)
    .replace(/[\\*_~`|]/g, "\\$&")
    .replaceAll("](", "]\\(")
    .replace(/^(\s*)(#{1,3}\s|>|-#|[-+]\s|\d{1,9}(?=[.)]\s))/gm, (_, indent: string, mark: string) =>
      /^\d/.test(mark) ? `${indent}${mark}${BREAK}` : `${indent}\\${mark}`,
    );
}

/** Takes the power from mentions of people, roles, channels and everybody, and from Discord's other signs. */
export function defuse(text: string): string {
  return text
    .replace(/@(?=everyone|here)/gi, `@${BREAK}`)
    .replace(/<(?=@[!&]?\d|#\d|a?:\w{1,64}:\d|\/[^<>]{1,100}:\d|t:-?\d|id:|sound:)/gi, `<${BREAK}`);
}

/** A name that stays on its line and can't turn the direction of what follows. */
export function plainName(name: string): string {
  return literal(
    name
      .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

/** Code between back-ticks; what is inside can't end it. */
export function inlineCode(code: string): string {
  const text = code.replace(/\s*\n\s*/g, " ");
  if (!text.includes("`")) return `\`${text}\``;
  const safe = text.replace(/``+/g, (ticks) => [...ticks].join(BREAK));
  return `\`\` ${safe} \`\``;
}

/** A fence with its language; what is inside can't end it. */
export function fence(code: string, language = ""): string {
  const safe = code.replace(/```/g, `\`\`${BREAK}\``);
  return `\`\`\`${/^[\w+#.-]{1,30}$/.test(language) ? language : ""}\n${safe}\n\`\`\``;
}

/** A link that shows no preview, or its words alone when it does not lead to the web. */
export function link(words: string, url: string): string {
  const href = safeUrl(url);
  if (href === undefined) return words;
  if (words === "" || words === literal(url)) return `<${href}>`;
  // Discord shows no link whose words look like another address, or hold brackets.
  if (/https?:|[[\]\n]|\w\.\w+\//i.test(words)) return `${words} (<${href}>)`;
  return `[${words}](<${href}>)`;
}

export function safeUrl(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const href = new URL(url).href.replace(/[<>\s`]/g, encodeURIComponent);
  return href
    .replaceAll("(", "%28")
    .replaceAll(")", "%29")
    .replace(/@(?=everyone|here)/gi, "%40");
}
