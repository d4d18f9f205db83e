import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type {
  Address,
  ArticlePage,
  Author,
  Host,
  InboundEvent,
  Log,
  OpenCase,
  OutboundMessage,
  Platform,
  Reaction,
  RouteHandler,
  Shown,
  StoredFile,
} from "#ports/platform.ts";

/** The core as far as an adapter sees it, in memory, with an HTTP server of its own on a free port. */
export class MemoryHost implements Host {
  readonly events: InboundEvent[] = [];
  /** Who typed where. */
  readonly typed: { readonly at: Address; readonly who: string }[] = [];
  readonly articles = new Map<string, ArticlePage>();
  cases: OpenCase[] = [];
  /** What `accept` does before it stores: throw here to be a full disk. */
  beforeAccept: () => void = () => undefined;
  /** What the core does with what it accepted. */
  work: (event: InboundEvent) => Promise<void> = async () => undefined;
  readonly #shown = new Map<Address, Shown[]>();
  readonly #files = new Map<string, { file: StoredFile; bytes: Uint8Array }>();
  readonly #kept: Map<string, string>;
  readonly #app = express();
  #server: Server | undefined;
  #platform: Platform | undefined;
  #isStopped = false;

  /** Give the kept values of an earlier host to be the same one after a restart. */
  constructor(kept = new Map<string, string>()) {
    this.#kept = kept;
  }

  readonly log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

  /** Starts the platform and serves it; answers with its address. */
  async serve(platform: Platform, port = 0): Promise<string> {
    this.#platform = platform;
    await platform.start(this);
    this.#server = createServer(this.#app);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(port, "127.0.0.1", resolve);
    await promise;
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#platform?.stop();
    this.#server?.closeAllConnections();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server?.close(() => resolve());
    await promise;
  }

  /** Ends every open connection, as a bad network does. */
  dropConnections(): void {
    this.#server?.closeAllConnections();
  }

  async accept(event: InboundEvent): Promise<boolean> {
    this.beforeAccept();
    if (this.events.some(({ id }) => id === event.id)) return false;
    this.events.push(event);
    const { at, from, time } = event;
    if (event.type === "message") {
      const message = { text: event.text, files: event.files };
      this.#put(at, { id: event.message, time, from, message });
    } else if (event.type === "edited") {
      const shown = this.#at(at).find(({ id }) => id === event.message);
      if (shown) this.#put(at, { ...shown, message: { ...shown.message, text: event.text } });
    } else if (event.type === "deleted") this.#drop(at, event.message);
    setTimeout(() => void this.work(event).catch((error) => this.#isStopped || Promise.reject(error)), 0);
    return true;
  }

  /** Says something on the platform, as the outbox does: sent, then known to be delivered. */
  async say(to: Address, message: OutboundMessage, key: string = randomUUID()): Promise<string> {
    await this.#platform?.send(to, message, key);
    this.#put(to, { id: key, time: Date.now(), from: "bot", message });
    return key;
  }

  async change(at: Address, id: string, message: OutboundMessage): Promise<void> {
    await this.#platform?.edit(at, id, message);
    const shown = this.#at(at).find((other) => other.id === id);
    if (shown) this.#put(at, { ...shown, message });
  }

  async mark(at: Address, id: string, mark: NonNullable<Shown["mark"]>): Promise<void> {
    await this.#platform?.mark(at, id, mark);
    const shown = this.#at(at).find((other) => other.id === id);
    if (shown) this.#put(at, { ...shown, mark });
  }

  async draft(to: Address, text: string): Promise<void> {
    await this.#platform?.signal(to, { type: "draft", text });
  }

  /** Shows on the platform that the other side types. */
  async showTyping(to: Address): Promise<void> {
    await this.#platform?.signal(to, { type: "typing" });
  }

  typing(at: Address, from: Author): void {
    this.typed.push({ at, who: from.id });
  }

  async react(at: Address, id: string, reaction: Reaction): Promise<void> {
    await this.#platform?.react(at, id, reaction);
  }

  /** Keeps a message without telling anybody, as one that was sent while nobody looked. */
  keepSilently(at: Address, shown: Shown): void {
    this.#put(at, shown);
  }

  route(handler: RouteHandler): void {
    this.#app.use(handler);
  }

  async open(): Promise<readonly OpenCase[]> {
    return this.cases;
  }

  async shown(at: Address, id: string): Promise<OutboundMessage | undefined> {
    return this.#at(at).find((shown) => shown.id === id && shown.from === "bot")?.message;
  }

  async history(at: Address, limit: number): Promise<readonly Shown[]> {
    return this.#at(at).slice(-limit);
  }

  async keepFile({
    name,
    type,
    bytes,
  }: {
    name: string;
    type: string;
    bytes: Uint8Array;
  }): Promise<StoredFile> {
    const file = { id: randomUUID(), name, type, size: bytes.length };
    this.#files.set(file.id, { file, bytes });
    return file;
  }

  async file(id: string) {
    return this.#files.get(id);
  }

  article(id: string, language = "en"): ArticlePage | undefined {
    return this.articles.get(`${language}/${id}`) ?? this.articles.get(`en/${id}`);
  }

  async kept(key: string): Promise<string | undefined> {
    return this.#kept.get(key);
  }

  async keep(key: string, value: string): Promise<void> {
    this.#kept.set(key, value);
  }

  #at(at: Address): Shown[] {
    return this.#shown.get(at) ?? [];
  }

  #put(at: Address, shown: Shown): void {
    const list = this.#at(at);
    const known = list.findIndex(({ id }) => id === shown.id);
    this.#shown.set(at, known === -1 ? [...list, shown] : list.with(known, shown));
  }

  #drop(at: Address, id: string): void {
    this.#shown.set(
      at,
      this.#at(at).filter((shown) => shown.id !== id),
    );
  }
}
