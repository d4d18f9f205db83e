import type { Activity } from "./activity.ts";
import { formatted } from "./formatted.ts";
import { readable } from "./person.ts";

/** The marks in the text that call the bot. */
export function mentions({ entities = [] }: Activity, bot: string): readonly string[] {
  const ours = entities.filter(({ type, mentioned }) => type === "mention" && isOwn(mentioned?.id, bot));
  return ours.map(({ text }) => text ?? "");
}

/**
 * The words with their form, without the calls of the bot; who else is mentioned stays as a name. The form is
 * read where nobody is mentioned: the words alone say surely which call is whose.
 */
export function wordsOf(activity: Activity, bot: string): string {
  let text = activity.text ?? "";
  const { attachments = [], entities = [] } = activity;
  const form = attachments.find(({ contentType }) => contentType === "text/html")?.content;
  const isCalling = entities.some(({ type }) => type === "mention");
  if (typeof form === "string" && !isCalling) text = formattedLike(text, form);
  for (const { type, text: mark, mentioned } of entities) {
    if (type !== "mention" || !mark) continue;
    const name = isOwn(mentioned?.id, bot) ? "" : `@${mentioned?.name ?? mark.replace(/<\/?at[^>]*>/g, "")}`;
    // As words, not as a pattern: a name may hold `$&`.
    text = text.replace(mark, () => name);
  }
  return readable(text.replace(/^(?:\s|&nbsp;)+|(?:\s|&nbsp;)+$/g, ""));
}

function isOwn(id: string | undefined, bot: string): boolean {
  return id?.toLowerCase() === `28:${bot}`;
}

/**
 * What begins with a sign must begin with it in its form too: `//` keeps staff's words inside, and must not hide
 * behind the mark of bold.
 */
function formattedLike(text: string, form: string): string {
  const shown = formatted(form);
  if (shown === undefined) return text;
  const start = (words: string) => words.replace(/^[\s\p{Cf}]+/u, "").slice(0, 2);
  return /^[\p{L}\p{N}]/u.test(start(text)) || start(shown) === start(text) ? shown : text;
}
