import { randomUUID } from "node:crypto";
import type {
  Address,
  Author,
  Host,
  InboundEvent,
  OpenCase,
  OutboundMessage,
  Shown,
  StoredFile,
} from "#ports/platform.ts";

type Line = { readonly grade: string; readonly event: string; readonly data: unknown };

/** The core as far as the adapter sees it, in memory; give it to the next platform to be the same after a restart. */
export class KeepingHost implements Host {
  readonly events: InboundEvent[] = [];
  readonly values = new Map<string, string>();
  readonly files = new Map<string, { file: StoredFile; bytes: Uint8Array }>();
  readonly lines: Line[] = [];
  /** Who was seen typing, and where. */
  readonly typists: { readonly at: Address; readonly from: Author }[] = [];
  cases: OpenCase[] = [];
  /** How often each event was offered, also in vain. */
  readonly offered: string[] = [];
  /** Runs before an event is stored: a throw is a full disk, a wait a slow one. */
  beforeAccept: (event: InboundEvent) => Promise<void> | void = () => undefined;
  /** Nothing but events can be written. */
  isFull = false;
  readonly #shown = new Map<Address, Shown[]>();

  readonly log = {
    info: (event: string, data?: unknown) => void this.lines.push({ grade: "info", event, data }),
    warn: (event: string, data?: unknown) => void this.lines.push({ grade: "warn", event, data }),
    error: (event: string, data?: unknown) => void this.lines.push({ grade: "error", event, data }),
  };

  async accept(event: InboundEvent): Promise<boolean> {
    this.offered.push(event.id);
    await this.beforeAccept(event);
    if (this.events.some(({ id }) => id === event.id)) return false;
    this.events.push(event);
    if (event.type === "message") {
      const { message: id, time, from, text, files } = event;
      this.show(event.at, { id, time, from, message: { text, files } });
    }
    return true;
  }

  /** The bot's message was delivered and written down. */
  delivered(at: Address, id: string, message: OutboundMessage): void {
    this.show(at, { id, time: Date.now(), from: "bot", message });
  }

  show(at: Address, shown: Shown): void {
    this.#shown.set(at, [...(this.#shown.get(at) ?? []), shown]);
  }

  texts(): readonly string[] {
    return this.events.flatMap((event) => (event.type === "message" ? [event.text] : []));
  }

  errors(): readonly string[] {
    return this.lines.filter(({ grade }) => grade === "error").map(({ event }) => event);
  }

  typing(at: Address, from: Author): void {
    this.typists.push({ at, from });
  }

  /** Runs before a message is looked up: a wait is a slow store. */
  beforeShown: () => Promise<void> | void = () => undefined;

  async shown(at: Address, id: string): Promise<OutboundMessage | undefined> {
    await this.beforeShown();
    return this.#shown.get(at)?.find((one) => one.from === "bot" && one.id === id)?.message;
  }

  route(): void {
    throw new Error("Discord needs no route");
  }

  async open(): Promise<readonly OpenCase[]> {
    return this.cases;
  }

  async history(at: Address, limit: number): Promise<readonly Shown[]> {
    return (this.#shown.get(at) ?? []).slice(-limit);
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
    if (this.isFull) throw new Error("disk full");
    const file = { id: randomUUID(), name, type, size: bytes.length };
    this.files.set(file.id, { file, bytes });
    return file;
  }

  async file(id: string) {
    return this.files.get(id);
  }

  article(): undefined {
    return undefined;
  }

  async kept(key: string): Promise<string | undefined> {
    return this.values.get(key);
  }

  async keep(key: string, value: string): Promise<void> {
    if (this.isFull) throw new Error("disk full");
    this.values.set(key, value);
  }
}
