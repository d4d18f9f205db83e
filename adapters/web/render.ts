import { LRUCache } from "lru-cache";
import type { Address, Shown, StoredFile } from "#ports/platform.ts";
import { withoutSign } from "./client/note.ts";
import { markdown } from "./pages/markdown.ts";
import { plain } from "./pages/plain.ts";
import type { WireFile, WireMessage } from "./wire.ts";

/** Makes the token with which readers of an address may fetch a file. */
export type Seal = (file: StoredFile, at: Address) => string;

/** A message as the page shows it at an address: total over whatever the core says, safe to insert. */
export function render(shown: Shown, at: Address, seal: Seal): WireMessage {
  const { text, files, citations, ...message } = shown.message;
  return {
    id: shown.id,
    time: shown.time,
    from: shown.from === "bot" ? "bot" : { ...shown.from },
    html: html(shown),
    ...(shown.from === "bot" ? {} : { text }),
    ...message,
    ...(citations === undefined ? {} : { citations: citations.filter((c) => isSafeLink(c.url)) }),
    ...(files === undefined || files.length === 0
      ? {}
      : { files: files.map((file) => wireFile(file, at, seal)) }),
    ...(shown.mark === undefined ? {} : { mark: shown.mark }),
  };
}

/** Pages that come back ask for the same messages again and again. */
const rendered = new LRUCache<string, string>({
  maxSize: 8_000_000,
  sizeCalculation: (html, key) => html.length + key.length,
});

/** Students' words are shown as they typed them; the bot's and the staff's are Markdown. */
export function html(shown: Pick<Shown, "from" | "message">): string {
  const { text, as, tone, citations = [] } = shown.message;
  const student = tone === "student" || (shown.from !== "bot" && shown.from.kind === "student");
  if (student) return plain(text);
  const words = shown.from !== "bot" && shown.from.kind === "staff" ? withoutSign(text) : text;
  const person = shown.from !== "bot" || as !== undefined;
  const links = new Map(citations.filter((c) => isSafeLink(c.url)).map((c) => [c.number, c.url]));
  const key = JSON.stringify([person, ...links, words]);
  const known = rendered.get(key) ?? markdown(words, { breaks: person, citations: links });
  rendered.set(key, known);
  return known;
}

/** A text under way, as far as it has come. */
export function renderDraft(text: string): string {
  return markdown(text, { breaks: false, citations: new Map() });
}

function wireFile(file: StoredFile, at: Address, seal: Seal): WireFile {
  return { token: seal(file, at), name: file.name, type: file.type, size: file.size };
}

function isSafeLink(url: string): boolean {
  return /^(https?:\/\/|\/(?![/\\]))/i.test(url);
}
