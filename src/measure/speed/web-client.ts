import { setTimeout as sleep } from "node:timers/promises";

/** What a page sees at one address: the latest content of each message, and every push in order. */
export type Seen = {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly tone: string | undefined;
  readonly card: { readonly ticket: number; readonly state: string } | undefined;
  readonly mark: string | undefined;
};

type Wire = {
  id: string;
  from: "bot" | { id: string; kind: string };
  html: string;
  text?: string;
  tone?: string;
  card?: { ticket: number; state: string };
  mark?: string;
};
type Push = {
  type: string;
  at?: string;
  id?: string;
  mark?: string;
  html?: string;
  message?: Wire;
  messages?: Wire[];
};

/**
 * A page without a browser, over the web adapter's own protocol: it posts until it hears 200, and connects its
 * stream again whenever it breaks, as the real page does.
 */
export class WebClient {
  readonly #base: string;
  readonly #cookie: string;
  readonly #seen = new Map<string, Map<string, Seen>>();
  readonly #closed = new AbortController();
  readonly #listeners = new Set<(push: Push) => void>();
  readonly #streams: Promise<void>[] = [];

  constructor(base: string, cookie: string) {
    this.#base = base;
    this.#cookie = cookie;
  }

  /** A new anonymous student. */
  static async student(base: string): Promise<{ client: WebClient; at: string }> {
    const page = await fetch(`${base}/`, { headers: { "user-agent": "deskmate-bench" } });
    const cookie = cookieOf(page);
    await page.text();
    const session = await fetch(`${base}/session`, {
      method: "POST",
      headers: headers(base, cookie),
      body: "{}",
    });
    const { student } = (await session.json()) as { student: { id: string } };
    return { client: new WebClient(base, cookie), at: `student/${student.id}` };
  }

  /** Staff, by the address with the one-time key. */
  static async staff(url: string): Promise<WebClient> {
    const opened = await fetch(url, { redirect: "manual" });
    await opened.text();
    const cookie = cookieOf(opened);
    if (cookie === "") throw new Error(`the key was not taken (${opened.status})`);
    return new WebClient(new URL(url).origin, cookie);
  }

  /** Posts one event until it is acknowledged; `id` stays the same however often. Resolves to the attempts. */
  async post(event: Record<string, unknown> & { at: string; id: string }): Promise<number> {
    for (let attempt = 1; !this.#closed.signal.aborted; attempt++) {
      try {
        const response = await fetch(`${this.#base}/events`, {
          method: "POST",
          headers: headers(this.#base, this.#cookie),
          body: JSON.stringify(event),
          signal: AbortSignal.timeout(5000),
        });
        await response.text();
        if (response.ok) return attempt;
        if (response.status < 500 && response.status !== 429) throw new RefusedError(response.status);
      } catch (error) {
        if (error instanceof RefusedError) throw error;
        // The process is down; the page would try again too.
      }
      await sleep(Math.min(50 * attempt, 500));
    }
    return 0;
  }

  /** Reads an address from now on, whatever happens to the connection. */
  read(at: string): void {
    this.#seen.set(at, new Map());
    this.#streams.push(this.#readForever(at));
  }

  at(at: string): readonly Seen[] {
    return [...(this.#seen.get(at)?.values() ?? [])];
  }

  /** Hears every push until the returned function is called. */
  onPush(listener: (push: Push) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.#streams);
  }

  async #readForever(at: string): Promise<void> {
    while (!this.#closed.signal.aborted) {
      try {
        const url = `${this.#base}/stream?at=${encodeURIComponent(at)}`;
        const response = await fetch(url, {
          headers: headers(this.#base, this.#cookie),
          signal: this.#closed.signal,
        });
        if (response.ok && response.body) await this.#readStream(at, response.body);
      } catch {
        // Down, or closed: the loop decides.
      }
      await sleep(20);
    }
  }

  async #readStream(at: string, body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + chunk).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) {
        if (!frame.startsWith("data: ")) continue;
        const push = JSON.parse(frame.slice("data: ".length)) as Push;
        this.#apply(at, push);
        for (const listener of this.#listeners) listener(push);
      }
    }
  }

  #apply(at: string, push: Push): void {
    const seen = this.#seen.get(at);
    if (!seen || push.at !== at) return;
    if (push.type === "snapshot") seen.clear();
    for (const message of push.messages ?? (push.message ? [push.message] : []))
      seen.set(message.id, toSeen(message));
    const known = push.id === undefined ? undefined : seen.get(push.id);
    if (push.type === "remove" && push.id !== undefined) seen.delete(push.id);
    if (push.type === "mark" && known) seen.set(known.id, { ...known, mark: push.mark });
  }
}

/** The server understood and said no: trying again would not help. */
class RefusedError extends Error {
  override readonly name = "RefusedError";
  constructor(status: number) {
    super(`refused with ${status}`);
  }
}

function toSeen({ id, from, html, text, tone, card, mark }: Wire): Seen {
  const words = text ?? html.replace(/<[^>]*>/g, "").trim();
  return { id, from: from === "bot" ? "bot" : from.kind, text: words, tone, card, mark };
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}

function headers(base: string, cookie: string): Record<string, string> {
  return { cookie, origin: base, "content-type": "application/json" };
}
