import type { Request, Response } from "express";
import { type Language, words } from "../client/words/words.ts";
import type { Refusal } from "../wire.ts";

const STATUS = {
  invalid: 400,
  signedOut: 401,
  forbidden: 403,
  tooLong: 413,
  fileTooLarge: 413,
  fileKind: 415,
  fileEmpty: 400,
  tooMany: 429,
  later: 503,
} as const satisfies Record<Refusal, number>;

/** Says no: a word for programs and a sentence for people. */
export function refuse(request: Request, response: Response, refusal: Refusal, waitSeconds = 2): void {
  if (refusal === "tooMany" || refusal === "later") response.set("Retry-After", String(waitSeconds));
  const message = words(readLanguage(request)).refusals[refusal];
  response.status(STATUS[refusal]).json({ error: refusal, message });
}

/** The language of our own words for this reader: their choice, else what their browser asks for. */
export function readLanguage(request: Request): Language {
  const chosen = /(?:^|;\s*)deskmate_language=(en|zh)\b/.exec(request.headers.cookie ?? "")?.[1];
  const language = chosen ?? request.headers["accept-language"] ?? "";
  return /^\s*zh\b/i.test(language) ? "zh" : "en";
}
