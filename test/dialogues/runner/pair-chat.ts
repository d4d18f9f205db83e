import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import type { Action } from "#ports/controls.ts";
import type { Address, Fault, OutboundMessage } from "#ports/platform.ts";
import { type Core, createCore } from "../../../src/core.ts";
import { alwaysOpen, type Roster } from "../../../src/desk/roster.ts";
import { openStore } from "../../../src/store/store.ts";
import { understand } from "../../../src/understanding/understand.ts";
import type { Chat, Given, Seen, Side, Who } from "./chat.ts";
import { course, replies } from "./course.ts";
import type { Attached, CreateSeat, Person, Seat } from "./seat.ts";
import { Watched } from "./watched.ts";

/** How long a platform may take to tell the bot what somebody did. */
const PATIENCE_MS = 5000;
/** How long to wait for what may never be told. */
const UNTOLD_MS = 100;

/**
 * A chat over the real core and store, between students on one platform and staff on another, or both on the
 * same, each adapter on its stock SDK against its fake. Time passes only when the script says so.
 */
export async function createPairChat(
  students: CreateSeat,
  staff: CreateSeat,
  roster: Partial<Roster> = {},
): Promise<PairChat> {
  const clock = {
    time: Date.now(),
    now() {
      return this.time;
    },
  };
  const student = await students(clock);
  const desk = students === staff ? student : await staff(clock);
  const chat = new PairChat(student, desk, clock);
  await chat.start(roster);
  return chat;
}

type Written = { readonly at: Address; readonly message: string; text: string };

export class PairChat implements Chat {
  readonly #student: Seat;
  readonly #desk: Seat;
  readonly #clock: { time: number; now(): number };
  readonly #seen: Seen[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), "deskmate-pair-"));
  readonly #watched = new Map<Seat, Watched>();
  readonly #wrote = new Map<string, Written[]>();
  readonly #students = new Map<Address, string>();
  /** Names by the ids that the platforms proved. */
  readonly #names = new Map<string, string>();
  #core: Core | undefined;
  #server: Server | undefined;

  constructor(student: Seat, desk: Seat, clock: { time: number; now(): number }) {
    this.#student = student;
    this.#desk = desk;
    this.#clock = clock;
    const places = {
      sideOf: (at: Address): Side =>
        at === desk.desk || at.startsWith(`${desk.desk}/`) ? "desk" : "student",
      studentAt: (at: Address) => this.#students.get(at) ?? "?",
      nameOf: (id: string) => this.#names.get(id) ?? "?",
    };
    for (const seat of new Set([student, desk]))
      this.#watched.set(seat, new Watched(seat.platform, places, this.#seen));
  }

  async start(roster: Partial<Roster>): Promise<void> {
    const app = express();
    this.#server = createServer(app);
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    for (const seat of this.#watched.keys()) seat.serveAt(origin);
    const quiet = () => undefined;
    const at = this.#desk.desk;
    this.#core = createCore({
      store: await openStore(this.#folder),
      answerer: course,
      understand,
      article: () => undefined,
      platforms: [...this.#watched.values()],
      desk: at,
      roster: { ...alwaysOpen(at), holdMs: 0, ...roster, channelFor: () => at, channels: [at] },
      replies,
      deskLanguage: "en",
      route: (handler) => void app.use(handler),
      clock: this.#clock,
      log: { info: quiet, warn: quiet, error: quiet },
    });
    await this.#core.start();
    for (const seat of this.#watched.keys()) await seat.connected();
  }

  /** The student's newest case: its number, and the address of its thread. Waits until the desk has its card. */
  async caseOf(student: string): Promise<{ readonly ticket: number; readonly thread: Address }> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const { standing = [], cards } = this.#watched.get(this.#desk) ?? {};
      const shown = standing.findLast(({ message }) => message.card?.title.endsWith(` ${student}`));
      const ticket = shown?.message.card?.ticket;
      const thread = ticket === undefined ? undefined : cards?.get(ticket);
      if (ticket !== undefined && thread) return { ticket, thread };
      if (Date.now() > end) throw new Error(`the desk has no card of ${student}`);
      await sleep(5);
    }
  }

  /** What students wrote, in the order in which the bot took it. */
  heard(): readonly string[] {
    const accepted = this.#watched.get(this.#student)?.accepted ?? [];
    return accepted.flatMap((event) =>
      event.type === "message" && event.from.kind === "student" ? [event.text] : [],
    );
  }

  async say(who: Who, text: string): Promise<void> {
    const { seat, person, at } = this.#place(who);
    const message = await this.#heard(seat, () => seat.say(person, at, text));
    this.#wrote.set(who.name, [...(this.#wrote.get(who.name) ?? []), { at, message, text }]);
  }

  async attach(who: Who, text: string, file: Attached): Promise<void> {
    const { seat, person, at } = this.#place(who);
    const { attach } = seat;
    if (!attach) throw new Error(`${seat.platform.name} has no files`);
    const message = await this.#heard(seat, () => attach(person, at, text, file));
    this.#wrote.set(who.name, [...(this.#wrote.get(who.name) ?? []), { at, message, text }]);
  }

  /** The newest message with these words that a side was shown. */
  shown(side: Side, words: string): OutboundMessage | undefined {
    const places = side === "student" ? this.#student : this.#desk;
    return this.#watched.get(places)?.standing.findLast(({ message }) => message.text.includes(words))
      ?.message;
  }

  async edit(who: Who, nth: number, text: string): Promise<void> {
    const { seat, person } = this.#place(who);
    const written = this.#written(who, nth);
    const edit = () => seat.edit(person, written.at, written.message, text);
    // Platforms tell of revisions that change nothing too, and adapters may keep them to themselves.
    await (written.text === text ? edit().then(() => sleep(UNTOLD_MS)) : this.#heard(seat, edit));
    written.text = text;
  }

  async remove(who: Who, nth: number): Promise<void> {
    const { seat, person } = this.#place(who);
    const { at, message } = this.#written(who, nth);
    await this.#heard(seat, () => seat.remove(person, at, message));
  }

  async press(who: Who, action: Action, given: Given): Promise<void> {
    const { seat, person, at: place } = this.#place(who);
    const { option, fields } = given;
    const ticket = who.side === "desk" && who.ticket !== undefined ? String(who.ticket) : undefined;
    // A card stands in the channel, its thread is below it.
    for (const at of who.side === "desk" ? [place, this.#desk.desk] : [place]) {
      const found = this.#watched.get(seat)?.offering(at, (offer) => {
        const [number, detail = ""] = offer.value.split(".");
        if (offer.action !== action || (ticket !== undefined && number !== ticket)) return false;
        return !isName(detail) || option === undefined || detail === option;
      });
      if (!found) continue;
      const { id, value } = found;
      const chosen =
        option !== undefined && !(isName(option) && value.endsWith(`.${option}`)) ? { choice: option } : {};
      const filled = { ...fields, ...chosen };
      const pressed = { action, value, ...(Object.keys(filled).length > 0 && { fields: filled }) };
      return this.#heard(seat, () => seat.press(person, at, id, pressed));
    }
    throw new Error(`nothing for ${action} stands before ${who.name}`);
  }

  async forge(who: Who, action: Action, { option = "1", fields }: Given): Promise<void> {
    const { seat, person, at } = this.#place(who);
    const pressed = { action, value: option, ...(fields && { fields }) };
    await this.#heard(seat, () => seat.press(person, at, undefined, pressed));
  }

  async react(who: Who, on: string | number, emoji: string, added: boolean): Promise<void> {
    const { seat, person, at } = this.#place(who);
    const { react } = seat;
    if (!react) throw new Error(`${seat.platform.name} tells of no reactions`);
    const id =
      typeof on === "number" ? this.#written(who, on).message : this.#watched.get(seat)?.saying(at, on);
    if (id === undefined) throw new Error(`no message with these words stands before ${who.name}`);
    await this.#heard(seat, () => react(person, at, id, { emoji, added }));
  }

  async leave(student: string): Promise<void> {
    const { leave, platform } = this.#student;
    if (!leave) throw new Error(`${platform.name} tells of nobody who leaves`);
    await this.#heard(this.#student, () => leave({ name: student, isStaff: false }));
  }

  async pass(ms: number): Promise<void> {
    this.#clock.time += ms;
  }

  fail(side: Side, fault: Fault | undefined): void {
    for (const { faults } of this.#watched.values())
      if (fault) faults.set(side, fault);
      else faults.delete(side);
  }

  loseThread(): void {
    const watched = this.#watched.get(this.#desk);
    const thread = [...(watched?.cards.values() ?? [])].at(-1);
    if (!thread) throw new Error("the desk has no thread");
    watched?.gone.add(thread);
  }

  async seen(): Promise<readonly Seen[]> {
    await this.#core?.idle();
    return this.#seen.splice(0);
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    await this.#core?.stop(500);
    for (const seat of this.#watched.keys()) await seat.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Does something on the platform and waits until the core has taken it. */
  async #heard<T>(seat: Seat, act: () => Promise<T>): Promise<T> {
    const accepted = this.#watched.get(seat)?.accepted ?? [];
    const before = accepted.length;
    // Nobody does two things in one millisecond; platforms tell revisions apart by their times.
    this.#clock.time += 1;
    const done = await act();
    const end = Date.now() + PATIENCE_MS;
    while (accepted.length === before) {
      if (Date.now() > end) throw new Error(`${seat.platform.name} did not tell the bot`);
      await sleep(2);
    }
    for (const { from } of accepted.slice(before)) this.#names.set(from.id, from.name);
    return done;
  }

  #place(who: Who): { seat: Seat; person: Person; at: Address } {
    const { name } = who;
    if (who.side === "student") {
      const at = this.#student.talk(name);
      this.#students.set(at, name);
      return { seat: this.#student, person: { name, isStaff: false }, at };
    }
    const cards = this.#watched.get(this.#desk)?.cards ?? new Map<number, Address>();
    const at = who.ticket === undefined ? [...cards.values()].at(-1) : cards.get(who.ticket);
    if (!at) throw new Error("the desk has no card to answer under");
    return { seat: this.#desk, person: { name, isStaff: true }, at };
  }

  #written(who: Who, nth: number): Written {
    const found = this.#wrote.get(who.name)?.at(nth < 0 ? nth : nth - 1);
    if (!found) throw new Error(`${who.name} has not written message ${nth}`);
    return found;
  }
}

/** Of several buttons for one action, each names what it stands for: `1.tooHard`. */
function isName(detail: string): boolean {
  return /^[a-z]/i.test(detail);
}
