import type { WireSessions } from "../wire.ts";
import { type Language, type Words, words } from "./words/words.ts";

/** What the server wrote into the page. */
export type Boot = {
  readonly sessions: WireSessions;
  readonly limits: { readonly uploadBytes: number };
  readonly embedders?: readonly string[];
  readonly accepted: string;
};

export const boot: Boot = JSON.parse(document.body.dataset["boot"] ?? "{}");

/** The language of the page: what the reader chose, else what the browser asks for. */
export const language: Language = chosen() ?? (/^zh\b/i.test(navigator.language) ? "zh" : "en");
export const w: Words = words(language);
export const locale: string = language === "zh" ? "zh-CN" : "en-GB";
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";

/** Chooses the other language; what is half written survives. */
export function switchLanguage(): void {
  const other = language === "zh" ? "en" : "zh";
  remember("language", other, "local");
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it for articles; cookieStore is not everywhere.
  document.cookie = `deskmate_language=${other}; Path=/; Max-Age=31536000; SameSite=Lax`;
  location.reload();
}

function chosen(): Language | undefined {
  const kept = recall("language", "local");
  return kept === "en" || kept === "zh" ? kept : undefined;
}

type Where = "local" | "session";

/** A small thing kept by the browser. Where it keeps nothing, as in some frames, it is forgotten. */
export function recall(key: string, where: Where): string | undefined {
  try {
    return store(where).getItem(`deskmate:${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string | undefined, where: Where): void {
  try {
    if (value === undefined) store(where).removeItem(`deskmate:${key}`);
    else store(where).setItem(`deskmate:${key}`, value);
  } catch {
    // Full or forbidden: only a reload would have needed it.
  }
}

function store(where: Where): Storage {
  return where === "local" ? localStorage : sessionStorage;
}

/** An id that nobody else makes; `crypto.randomUUID` exists at secure addresses only. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
