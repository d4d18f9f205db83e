import type {
  Address,
  Found,
  Host,
  Mark,
  OutboundMessage,
  Platform,
  Reaction,
  Sent,
  Signal,
} from "#ports/platform.ts";
import { PlatformError } from "#ports/platform.ts";

/** What stands at an address of the memory platform. */
export type Standing = { id: string; at: Address; message: OutboundMessage; mark?: Mark };

type Op = "send" | "find" | "edit" | "remove" | "mark" | "react" | "signal";
type Fail = (op: Op, at: Address) => Error | "lost answer" | undefined;

/** A chat platform in memory that keeps a journal of what was asked of it and fails when a test tells it to. */
export class MemoryPlatform implements Platform {
  readonly name: string;
  readonly textLimit: number;
  readonly standing: Standing[] = [];
  readonly journal: { op: string; at: Address; key?: string; text?: string }[] = [];
  /** All that it was ever asked to show, whether it still stands or not. */
  readonly sent: { at: Address; message: OutboundMessage | Reaction }[] = [];
  /** How often a message really appeared, by its key. */
  readonly appeared = new Map<string, number>();
  readonly signals: { at: Address; signal: Signal }[] = [];
  fail: Fail = () => undefined;
  /** Makes a call take its time, before anything of it happens. */
  wait: (op: Op, at: Address) => Promise<void> | undefined = () => undefined;
  finds: "exact" | "unknowable" = "exact";
  host: Host | undefined;
  #next = 1;

  constructor(name = "web", textLimit = 4000) {
    this.name = name;
    this.textLimit = textLimit;
  }

  async start(host: Host): Promise<void> {
    this.host = host;
  }

  async send(to: Address, message: OutboundMessage, key: string): Promise<Sent> {
    this.journal.push({ op: "send", at: to, key, text: message.text });
    this.sent.push({ at: to, message });
    await this.wait("send", to);
    const fault = this.fail("send", to);
    if (fault instanceof Error) throw fault;
    const id = `${this.name}-${this.#next++}`;
    this.standing.push({ id, at: to, message });
    this.appeared.set(key, (this.appeared.get(key) ?? 0) + 1);
    this.#keys.set(key, { id, repliesAt: this.#repliesAt(to, id) });
    if (fault === "lost answer") throw new PlatformError("ambiguous");
    return { id, repliesAt: this.#repliesAt(to, id) };
  }

  readonly #keys = new Map<string, Sent>();

  #repliesAt(to: Address, id: string): Address {
    const isCard = this.standing.some((one) => one.id === id && one.message.card);
    return (isCard || to.endsWith(":desk") ? `${to}/${id}` : to) as Address;
  }

  async find(to: Address, key: string): Promise<Found> {
    this.journal.push({ op: "find", at: to, key });
    await this.wait("find", to);
    const fault = this.fail("find", to);
    if (fault instanceof Error) throw fault;
    if (this.finds === "unknowable") return "unknowable";
    return this.#keys.get(key) ?? "absent";
  }

  async edit(at: Address, id: string, message: OutboundMessage): Promise<void> {
    await this.#journal("edit", at, message.text);
    this.sent.push({ at, message });
    const standing = this.standing.find((one) => one.id === id);
    if (!standing) throw new PlatformError("gone");
    standing.message = message;
  }

  async remove(at: Address, id: string): Promise<void> {
    await this.#journal("remove", at);
    const index = this.standing.findIndex((one) => one.id === id);
    if (index >= 0) this.standing.splice(index, 1);
  }

  readonly marks = new Map<string, Mark>();

  async mark(at: Address, id: string, mark: Mark): Promise<void> {
    await this.#journal("mark", at);
    this.marks.set(id, mark);
  }

  readonly reactions = new Map<string, readonly string[]>();

  async react(at: Address, id: string, reaction: Reaction): Promise<void> {
    const { emoji, added } = reaction;
    this.sent.push({ at, message: reaction });
    await this.#journal("react", at, emoji);
    const others = (this.reactions.get(id) ?? []).filter((one) => one !== emoji);
    this.reactions.set(id, added ? [...others, emoji] : others);
  }

  async #journal(op: "edit" | "remove" | "mark" | "react", at: Address, text?: string): Promise<void> {
    this.journal.push({ op, at, ...(text !== undefined && { text }) });
    await this.wait(op, at);
    const fault = this.fail(op, at);
    if (fault instanceof Error) throw fault;
    if (fault) throw new PlatformError("ambiguous");
  }

  async signal(at: Address, signal: Signal): Promise<void> {
    await this.wait("signal", at);
    const fault = this.fail("signal", at);
    if (fault instanceof Error) throw fault;
    this.signals.push({ at, signal });
  }

  async stop(): Promise<void> {
    this.host = undefined;
  }

  /** Texts that stand at the address, oldest first. */
  texts(at: string): readonly string[] {
    return this.standing.filter((one) => one.at === at).map((one) => one.message.text);
  }
}
