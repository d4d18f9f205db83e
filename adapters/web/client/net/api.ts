import type { Refusal, WireEvent, WireFile } from "../../wire.ts";
import { locale } from "../boot.ts";

/** `again`: it may pass later, after so many milliseconds if the server named them. */
export type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: Refusal; readonly again: boolean; readonly afterMs?: number };

/** Talks to the server in the name of one session: the cookie's, or the one given. */
export type Api = {
  post(event: WireEvent): Promise<Answer>;
  /** A passing sign; a lost one does no harm. */
  typing(at: string): void;
  upload(file: File, at: string): Promise<WireFile | Refusal>;
  /** An address that an image or a link can use. */
  fileUrl(token: string): Promise<string>;
  stream(places: readonly string[], signal: AbortSignal): Promise<Response>;
};

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

export function createApi(session?: string): Api {
  const headers: Record<string, string> = session === undefined ? {} : { Authorization: `Bearer ${session}` };
  const blobs = new Map<string, Promise<string>>();
  return {
    async post(event) {
      try {
        const body = JSON.stringify({ ...event, locale, ...(timeZone && { timeZone }) });
        const response = await fetch("/events", {
          method: "POST",
          headers: { ...headers, "Content-Type": "application/json" },
          body,
          signal: AbortSignal.timeout(20_000),
        });
        return response.ok ? { ok: true } : await refused(response);
      } catch {
        return { ok: false, refusal: "later", again: true };
      }
    },
    typing(at) {
      const body = JSON.stringify({ at });
      const json = { ...headers, "Content-Type": "application/json" };
      fetch("/typing", { method: "POST", headers: json, body }).catch(() => undefined);
    },
    async upload(file, at) {
      const body = new FormData();
      body.append("file", file);
      try {
        const response = await fetch(`/files?at=${encodeURIComponent(at)}`, {
          method: "POST",
          headers,
          body,
        });
        if (response.ok) return (await response.json()) as WireFile;
        const answer = await refused(response);
        return answer.ok ? "invalid" : answer.refusal;
      } catch {
        return "later";
      }
    },
    async fileUrl(token) {
      const url = `/files/${token}`;
      if (session === undefined) return url;
      // Images and links can't carry a header.
      const blob =
        blobs.get(token) ?? fetch(url, { headers }).then(async (r) => URL.createObjectURL(await r.blob()));
      blobs.set(token, blob);
      return await blob;
    },
    async stream(places, signal) {
      const query = places.map((at) => `at=${encodeURIComponent(at)}`).join("&");
      return await fetch(`/stream?${query}`, { headers, signal, cache: "no-store" });
    },
  };
}

async function refused(response: Response): Promise<Answer> {
  const again = response.status === 429 || response.status >= 500;
  const wait = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const body: unknown = await response.json().catch(() => undefined);
  const named = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  const refusal = typeof named === "string" ? (named as Refusal) : again ? "later" : "invalid";
  return { ok: false, refusal, again, ...(Number.isNaN(wait) ? {} : { afterMs: wait * 1000 }) };
}
