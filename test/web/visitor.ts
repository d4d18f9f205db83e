import type { Push, WireEvent, WireSessions } from "../../adapters/web/wire.ts";

/** A browser without a screen: keeps cookies, posts events, listens to places. */
export class Visitor {
  readonly base: string;
  readonly cookies = new Map<string, string>();
  sessions: WireSessions = {};

  constructor(base: string) {
    this.base = base;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return await this.#fetch(path, { headers });
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = { "Content-Type": "application/json", ...headers };
    const sent = typeof body === "string" ? body : JSON.stringify(body);
    return await this.#fetch(path, { method: "POST", headers: json, body: sent });
  }

  /** Opens the page, as a browser does first; learns who it is there. */
  async visit(path = "/"): Promise<Response> {
    const response = await this.get(path);
    if (response.status === 303) return await this.visit(response.headers.get("Location") ?? "/");
    const page = await response.clone().text();
    const boot = /data-boot="([^"]*)"/.exec(page)?.[1]?.replaceAll("&quot;", '"');
    if (boot !== undefined) this.sessions = (JSON.parse(boot) as { sessions: WireSessions }).sessions;
    return response;
  }

  get student(): string {
    return this.sessions.student?.id ?? "nobody";
  }

  /** Where this student writes, as pages name it. */
  get chat(): string {
    return `student/${this.student}`;
  }

  async write(
    text: string,
    id: string,
    more: Partial<WireEvent> & { files?: string[] } = {},
  ): Promise<Response> {
    return await this.post("/events", { type: "message", at: this.chat, id, text, ...more });
  }

  async upload(name: string, bytes: Uint8Array, at = this.chat): Promise<Response> {
    const body = new FormData();
    body.append("file", new Blob([Uint8Array.from(bytes)]), name);
    return await this.#fetch(`/files?at=${encodeURIComponent(at)}`, { method: "POST", body });
  }

  /** What is pushed until `enough` says so. */
  async hear(
    places: readonly string[],
    enough: (pushes: readonly Push[]) => boolean,
    ready?: () => void,
  ): Promise<Push[]> {
    const query = places.map((at) => `at=${encodeURIComponent(at)}`).join("&");
    const response = await this.get(`/stream?${query}`);
    if (!response.ok || response.body === null) throw new Error(`stream: ${response.status}`);
    const pushes: Push[] = [];
    let rest = "";
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + part).split("\n\n");
      rest = frames.pop() ?? "";
      const isFirst = pushes.length === 0;
      for (const frame of frames)
        if (frame.startsWith("data: ")) pushes.push(JSON.parse(frame.slice(6)) as Push);
      if (isFirst && pushes.length > 0) ready?.();
      if (enough(pushes)) break;
    }
    return pushes;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      ...(cookie === "" ? {} : { Cookie: cookie }),
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(this.base + path, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return response;
  }
}
